#include "cli/commands.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "media/image_io.h"
#include "media/test_picture.h"

namespace droplet::test {

void write_input(const std::string& path, Size size) {
    write_image(make_test_picture(size), path);
}

Outcome run_on_cpu(const std::string& command, const std::string& in, const std::string& out,
                   const std::vector<std::string>& more) {
    std::vector<std::string> arguments{command, in, "-o", out, "--backend", "cpu"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_droplet(arguments);
}

std::string refusal(const std::vector<std::string>& arguments, int status, const Streams& streams) {
    const Outcome outcome = run_droplet(arguments, streams);
    CHECK(outcome.status == status);
    CHECK(outcome.out.empty());
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    REQUIRE(outcome.err.starts_with("droplet: "));
    REQUIRE(outcome.err.ends_with('\n'));
    return outcome.err.substr(9, outcome.err.size() - 10);
}

}  // namespace droplet::test
