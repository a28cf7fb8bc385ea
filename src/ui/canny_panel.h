#pragma once
#include "model/preset.h"
#include "session/session_thread.h"
#include "ui/compare_params.h"
#include "ui/messages.h"

namespace droplet {

/// Canny's settings, and whether its stages stand in four panes. True when a setting changed.
bool canny_panel(Preset& preset, const SessionStatus& status, CompareParams& compare, Messages& messages);

}  // namespace droplet
