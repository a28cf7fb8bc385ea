#pragma once
#include <nlohmann/json.hpp>

#include "cuda/diffuse_plan.h"
#include "timer.h"

namespace droplet::cuda {

/// Learning steps a second, by shape and way, beside the time that the bytes and the multiply-adds of a step
/// need at least. Prints a table; `copy` is the device's copy bandwidth in bytes a second.
nlohmann::json learn_report(Timer& timer, const Stream& stream, const DeviceLimits& device, double copy);

}  // namespace droplet::cuda
