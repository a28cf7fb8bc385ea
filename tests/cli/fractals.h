// What the tests of `droplet fractal` share.
#pragma once
#include <doctest/doctest.h>

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

}  // namespace droplet::test
