// What the tests of `droplet learn` share.
#pragma once
#include <string>
#include <vector>

#include "cli/commands.h"

namespace droplet::test {

/// Runs `droplet learn` on the CPU.
inline Outcome learn(const std::string& in, const std::string& out, int steps,
                     std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--steps", std::to_string(steps)});
    return run_on_cpu("learn", in, out, more);
}

}  // namespace droplet::test
