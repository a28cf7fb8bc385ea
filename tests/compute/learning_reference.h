// The single-operator form and its learning in double precision, written from docs/mathematics.md 2 and 3
// without a thought of speed: what every backend is compared with.
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "model/image.h"
#include "model/learning_params.h"
#include "model/operator.h"

namespace droplet::test {

struct LearningReference {
    Size size;
    int channels;
    std::vector<double> original, current;  ///< C x H x W
    std::vector<double> weights, start;     ///< [out][in][dy][dx]
    std::vector<double> first_moment, second_moment;
    std::vector<char> pinned;
    int updates = 0;
    double rate_factor = 1;
    std::int64_t steps = 0;

    struct Losses {
        double fidelity = 0, edge = 0, intensity = 0;
        double total() const { return fidelity + edge + intensity; }
    };
    /// How many values the clamp left alone, and how many it held at 0 and at 1.
    struct Clamps {
        int below = 0, inside = 0, above = 0;
    };

    LearningReference(const Image& image, const Operator& op);

    /// Loss of one pass over the current picture with these weights.
    Losses loss(const LearningParams& params, const std::vector<double>& with) const;
    /// The derivative of loss() by the weights, by hand.
    std::vector<double> gradient(const LearningParams& params, const std::vector<double>& with) const;
    Clamps clamps(const LearningParams& params) const;

    /// One step, schedule included.
    Losses step(const LearningParams& params);

    double largest_difference(const Image& image) const;
    double largest_difference(const Operator& op) const;

 private:
    struct Pass {
        std::vector<double> response, g, raw, value;
    };
    double padded(const std::vector<double>& field, int c, int y, int x) const;
    std::size_t index(int c, int y, int x) const {
        return (static_cast<std::size_t>(c) * static_cast<std::size_t>(size.height) +
                static_cast<std::size_t>(y)) *
                   static_cast<std::size_t>(size.width) +
               static_cast<std::size_t>(x);
    }
    double target(const LearningParams& params, std::size_t i) const;
    Pass forward(const LearningParams& params, const std::vector<double>& with) const;
    void mix(double share);
    void update(const LearningParams& params, const std::vector<double>& gradient);
};

/// Calls f() once for each instruction set of this processor, the backend limited to it.
void for_each_instruction_set(const std::function<void()>& f);

/// A random operator whose slices do not sum to 0.
Operator random_operator(int channels, int seed);

}  // namespace droplet::test
