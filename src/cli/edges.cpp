#include "cli/edges.h"

#include <fmt/format.h>

namespace droplet {

// Canny's own feed says what runs.
EdgesCommand::EdgesCommand(CLI::App& app) : job_(app), canny_(app), convolution_(app, {"feed"}), feed_(app) {
    job_.describe_steps(
        "How many steps to run before, with --feed diffuse or learn, where it must stand. Valid: 0 to "
        "1000000000.");
    convolution_.describe_kernel(
        "Kernel of what the edges are found in, with --input convolved: a name, as of droplet convolve, or a "
        "file.");
}

Preset EdgesCommand::start_preset(const PresetFlag& preset_flag) const {
    Preset preset;
    preset.process = Process::edges;
    canny_.apply(preset.canny);
    if (preset_flag.given()) {
        preset = preset_flag.read({Process::edges, stepping_process(preset)});
        preset.process = Process::edges;
        canny_.apply(preset.canny);
    }
    const CannyParams& params = preset.canny;
    if ((canny_.given("low") || canny_.given("high")) && params.low > params.high)
        throw Error(Fault::usage, "--low",
                    fmt::format("{} is above the high threshold; valid: 0 to {}", params.low, params.high));
    if (params.input == CannyInput::convolved)
        convolution_.apply(preset, preset_flag);
    else if (const std::string flag = convolution_.first_given(); !flag.empty())
        throw Error(Fault::usage, flag,
                    "edges are found in the picture itself; valid with --input convolved");
    feed_.apply(preset, preset_flag);
    return preset;
}

int EdgesCommand::run(const CommonOptions& common, const PresetFlag& preset_flag) const {
    return run_lab_job(job_, convolution_, common, preset_flag, [&] { return start_preset(preset_flag); });
}

}  // namespace droplet
