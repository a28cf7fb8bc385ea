#include "cuda/fractal_kernel.cuh"

namespace droplet::cuda {

void launch_double_double_power(cudaStream_t stream, const FractalScene& scene, const FractalJob& job) {
    launch_power<DoubleDouble>(stream, scene, job);
}

}  // namespace droplet::cuda
