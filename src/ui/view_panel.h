#pragma once
#include "ui/actions.h"
#include "ui/display_panel.h"
#include "ui/look_closely.h"
#include "ui/picture_context.h"
#include "ui/view_transform.h"

namespace droplet {

struct ViewPanelResult {
    bool original = false;         ///< while the original is asked for here
    bool exports_profile = false;  ///< the line profile is to be exported
};

/// Zoom, what is shown and how, and what is seen of it closely.
ViewPanelResult view_panel(ViewTransform& view, const PictureContext& context, LookClosely& look,
                           LookParams& look_params, const DisplaySettings& settings,
                           const ActionList& actions);

}  // namespace droplet
