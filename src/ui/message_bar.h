#pragma once
#include <imgui.h>

#include "ui/messages.h"

namespace droplet {

/// The messages as cards over the top of the picture area [min, max]; each has a button that dismisses
/// it, and one that tells of a file opens its folder where it is clicked.
void message_bar(Messages& messages, ImVec2 min, ImVec2 max);

}  // namespace droplet
