#include "cli/view.h"

#include "cli/output.h"
#include "media/extension.h"
#include "media/output_path.h"
#include "media/preset_file.h"

namespace droplet {
namespace {

void check_screenshot(const std::string& path) {
    const auto format = format_of(path);
    if (!format || *format != OutputFormat::png)
        throw Error(Fault::usage, "--screenshot", "'" + path + "' is not valid; valid: a file .png");
    check_place(path);
}

}  // namespace

ViewCommand::ViewCommand(CLI::App& app, bool closing) {
    input_ = add_input(app, "Picture or preset to open; without one, the built-in test picture.");
    if (!closing) return;
    window_.add(app);
    screenshot_ = add_flag(app, {"--screenshot", "OUT.png", Schema<WindowParams>::title,
                                 "Save the whole window, panels included, before it closes."});
}

LaunchOptions ViewCommand::launch(const CommonOptions& common, const PresetFlag& preset) const {
    LaunchOptions options;
    options.backend = common.backend;
    options.threads = common.threads;
    options.normalize = common.normalize;
    WindowParams window;
    window_.apply(window);
    if (window.frames > 0) options.frames = window.frames;
    if (screenshot_.given()) {
        options.screenshot = screenshot_.path();
        check_screenshot(options.screenshot);
    }
    if (preset.given()) options.preset = preset.read();
    options.input = input();
    std::error_code ignored;
    if (options.input != "-" && has_input() && !std::filesystem::exists(options.input, ignored))
        throw Error(Fault::job, options.input, "there is no such file; valid: a picture or a preset");
    if (extension_of(options.input) == ".json") {
        if (options.preset)
            throw Error(Fault::usage, options.input,
                        "is a preset, and --preset names one too; valid: one of them");
        options.preset = read_preset(options.input);
        options.input.clear();
    }
    return options;
}

}  // namespace droplet
