#pragma once
#include <cuda_runtime_api.h>

#include "cuda/fractal_walk.h"
#include "model/fractal_scene.h"

namespace droplet::cuda {

/// Queues a chunk of a scene with λ / zⁿ + c, in the precision of its name; or with a typed recurrence, whose
/// threads have typed_points() (fractal_formula.h) points, while the others have one. One file each, so that
/// they compile side by side.
using LaunchFractal = void(cudaStream_t stream, const FractalScene& scene, const FractalJob& job);
LaunchFractal launch_float_power, launch_double_power, launch_double_double_power;
LaunchFractal launch_float_formula, launch_double_formula, launch_double_double_formula;

}  // namespace droplet::cuda
