#include "cuda/diffuse_kernel.cuh"

namespace droplet::cuda {

DiffuseKernels rational_kernels(bool coupled) {
    return diffuse_kernels_of<Conductance::rational>(coupled);
}

}  // namespace droplet::cuda
