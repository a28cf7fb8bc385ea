// The prototype of the kernels (raw AVX-512 and OpenMP), where its folder is at hand: its fastest sweep for
// one step a call, and 16 steps a pass for more. It computes the same equation on the same field for every
// call.
#include <memory>
#include <utility>

#include "peer.h"
#include "pm.hpp"

namespace {

constexpr int steps_per_pass = 16;

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

std::function<void()> prepare(const peer::Request& r) {
    if (r.steps > 1 && r.steps % steps_per_pass != 0)
        throw std::runtime_error("steps a call: valid: 1, or a multiple of 16");
    const std::vector<float> values = peer::read_picture(r);
    auto current = std::make_shared<Field>(r), next = std::make_shared<Field>(r);
    const float scale = std::sqrt(1.44269504f) / r.k;  // the prototype works on u sqrt(log2 e) / K
    for (int c = 0; c < r.channels; ++c)
        for (int y = 0; y < r.height; ++y)
            for (int x = 0; x < r.width; ++x)
                current->planes[c].row(y)[x] =
                    scale * values[r.plane() * c + static_cast<std::size_t>(y) * r.width + x];
    return [=, half = (r.height + 1) / 2]() mutable {
        if (r.steps == 1) {
            proto::pm_sweep<5, true>(current->planes.data(), next->planes.data(), r.channels, r.rate,
                                     r.threads);
            std::swap(current, next);
            return;
        }
        for (int done = 0; done < r.steps; done += steps_per_pass) {
            proto::pm_blocked<5>(current->planes.data(), next->planes.data(), r.channels, steps_per_pass, 0,
                                 half, r.rate, r.threads);
            std::swap(current, next);
        }
    };
}

}  // namespace

int main() {
    return peer::serve("Prototype, AVX-512", "1", prepare);
}
