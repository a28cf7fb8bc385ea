#pragma once
#include "ui/actions.h"

namespace droplet {

/// Keys and what they do, from the actions, and what the mouse does.
void help_window(bool& open, const ActionList& actions);

}  // namespace droplet
