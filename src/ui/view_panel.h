#pragma once
#include <vector>

#include "compute/backend.h"
#include "ui/actions.h"
#include "ui/view_transform.h"

namespace droplet {

/// Zoom, what is shown, and the statistics of the running picture. True while the original is asked for here.
bool view_panel(ViewTransform& view, const std::vector<ChannelStatistics>& statistics,
                const ActionList& actions);

}  // namespace droplet
