#pragma once
#include <string>

#include "session/session_thread.h"

namespace droplet {

struct StatusBarContent {
    const SessionStatus& session;
    bool running = false;
    double frames_per_s = 0;
    double zoom = 1;
    std::string pixel;  ///< below the mouse, and its values; empty: none
};

/// One line at the bottom of the window, `height` high: device and why, size, step and speeds, at fixed
/// places.
void status_bar(const StatusBarContent& content, float height);

}  // namespace droplet
