#include "cuda/diffuse_kernel.cuh"

namespace droplet::cuda {

DiffuseKernels exponential_kernels(bool coupled) {
    return diffuse_kernels_of<Conductance::exponential>(coupled);
}

}  // namespace droplet::cuda
