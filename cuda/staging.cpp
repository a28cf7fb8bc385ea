#include "cuda/staging.h"

#include <algorithm>

#include "cuda/transfer.h"

namespace droplet::cuda {

void Staging::send(const Image& picture, const Field& colours, const Field& alpha, cudaStream_t stream) {
    Way& way = ways_[next_];
    next_ = (next_ + 1) % ways_.size();
    way.sent.synchronize();
    const int planes = picture.channels() + (picture.has_alpha() ? 1 : 0);
    const auto plane_floats = static_cast<std::size_t>(picture.size().area());
    if (way.values.size() != plane_floats * static_cast<std::size_t>(planes))
        way.values = PinnedBuffer<float>(plane_floats * static_cast<std::size_t>(planes));
    for (int plane = 0; plane < planes; ++plane) {
        const bool is_alpha = plane == picture.channels();
        const ConstPlane from = is_alpha ? picture.alpha() : picture.plane(plane);
        float* const to = way.values.data() + plane_floats * static_cast<std::size_t>(plane);
        for (int y = 0; y < picture.height(); ++y)
            std::copy_n(from.row(y), picture.width(), to + std::ptrdiff_t{y} * picture.width());
        copy_to_device(ConstPlane{to, picture.size(), picture.width()}, is_alpha ? alpha : colours,
                       is_alpha ? 0 : plane, stream);
    }
    way.sent.record(stream);
}

}  // namespace droplet::cuda
