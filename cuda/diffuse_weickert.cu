#include "cuda/diffuse_kernel.cuh"

namespace droplet::cuda {

DiffuseKernels weickert_kernels(bool coupled) {
    return diffuse_kernels_of<Conductance::weickert>(coupled);
}

}  // namespace droplet::cuda
