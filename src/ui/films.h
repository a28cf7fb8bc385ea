#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "gl/readback.h"
#include "ui/film_control.h"

namespace droplet {

/// What the window keeps for its films. Outlives the session, and goes before the GL context does.
struct Films {
    using Clock = FilmControl::Clock;

    explicit Films(std::function<void()> on_change) : control(std::move(on_change)) {}

    FilmControl control;
    gl::Readback readback;
    std::int64_t left_out_before = 0;  ///< pictures that the readback had left out when the film began

    /// While the window is to close, and a film keeps it open. finishing: it closes when that is complete.
    enum class Closing { no, asking, finishing } closing = Closing::no;
    bool forced = false;  ///< nobody is there to read why it stays open

    // What the panel says of the machine, looked up now and then.
    std::optional<Clock::time_point> looked_up;
    bool has_ffmpeg = true;
    std::string folder;
    std::uint64_t disk_left = 0;
    bool session_records = false;  ///< the session was giving pictures, or keeping shots, when last looked at
};

}  // namespace droplet
