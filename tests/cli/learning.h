// What the tests of `droplet learn` share.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/program.h"
#include "media/image_io.h"
#include "media/test_picture.h"

namespace droplet::test {

inline void write_input(const std::string& path, Size size = {41, 29}) {
    write_image(make_test_picture(size), path);
}

/// Runs `droplet learn` on the CPU.
inline Outcome learn(const std::string& in, const std::string& out, int steps,
                     std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"learn",     in,   "-o", out, "--steps", std::to_string(steps),
                                       "--backend", "cpu"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_droplet(arguments);
}

/// Checks that the program refused in one line of the form `droplet: SUBJECT: …; valid …`.
inline std::string refusal(const std::vector<std::string>& arguments, int status) {
    const Outcome outcome = run_droplet(arguments);
    CHECK(outcome.status == status);
    CHECK(outcome.out.empty());
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    REQUIRE(outcome.err.starts_with("droplet: "));
    return outcome.err.substr(9, outcome.err.size() - 10);
}

}  // namespace droplet::test
