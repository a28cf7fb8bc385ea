#pragma once
#include <string>

#include "cli/options.h"
#include "cli/param_flags.h"
#include "cli/preset_flag.h"
#include "session/launch.h"

namespace droplet {

/// `droplet [INPUT]` and `droplet view [INPUT]`: checks what can be checked before a window opens.
class ViewCommand {
 public:
    /// With `closing`, the flags that make the window close by itself are there too.
    ViewCommand(CLI::App& app, bool closing);

    bool has_input() const { return input_.given(); }
    std::string input() const { return input_.path(); }

    /// What the window is to open. Throws Error.
    LaunchOptions launch(const CommonOptions& common, const PresetFlag& preset) const;

 private:
    Flag input_, screenshot_;
    ParamFlags<WindowParams> window_;
};

}  // namespace droplet
