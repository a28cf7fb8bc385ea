#pragma once
#include "model/preset.h"
#include "model/run_log.h"
#include "model/view.h"
#include "session/readings.h"

namespace droplet {

/// How many steps lie between two frames.
enum class Pace { steps_per_frame, time_budget };

template <>
struct EnumNames<Pace> {
    static constexpr Pace last = Pace::time_budget;
    static constexpr std::array<std::string_view, 2> names{"steps", "budget"};
};

struct PaceParams {
    Pace pace = Pace::steps_per_frame;
    int steps_per_frame = 1;
    float budget_ms = 12.0f;

    bool operator==(const PaceParams&) const = default;
};

template <>
struct Schema<PaceParams> {
    using P = PaceParams;
    static constexpr std::string_view group = "pace";
    static constexpr std::string_view title = "Pace";
    static constexpr std::tuple fields{
        Field{&P::pace, "pace", "Pace",
              "steps: a fixed number of steps a frame; budget: as many as fit in the time."},
        Field{&P::steps_per_frame, "steps-per-frame", "Steps per frame",
              "Steps between two frames of the window.", Range{1, 10000}, Range{1, 100}, Scale::logarithmic},
        Field{&P::budget_ms, "budget-ms", "Time budget", "Milliseconds of computing between two frames.",
              Range{1.0f, 1000.0f}, Range{2.0f, 50.0f}},
    };
};
static_assert(every_member_has_a_row<PaceParams>);

/// A snapshot of everything the window can set; plain values, copied whole to the session.
struct SessionSettings {
    Preset preset;
    PaceParams pace;
    bool running = true;
    ViewWindow view;
    ReadingRequest reading;
    Size canvas;           ///< pixels of the picture that a fractal makes; 0x0: none yet
    double seconds = 0;    ///< of the fractal's animation, from its start; not negative
    bool animates = true;  ///< whether the preset's animation is applied; a palette's turning always is

    bool operator==(const SessionSettings&) const = default;
};

/// What of them a run depends on.
inline RunSettings run_settings(const SessionSettings& settings) {
    return {std::make_shared<const Preset>(settings.preset), settings.pace.steps_per_frame, settings.canvas,
            settings.seconds, settings.animates};
}

/// Settings of a run that nobody looks at.
inline SessionSettings session_settings(const RunSettings& settings) {
    SessionSettings made;
    made.preset = *settings.preset;
    made.canvas = settings.canvas;
    made.seconds = settings.seconds;
    made.animates = settings.animates;
    made.pace.steps_per_frame = settings.steps_per_frame;
    return made;
}

}  // namespace droplet
