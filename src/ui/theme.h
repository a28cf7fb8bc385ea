#pragma once
#include <imgui.h>

#include "ui/preferences.h"

namespace droplet {

/// The colours of a theme; one accent, the rest greys.
struct ThemeColors {
    ImVec4 canvas;   ///< around the picture
    ImVec4 bar;      ///< menu and status bar
    ImVec4 panel;    ///< side panel, windows
    ImVec4 popup;    ///< menus, tooltips
    ImVec4 frame;    ///< sliders, fields, buttons
    ImVec4 hovered;  ///< the same below the mouse
    ImVec4 active;   ///< the same while held
    ImVec4 chosen;   ///< the one of several that is in force
    ImVec4 border;
    ImVec4 text, muted, disabled;
    ImVec4 accent, accent_hovered, on_accent;
    ImVec4 track;  ///< filled part of a slider
    ImVec4 warning, error;
    ImVec4 checker_dark, checker_light;  ///< behind transparent pixels
};

/// Sets ImGui's style: colours of the theme, sizes times `scale`.
void apply_theme(Theme theme, float scale);

const ThemeColors& palette();
ImU32 packed(const ImVec4& colour, float alpha = 1.0f);

/// A length of the design (at scale 1) in ImGui's units.
float px(float length);

}  // namespace droplet
