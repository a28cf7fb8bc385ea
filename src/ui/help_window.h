#pragma once
#include <imgui.h>

#include "ui/actions.h"

namespace droplet {

/// Keys and what they do, from the actions, and what the mouse does; appears in the middle of [min, max].
void help_window(bool& open, const ActionList& actions, ImVec2 min, ImVec2 max);

}  // namespace droplet
