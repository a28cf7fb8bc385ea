#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/display_params.h"
#include "model/run_log.h"
#include "model/view.h"

namespace droplet {

/// What a run starts from.
enum class SourceKind { test_picture, picture, video, camera, fractal, unknown };

template <>
struct EnumNames<SourceKind> {
    static constexpr SourceKind last = SourceKind::unknown;
    static constexpr std::array<std::string_view, 6> names{"test-picture", "picture", "video",
                                                           "camera",       "fractal", "unknown"};
};
static_assert(every_value_has_a_name<SourceKind>);

/// The source, so that it can be found and known again.
struct SourceReference {
    SourceKind kind = SourceKind::unknown;  ///< unknown: of standard input, or nobody has said
    std::string path;                       ///< absolute; of a sequence its pattern, of a camera its device
    std::string checksum;  ///< SHA-256 of the file in hexadecimal digits; "" where there is no one file
    Size size;             ///< as computed with
    int channels = 0;
    bool normalized = false;

    bool operator==(const SourceReference&) const = default;
};

/// What a run has come to: by its source and all that was done, in their order, up to a step. The first
/// event holds the settings that it began with.
struct Run {
    SourceReference source;
    std::vector<RunEvent> events;
    std::int64_t step = 0;
    bool complete = true;  ///< false: events are missing, and the run cannot be made again

    bool operator==(const Run&) const = default;
};

/// What a film shows for one frame or several: the run after so many steps and so many of its events, by
/// these settings.
struct Shot {
    std::int64_t step = 0;
    std::int64_t events = 0;
    int frames = 1;
    RunSettings settings;
    DisplayParams display;
    /// Of the source's coordinates, what the frame shows; x0 == x1: the whole picture.
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    bool operator==(const Shot&) const = default;
};

/// Shots of one run, of steps and events that never fall.
struct Take {
    Run run;
    std::vector<Shot> shots;

    bool operator==(const Take&) const = default;
};

/// All that a capture was made of, as its metadata and a performance's file keep it. Of a still: `run`,
/// `settings` (those in force for what is shown) and `display`. Of a film also its takes; `run` and
/// `settings` are then of its last frame.
struct Recipe {
    std::string made_by;  ///< "0.4.0"
    std::string backend;  ///< "cpu: 2 threads, AVX-512": the same bits come on the same one
    Run run;
    RunSettings settings;
    DisplayParams display;
    bool raw = false;  ///< the values as computed, whatever the display
    double fps = 0;    ///< of a film; 0: a still
    std::vector<Take> takes;

    bool operator==(const Recipe&) const = default;
};

/// JSON: `{"droplet": "capture", "version": 1, "made-by": …, "backend": …, "source": {…}, "step": 120,
/// "settings": {the keys of a preset, "steps-per-frame", "canvas", "seconds", "animates"}, "events": […],
/// "display": {…}, "film": {…}}`. Settings of events and shots are told by what differs from those before
/// them (RFC 7396). One line, UTF-8, so that it fits any comment field.
std::string recipe_text(const Recipe& recipe);

/// `name` is the subject of errors. Throws Error: Fault::job for what is no capture, is of a later version,
/// or holds events that are out of order; Fault::usage for a key or a value that is not valid, with the
/// nearest valid key.
Recipe parse_recipe(const std::string& json, const std::string& name);

/// Whether a text begins as that of a recipe does.
bool looks_like_recipe(std::string_view text);

}  // namespace droplet
