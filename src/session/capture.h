// What a running session gives away for films and stills while it goes on.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "model/display.h"
#include "model/display_params.h"
#include "model/frame_pixels.h"
#include "model/recipe.h"

namespace droplet {

/// A picture of the run on its way to a film.
struct FilmFrame {
    std::shared_ptr<FramePixels> pixels;
    std::int64_t step = 0;
    /// When it was made, by the session's clock.
    std::chrono::steady_clock::time_point time;
};

/// What a film wants of a session: whole pictures of what the process shows, at their own size, over black
/// where they are transparent. The first is the picture as it stands.
struct FilmOrder {
    /// every n-th step, whatever the pace: all steps whose number is a multiple; 0: live, a picture whenever
    /// there is a new one, at most one for each `interval` since the order came.
    int every = 0;
    std::chrono::steady_clock::duration interval{};
    /// Of the film, for its recipe: live, a picture counts for the film's frames at k / fps seconds after the
    /// first that fall between it and the next; one between two of the film's frames is no part of it.
    double fps = 0;
    DisplayParams display;
    /// Each frame has its own recipe (FramePixels::recipe): for stills.
    bool recipes = false;
    /// The window films what it shows itself: no pictures are given, but the shots are kept, with the part of
    /// the source that the view looks at.
    bool view_only = false;
    /// Takes a frame, on the session's thread; with `every` it may wait, until `stop` is requested, which
    /// holds the run: stop_recording(), another order, a load() or the end of the thread do so. False ends
    /// the order, and this frame is no part of the recipe; then FilmRecorder::put() should have returned
    /// false.
    std::function<bool(FilmFrame, const std::stop_token& stop)> take;
};

/// A picture with all that it was made of.
struct CapturedStill {
    Image picture;    ///< the values as computed, alpha included
    Display display;  ///< what shows them as the window does, by the values of this picture
    Recipe recipe;
};

}  // namespace droplet
