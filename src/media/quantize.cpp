#include "media/quantize.h"

#include <cstdint>
#include <limits>

namespace droplet {

template <class T>
void quantize_row(const Image& image, int y, bool with_alpha, T* target) {
    constexpr float full = std::numeric_limits<T>::max();
    const int planes = image.channels() + (with_alpha ? 1 : 0);
    for (int p = 0; p < planes; ++p) {
        const float* row = p < image.channels() ? image.plane(p).row(y) : image.alpha().row(y);
        for (int x = 0; x < image.width(); ++x) {
            float v = row[x] > 0.0f ? row[x] : 0.0f;  // NaN compares false
            v = v < 1.0f ? v : 1.0f;
            target[x * planes + p] = static_cast<T>(static_cast<int>(v * full + 0.5f));
        }
    }
}

template void quantize_row(const Image&, int, bool, std::uint8_t*);
template void quantize_row(const Image&, int, bool, std::uint16_t*);

}  // namespace droplet
