#pragma once
#include "session/settings.h"
#include "ui/messages.h"

namespace droplet {

/// How many steps lie between two frames; true when a setting changed.
bool pace_panel(PaceParams& params, Messages& messages);

}  // namespace droplet
