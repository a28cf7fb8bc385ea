#pragma once
#include <string>

#include "session/session_thread.h"
#include "ui/actions.h"

namespace droplet {

/// The switch that stretches the source to [0, 1].
struct NormalizeSwitch {
    bool on = false;
    std::string refusal;  ///< why it cannot be turned; empty when it can
};

/// What is shown and where it comes from: a picture, which is opened by the actions, or the fractal. True
/// when `normalize` was turned: the source is to be read again.
bool source_panel(Preset& preset, const SessionStatus& status, bool loading, const ActionList& actions,
                  NormalizeSwitch& normalize);

}  // namespace droplet
