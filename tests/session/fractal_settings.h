#pragma once
#include "session/settings.h"

namespace droplet::test {

/// A small fractal as the source, with nothing done to it.
inline SessionSettings fractal_settings(Process process = Process::none) {
    SessionSettings settings;
    settings.preset.source = Source::fractal;
    settings.preset.process = process;
    settings.preset.fractal.iterations = 12;
    settings.preset.fractal.scale = 0.04;
    settings.running = false;
    settings.canvas = {48, 32};
    settings.view = {0, 0, 48, 32, 1.0, Content::current};
    return settings;
}

/// The same, mixed in before every frame of so many steps.
inline SessionSettings film_settings(Process process, int steps_per_frame, float share = 0.25f) {
    SessionSettings settings = fractal_settings(process);
    settings.preset.fractal.feed = FractalFeed::mix;
    settings.preset.fractal.feed_share = share;
    settings.pace.steps_per_frame = steps_per_frame;
    return settings;
}

/// Another place of it.
inline SessionSettings moved(SessionSettings settings, double by) {
    settings.preset.fractal.center_x = settings.preset.fractal.center_x + Precise(by);
    return settings;
}

}  // namespace droplet::test
