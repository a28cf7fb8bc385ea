#pragma once
#include <span>

#include "model/preset.h"
#include "session/session_thread.h"
#include "ui/panes.h"
#include "ui/picture_area.h"

namespace droplet {

/// What those who look at the picture see of the window in one frame.
struct PictureContext {
    const Preset& preset;
    const SessionStatus& status;
    std::span<const Pane> panes;
    const ViewTransform& view;
    const PictureMouse& mouse;
    float density = 1;  ///< framebuffer pixels per unit of ImGui

    /// The pane below the mouse; null where there is none, or something lies in front.
    const Pane* pane() const {
        return mouse.over && mouse.pane >= 0 && mouse.pane < static_cast<int>(panes.size())
                   ? &panes[static_cast<std::size_t>(mouse.pane)]
                   : nullptr;
    }
    ImVec2 screen(const Pane& pane, double x, double y) const {
        return screen_position(pane, view, density, x, y);
    }
};

}  // namespace droplet
