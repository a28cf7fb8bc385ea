#pragma once
#include "model/preset.h"
#include "session/session_thread.h"
#include "ui/messages.h"

namespace droplet {

/// How the convolution is done: correlation or convolution, mode, border, gain, threshold, what feeds it; and
/// what it cost. True when a setting changed.
bool convolution_panel(Preset& preset, const SessionStatus& status, Messages& messages);

}  // namespace droplet
