// The prototype of the direct convolution (raw AVX-512 and OpenMP), where its folder is at hand: dense
// kernels of five sizes.
#include <memory>
#include <stdexcept>

#include "conv.hpp"
#include "convolutions.h"
#include "peer.h"

namespace {

struct Field {
    std::vector<proto::Plane> planes;

    explicit Field(const peer::Request& r) {
        for (int c = 0; c < r.channels; ++c) planes.emplace_back(r.width, r.height);
    }
    ~Field() {
        for (proto::Plane& plane : planes) std::free(plane.base);
    }
    Field(const Field&) = delete;
    Field& operator=(const Field&) = delete;
};

using Convolve = void (*)(const proto::Plane*, proto::Plane*, int, const float*, int);

Convolve convolve_of(int size) {
    switch (size) {
        case 3:
            return proto::conv<3>;
        case 5:
            return proto::conv<5>;
        case 9:
            return proto::conv<9>;
        case 15:
            return proto::conv<15>;
        case 31:
            return proto::conv<31>;
        default:
            throw std::runtime_error("size: valid: 3, 5, 9, 15, 31");
    }
}

peer::Work prepare(const peer::Request& r) {
    const std::vector<float> values = peer::read_picture(r);
    auto source = std::make_shared<Field>(r), target = std::make_shared<Field>(r);
    for (int c = 0; c < r.channels; ++c)
        for (int y = 0; y < r.height; ++y)
            std::copy_n(values.data() + r.plane() * c + static_cast<std::size_t>(y) * r.width, r.width,
                        source->planes[c].row(y));
    const peer::ConvolutionTask task(r.task);
    const auto call = [=, convolve = convolve_of(task.size), weights = peer::weights_of(task)] {
        convolve(source->planes.data(), target->planes.data(), r.channels, weights.data(), r.threads);
    };
    return {call, [=] {
                return peer::convolution_answer(
                    "direct", peer::checksum(r.channels, r.height, r.width, [&](int c, int y, int x) {
                        return target->planes[c].row(y)[x];
                    }));
            }};
}

}  // namespace

int main() {
    return peer::serve("Prototype, AVX-512", "1", prepare);
}
