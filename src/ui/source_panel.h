#pragma once
#include "session/session_thread.h"
#include "ui/actions.h"

namespace droplet {

/// What is shown and where it comes from; opens another by the actions.
void source_panel(const SessionStatus& status, bool loading, const ActionList& actions);

}  // namespace droplet
