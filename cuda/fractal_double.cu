#include "cuda/fractal_kernel.cuh"

namespace droplet::cuda {

void launch_double_power(cudaStream_t stream, const FractalScene& scene, const FractalJob& job) {
    launch_power<double>(stream, scene, job);
}

}  // namespace droplet::cuda
