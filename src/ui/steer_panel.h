#pragma once
#include "ui/actions.h"

namespace droplet {

/// The hand on the run that learns: its switches and pushes, by their actions. `kick` is the share of the
/// original that a kick mixes back.
void steer_panel(const ActionList& actions, float& kick);

}  // namespace droplet
