#pragma once
#include "model/preset.h"
#include "session/settings.h"

namespace droplet {

/// What undo goes back in: every setting of an experiment.
struct ExperimentSettings {
    Preset preset;
    PaceParams pace;
    bool operator==(const ExperimentSettings&) const = default;
};

}  // namespace droplet
