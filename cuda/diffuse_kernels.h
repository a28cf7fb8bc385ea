#pragma once
#include <array>

#include "model/diffusion_params.h"

namespace droplet::cuda {

/// Addresses of the kernels of one conductance and coupling, in the order of pass_steps; null where there is
/// none.
///   pass        (ConstField in, Field out, TileGrid, StepConstants)
///   persistent  (Field a, Field b, TileGrid, StepConstants, int passes), launched cooperatively
struct DiffuseKernels {
    std::array<const void*, 4> pass{};
    std::array<const void*, 4> persistent{};
};

/// One file each, so that they compile side by side.
DiffuseKernels exponential_kernels(bool coupled);
DiffuseKernels rational_kernels(bool coupled);
DiffuseKernels charbonnier_kernels(bool coupled);
DiffuseKernels weickert_kernels(bool coupled);
DiffuseKernels tukey_kernels(bool coupled);

DiffuseKernels diffuse_kernels(Conductance conductance, bool coupled);

}  // namespace droplet::cuda
