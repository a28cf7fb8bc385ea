#pragma once
#include <nlohmann/json.hpp>

#include "cuda/diffuse_plan.h"
#include "timer.h"

namespace droplet::cuda {

/// Values a second of convolutions, beside the copy bandwidth `copy` in bytes a second (8 bytes a value: read
/// and written), and Canny's pixels a second. Prints a table.
nlohmann::json convolve_report(Timer& timer, const Stream& stream, const DeviceLimits& device, double copy);

}  // namespace droplet::cuda
