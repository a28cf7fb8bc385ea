#pragma once
#include <string>
#include <string_view>

#include "session/session_thread.h"

namespace droplet {

struct StatusBarContent {
    const SessionStatus& session;
    bool running = false;
    double frames_per_s = 0;
    double zoom = 1;
    std::string pixel;  ///< below the mouse, and its values; empty: none
    /// Where the fractal is the source: its settings, with the place that is looked at. Else null.
    const FractalParams* fractal = nullptr;
    std::string_view formula;  ///< of its recurrence
    bool steps = true;         ///< the process goes in steps
    std::string recording;     ///< how long a film is being recorded: "0:12"; empty: none is
};

/// What is calculated with, and why: "float64", "… the rounding of float32 would show here".
std::string precision_reason(const FractalParams& params, std::string_view formula, Size size);
/// How far the picture has come: "grid 1/4", "sample 3 of 16", "complete".
std::string progress_text(const FractalProgress& progress, int samples);

/// One line at the bottom of the window, `height` high: device and why, size, step and speeds, at fixed
/// places. True when the sign of the recording was clicked.
bool status_bar(const StatusBarContent& content, float height);

}  // namespace droplet
