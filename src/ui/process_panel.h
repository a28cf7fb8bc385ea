#pragma once
#include <array>
#include <string>

#include "session/session_thread.h"
#include "ui/actions.h"
#include "ui/compare_params.h"
#include "ui/experiment.h"
#include "ui/messages.h"
#include "ui/session_link.h"

namespace droplet {

/// Where steps are computed, and why a device cannot be chosen.
struct BackendSelection {
    BackendChoice choice = BackendChoice::automatic;
    BackendRefusals refusals;  ///< empty: usable
};

struct ProcessPanelResult {
    bool settings_changed = false, backend_changed = false;
};

/// The chosen process with its settings, its pace, and the device; of one that learns, what steers it by
/// `actions` and the share of the original that a `kick` mixes back.
ProcessPanelResult process_panel(ExperimentSettings& settings, const SessionStatus& status,
                                 BackendSelection& backend, CompareParams& compare, float& kick,
                                 const ActionList& actions, Messages& messages);

}  // namespace droplet
