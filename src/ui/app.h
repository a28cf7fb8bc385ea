#pragma once
#include "session/launch.h"

namespace droplet {

/// Opens the window and runs until it is closed. Returns the exit status; throws Error when there is no
/// display or no OpenGL 4.5.
int run_window(const LaunchOptions& options);

}  // namespace droplet
