// What the tests of `droplet fractal` share.
#pragma once
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "model/fractal_scene.h"
#include "session/backends.h"

namespace droplet::test {

/// Runs `droplet fractal` on the CPU.
inline Outcome draw(const std::string& out, Size size, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"fractal",
                                       "-o",
                                       out,
                                       "--width",
                                       std::to_string(size.width),
                                       "--height",
                                       std::to_string(size.height),
                                       "--backend",
                                       "cpu"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_droplet(arguments);
}

/// The whole picture at once: its colours, and the values behind them.
struct Drawn {
    Image colors, values;
};
inline Drawn drawn_whole(const Preset& preset, Size size, double seconds = 0) {
    const OpenedBackend opened = open_backend(BackendChoice::cpu, 1);
    opened.backend->upload(Image(size, 3));
    opened.backend->start_fractal(fractal_scene(preset, size, seconds));
    while (!opened.backend->refine_fractal(1'000'000'000, {}).complete) {
    }
    return {opened.backend->download(Content::original), opened.backend->fractal_values()};
}

/// The largest difference of two values; different shapes are a failure.
inline double largest_difference(const Image& a, const Image& b) {
    REQUIRE(a.size() == b.size());
    REQUIRE(a.channels() == b.channels());
    double most = 0;
    for (int c = 0; c < a.channels(); ++c)
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x) {
                const double difference = std::abs(static_cast<double>(a.plane(c).row(y)[x]) -
                                                   static_cast<double>(b.plane(c).row(y)[x]));
                most = difference <= most ? most : difference;  // what is no number stays the most
            }
    return most;
}

}  // namespace droplet::test
