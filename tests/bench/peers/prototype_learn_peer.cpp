// The prototype of the learning step (raw AVX-512 and OpenMP, colour only), where its folder is at hand, at
// the original's settings.
#include <memory>
#include <stdexcept>

#include "art.cpp"
#include "peer.h"

namespace {

std::function<void()> prepare(const peer::Request& r) {
    if (r.channels != 3) throw std::runtime_error("channels: valid: 3");
    const std::vector<float> values = peer::read_picture(r);
    constexpr float laplace[9] = {0, 1, 0, 1, -4, 1, 0, 1, 0};
    float weights[81];
    for (int i = 0; i < 81; ++i) weights[i] = laplace[i % 9];
    const float learning_rate = 2e-6f * 320 * 240 / static_cast<float>(r.plane());
    const std::shared_ptr<void> art(art_new(r.width, r.height, values.data(), values.data(), weights,
                                            learning_rate, 0.9f, 0.0005f, r.rate, r.k),
                                    art_free);
    return [art, r] {
        for (int i = 0; i < r.steps; ++i) art_step(art.get(), r.threads, 1);
    };
}

}  // namespace

int main() {
    return peer::serve("Prototype, AVX-512", "1", prepare);
}
