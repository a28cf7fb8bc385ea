#include "cuda/learn_kernel.cuh"

namespace droplet::cuda {

LearnKernels inverse_learn_kernels(Loss loss, int channels, bool gradient) {
    constexpr LearningConductance conductance = LearningConductance::inverse;
    return channels == 3 ? kernels_of<conductance, 3>(loss, gradient)
                         : kernels_of<conductance, 1>(loss, gradient);
}

}  // namespace droplet::cuda
