#pragma once

namespace droplet {

/// How well a film is kept; each has its own settings for every format.
enum class FilmQuality { small, good, best };

/// What becomes of a side that the format cannot have: one more row of the last pixels, or the picture is
/// scaled by less than a pixel.
enum class OddSize { pad, scale };

}  // namespace droplet
