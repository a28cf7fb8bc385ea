#pragma once
#include <nlohmann/json.hpp>

namespace droplet::cuda {

/// What recording 1920x1080x3 at 60 frames a second costs a diffusion that runs as fast as it can: its steps
/// a second with and without, by the clock of the host. Prints both.
nlohmann::json film_report();

}  // namespace droplet::cuda
