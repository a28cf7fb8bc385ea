#pragma once
#include "model/display_params.h"
#include "session/session_thread.h"
#include "ui/compare_params.h"
#include "ui/messages.h"

namespace droplet {

/// What these parts of the section View set.
struct DisplaySettings {
    CompareParams& compare;
    DisplayParams& display;
    Messages& messages;
};

/// Both parts, each below a heading that folds it.
void display_parts(const DisplaySettings& settings, const Preset& preset, const SessionStatus& status);

/// How the picture is compared, and with what.
void compare_panel(CompareParams& params, const Preset& preset, Messages& messages);

/// How values become colours.
void display_panel(DisplayParams& params, const Preset& preset, const SessionStatus& status,
                   Messages& messages);

}  // namespace droplet
