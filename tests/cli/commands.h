// What the tests of the commands share.
#pragma once
#include <string>
#include <vector>

#include "cli/program.h"
#include "image_difference.h"
#include "model/image.h"

namespace droplet::test {

/// The built-in picture as a file.
void write_input(const std::string& path, Size size = {41, 29});

/// Runs a command on the CPU.
Outcome run_on_cpu(const std::string& command, const std::string& in, const std::string& out,
                   const std::vector<std::string>& more);

/// Checks that the program refused in one line of the form `droplet: SUBJECT: …`, and wrote nothing else.
/// Returns what stands after the program's name.
std::string refusal(const std::vector<std::string>& arguments, int status, const Streams& streams = {});

}  // namespace droplet::test
