#pragma once
#include <imgui.h>

#include "ui/messages.h"

namespace droplet {

/// The messages as cards over the top of the picture area [min, max]; errors have a button that dismisses
/// them.
void message_bar(Messages& messages, ImVec2 min, ImVec2 max);

}  // namespace droplet
