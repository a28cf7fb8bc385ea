// One update of the learned operator: the optimizer, then what the weights are held to. Scalar: the CPU
// backend calls it, and one thread block on a GPU.
#pragma once
#include <cmath>

#include "math/host_device.h"
#include "model/operator.h"

namespace droplet::math {

/// What an update needs of LearningParams, ready for use.
struct UpdateConstants {
    Optimizer optimizer;
    float learning_rate;  ///< scaled with size, times the schedule's factor
    float momentum, second_momentum, weight_decay;
    float bias1, bias2;  ///< Adam: 1 − β1^t, 1 − β2^t of update t, the first being 1
    bool first;          ///< SGD: the velocity becomes the gradient
    Symmetry symmetry;
    bool zero_sum;
};

/// `updates`: how many were made since the moments were cleared.
DROPLET_HD inline UpdateConstants update_constants(const LearningParams& params, float learning_rate,
                                                   int updates) {
    const double t = updates + 1.0;
    // The powers take a GPU thread longer than the rest of an update.
    const bool adam = params.optimizer == Optimizer::adam;
    const double power1 = adam ? ::pow(static_cast<double>(params.momentum), t) : 0.0,
                 power2 = adam ? ::pow(static_cast<double>(params.second_momentum), t) : 0.0;
    return {params.optimizer,
            learning_rate,
            params.momentum,
            params.second_momentum,
            params.weight_decay,
            static_cast<float>(1.0 - power1),
            static_cast<float>(1.0 - power2),
            updates == 0,
            params.symmetry,
            params.zero_sum};
}

/// Updates one weight and its moments. SGD as PyTorch defines it: d = gradient + decay · W; v = d the first
/// time, then momentum · v + d; W <- W − rate · v. Adam (Kingma & Ba, ICLR 2015), decay in the gradient.
DROPLET_HD inline float updated_weight(float weight, float gradient, float& first_moment,
                                       float& second_moment, const UpdateConstants& constants) {
    const float d = ::fmaf(constants.weight_decay, weight, gradient);
    if (constants.optimizer == Optimizer::sgd) {
        first_moment = constants.first ? d : ::fmaf(constants.momentum, first_moment, d);
        return ::fmaf(-constants.learning_rate, first_moment, weight);
    }
    constexpr float epsilon = 1e-8f;
    first_moment = ::fmaf(constants.momentum, first_moment, (1.0f - constants.momentum) * d);
    second_moment =
        ::fmaf(constants.second_momentum, second_moment, (1.0f - constants.second_momentum) * (d * d));
    const float mean = first_moment / constants.bias1;
    const float size = ::sqrtf(second_moment / constants.bias2) + epsilon;
    return ::fmaf(-constants.learning_rate, mean / size, weight);
}

/// Which weights of a slice are one under a symmetry: the class of tap t; classes count from 0.
DROPLET_HD constexpr int symmetry_class(Symmetry symmetry, int tap) {
    const int y = tap / 3, x = tap % 3;
    const bool mid_y = y == 1, mid_x = x == 1;
    if (symmetry == Symmetry::none) return tap;
    if (mid_y && mid_x) return 0;
    if (!mid_y && !mid_x) return 1;
    if (symmetry == Symmetry::rotational) return 2;
    return mid_y ? 2 : 3;
}

/// Holds one slice of 9 weights to the symmetry and to zero sum. Pinned weights stay; a class with pinned
/// weights takes their mean in its free ones; the sum is taken out of the free classes alike. Where every
/// weight is pinned, nothing moves.
DROPLET_HD inline void constrain_slice(float* slice, const bool* pinned, Symmetry symmetry, bool zero_sum) {
    bool held[9] = {};  // by class
    for (int c = 0; c < 9; ++c) {
        float free_sum = 0, pinned_sum = 0;
        int free_count = 0, pinned_count = 0;
        for (int t = 0; t < 9; ++t) {
            if (symmetry_class(symmetry, t) != c) continue;
            (pinned[t] ? pinned_sum : free_sum) += slice[t];
            ++(pinned[t] ? pinned_count : free_count);
        }
        held[c] = pinned_count > 0;
        if (symmetry == Symmetry::none || free_count == 0) continue;
        const float mean = held[c] ? pinned_sum / static_cast<float>(pinned_count)
                                   : free_sum / static_cast<float>(free_count);
        for (int t = 0; t < 9; ++t)
            if (symmetry_class(symmetry, t) == c && !pinned[t]) slice[t] = mean;
    }
    if (!zero_sum) return;
    float sum = 0;
    int free_count = 0;
    for (int t = 0; t < 9; ++t) {
        sum += slice[t];
        free_count += held[symmetry_class(symmetry, t)] ? 0 : 1;
    }
    if (free_count == 0) return;
    for (int t = 0; t < 9; ++t)
        if (!held[symmetry_class(symmetry, t)]) slice[t] -= sum / static_cast<float>(free_count);
}

}  // namespace droplet::math
