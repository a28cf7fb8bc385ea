#include "cuda/diffuse_kernel.cuh"

namespace droplet::cuda {

DiffuseKernels tukey_kernels(bool coupled) {
    return diffuse_kernels_of<Conductance::tukey>(coupled);
}

}  // namespace droplet::cuda
