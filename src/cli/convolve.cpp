#include "cli/convolve.h"

#include <fmt/format.h>

namespace droplet {

ConvolveCommand::ConvolveCommand(CLI::App& app) : job_(app), convolution_(app, {}), feed_(app) {
    job_.describe_steps(
        "How many times to convolve with --feed iterate, how many steps to run before with --feed diffuse or "
        "learn, where it must stand. Valid: 0 to 1000000000; default: 1.");
}

Preset ConvolveCommand::start_preset(const PresetFlag& preset_flag) const {
    Preset preset;
    preset.process = Process::convolve;
    preset.convolution = convolution_.params();
    if (preset_flag.given()) preset = preset_flag.read({Process::convolve, stepping_process(preset)});
    preset.process = Process::convolve;
    convolution_.apply(preset, preset_flag);
    feed_.apply(preset, preset_flag);
    const ConvolutionParams& params = preset.convolution;
    const bool asked = convolution_.given("mode") || convolution_.given("feed");
    if (asked && params.feed == ConvolutionFeed::iterate && params.mode != ConvolutionMode::same)
        throw Error(Fault::usage, "--mode",
                    fmt::format("{} changes the size, and each step takes the result of the last; valid with "
                                "--feed iterate: same",
                                enum_name(params.mode)));
    return preset;
}

int ConvolveCommand::run(const CommonOptions& common, const PresetFlag& preset_flag) const {
    return run_lab_job(job_, convolution_, common, preset_flag, [&] { return start_preset(preset_flag); });
}

}  // namespace droplet
