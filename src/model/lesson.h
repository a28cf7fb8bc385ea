// The convolution lesson, station by station: the window's guided tour and docs/the-convolution-lesson.md say
// the same.
#pragma once
#include <span>
#include <string_view>

#include "model/preset.h"

namespace droplet {

/// A station of the lesson: what the lab is set up to, and what to look for.
struct LessonStation {
    std::string_view key;    ///< lower case, words joined by '-'
    std::string_view title;  ///< a few words
    std::string_view text;   ///< three sentences, UTF-8, without line breaks
    Preset preset;
    /// How the window compares what it shows with the picture: off, wipe, side-by-side, difference or blink.
    std::string_view compare = "off";
    bool sliding_window = false;  ///< whether the sum of one pixel is shown where it happens
};

/// In the order of the lesson; never empty.
std::span<const LessonStation> lesson_stations();

}  // namespace droplet
