#pragma once
#include <optional>
#include <stop_token>
#include <string>

#include "model/preset.h"
#include "session/backends.h"

namespace droplet {

/// What the command line asks of the window.
struct LaunchOptions {
    std::string input;  ///< a picture or a preset; empty: the built-in test picture
    BackendChoice backend = BackendChoice::automatic;
    int threads = 0;               ///< 0: one per core
    std::optional<Preset> preset;  ///< settings to start with; else those of the last session
    bool normalize = false;
    std::optional<int> frames;  ///< close after this many frames
    std::stop_token stop;       ///< when requested, the window closes; a film is completed
    std::string screenshot;     ///< PNG of the whole window, panels included, saved before closing
};

}  // namespace droplet
