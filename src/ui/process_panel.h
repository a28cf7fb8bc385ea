#pragma once
#include <array>
#include <string>

#include "model/preset.h"
#include "session/settings.h"
#include "ui/messages.h"
#include "ui/session_link.h"

namespace droplet {

/// What undo goes back in: every setting of an experiment.
struct ExperimentSettings {
    Preset preset;
    PaceParams pace;
    bool operator==(const ExperimentSettings&) const = default;
};

/// Where steps are computed, and why a device cannot be chosen.
struct BackendSelection {
    BackendChoice choice = BackendChoice::automatic;
    BackendRefusals refusals;  ///< empty: usable
};

struct ProcessPanelResult {
    bool settings_changed = false, backend_changed = false;
};

/// The chosen process with its settings, its pace, and the device.
ProcessPanelResult process_panel(ExperimentSettings& settings, BackendSelection& backend, Messages& messages);

}  // namespace droplet
