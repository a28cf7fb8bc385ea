#pragma once
#include <variant>

#include "session/launch.h"

namespace droplet {

/// Parses the command line and carries out headless commands. Returns the exit status, or what the window is
/// to open. Errors are printed here, one line each on stderr: `droplet: SUBJECT: what is wrong; what is
/// valid`.
std::variant<int, LaunchOptions> run_command_line(int argc, char** argv);

/// Inside a catch block: prints the exception as that one line and returns the exit status.
int report_failure();

}  // namespace droplet
