// Planes between the host and the device; all are queued.
#pragma once
#include <cuda_runtime_api.h>

#include "cuda/field_view.h"
#include "math/line.h"

namespace droplet::cuda {

/// The whole of a plane, of the field's size.
void copy_to_device(const ConstPlane& from, const Field& to, int plane, cudaStream_t stream);

/// What of a plane stands at `corner` and right and below of it, as much as `to` takes.
void copy_to_host(const ConstField& from, int plane, math::PixelPlace corner, const Plane& to,
                  cudaStream_t stream);

}  // namespace droplet::cuda
