#include "cuda/diffuse_kernel.cuh"

namespace droplet::cuda {

DiffuseKernels charbonnier_kernels(bool coupled) {
    return diffuse_kernels_of<Conductance::charbonnier>(coupled);
}

}  // namespace droplet::cuda
