#pragma once
#include <imgui.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/recipe.h"

namespace droplet {

/// A capture that was opened or dropped, and how far making it again has come.
struct CaptureOffer {
    enum class State {
        asks,       ///< it can be made again
        restoring,  ///< it is being made again
        restored
    };
    std::filesystem::path path;
    Recipe recipe;
    State state = State::asks;
    bool opens = true;  ///< it is also a picture or a film, and not open as such
};

enum class CaptureAnswer { none, restore, cancel, open, dismiss };

/// "Made by Droplet: 120 steps of star.jpg."
std::string capture_words(const Recipe& recipe);

/// A bar over the lower edge of the picture area [min, max]; the run stands at `step`.
CaptureAnswer capture_bar(const CaptureOffer& offer, std::int64_t step, ImVec2 min, ImVec2 max);

}  // namespace droplet
