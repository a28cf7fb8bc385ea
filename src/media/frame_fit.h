// Frames of any size laid into those of one film.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "media/film_options.h"
#include "model/image.h"

namespace droplet {

/// Scales 8-bit RGB, rows from the top, to `target` pixels, of which rows begin `row_bytes` apart. Each is
/// the mean of what lies below a triangle as wide as two pixels of the coarser grid: bilinear when it becomes
/// larger, without aliasing when it becomes smaller. Values are taken as they are (no gamma).
void scale_rgb(std::span<const std::uint8_t> rgb, Size size, std::uint8_t* target, Size target_size,
               std::size_t row_bytes);

/// Lays pictures into the frames of a film.
class FrameFit {
 public:
    /// `content`: what a picture fills without being scaled; `even`: sides of the film are even, as 4:2:0
    /// needs.
    FrameFit(Size content, OddSize odd_size, bool even);

    /// Of the film.
    Size size() const { return size_; }
    /// The frame that shows a picture: as it is, or with its last pixels repeated to fill an odd side, or
    /// scaled to fit, in the middle, with black beside. Valid until the next call, and as long as `rgb`.
    std::span<const std::uint8_t> fit(std::span<const std::uint8_t> rgb, Size size);

 private:
    void pad(Size filled);

    Size content_, size_;
    OddSize odd_size_;
    std::vector<std::uint8_t> frame_;
};

}  // namespace droplet
