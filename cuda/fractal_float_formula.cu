#include "cuda/fractal_kernel.cuh"

namespace droplet::cuda {

void launch_float_formula(cudaStream_t stream, const FractalScene& scene, const FractalJob& job) {
    launch_typed<float>(stream, scene, job);
}

}  // namespace droplet::cuda
