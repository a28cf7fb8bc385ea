#include "cuda/fractal_kernel.cuh"

namespace droplet::cuda {

void launch_double_formula(cudaStream_t stream, const FractalScene& scene, const FractalJob& job) {
    launch_typed<double>(stream, scene, job);
}

}  // namespace droplet::cuda
