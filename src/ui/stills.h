#pragma once
#include <memory>

#include "gl/readback.h"
#include "ui/still_panel.h"
#include "ui/still_writer.h"

namespace droplet {

/// What the window keeps for its stills. Outlives the session, which hands pictures to the writer.
struct Stills {
    explicit Stills(std::function<void()> on_change) : writer(std::move(on_change)) {}

    StillWriter writer;
    CapturePlacePart place_fields;
    bool window_wanted = false;    ///< the next frame of the window becomes a still
    bool window_is_drawn = false;  ///< it is the one being drawn
};

}  // namespace droplet
