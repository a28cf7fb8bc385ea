#pragma once
#include <optional>

#include "ui/capture_bar.h"
#include "ui/capture_opener.h"

namespace droplet {

/// What the window knows of a capture that was opened or dropped.
struct Captures {
    explicit Captures(std::function<void()> on_found) : opener(std::move(on_found)) {}

    CaptureOpener opener;
    std::optional<CaptureOffer> offer;  ///< what the bar tells of; none: no bar
    bool begins = false;                ///< a run was given to the session, which has not taken it yet
    std::optional<Size> kept_for;  ///< of the view, for which a fractal's canvas stays that of its capture
};

}  // namespace droplet
