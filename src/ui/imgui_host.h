#pragma once
#include "ui/theme.h"
#include "ui/window.h"

namespace droplet {

/// Dear ImGui on a window: its context, backends, fonts and style.
class ImGuiHost {
 public:
    explicit ImGuiHost(Window& window);
    ~ImGuiHost();
    ImGuiHost(const ImGuiHost&) = delete;
    ImGuiHost& operator=(const ImGuiHost&) = delete;

    /// Begins a frame in this theme; `ui_scale` 0 takes the monitor's own scale. Fonts are made anew when it
    /// changes.
    void begin_frame(Theme theme, float ui_scale);
    /// Draws the frame into the current framebuffer.
    void draw_frame();

 private:
    Window& window_;
    float font_scale_ = 0;
};

}  // namespace droplet
