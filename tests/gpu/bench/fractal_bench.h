#pragma once
#include <nlohmann/json.hpp>

#include "timer.h"

namespace droplet::cuda {

/// Iterations of a point a second of pictures of two sizes: each precision, colouring and kind of recurrence,
/// beside what the arithmetic of one iteration allows at the device's full clock. Prints a table.
nlohmann::json fractal_report(Timer& timer, const Stream& stream);

}  // namespace droplet::cuda
