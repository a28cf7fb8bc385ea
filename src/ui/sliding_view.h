// What the sliding window shows in one frame, put together before it is drawn.
#pragma once
#include "session/readings.h"
#include "ui/picture_context.h"
#include "ui/sliding_sum.h"

namespace droplet {

/// A pixel in the source's coordinates.
struct Spot {
    int x = 0, y = 0;
    bool operator==(const Spot&) const = default;
};

/// A colour of the picture, or their grey.
enum class SlidingChannel { red, green, blue, grey };

/// The convolution that is under way, of the picture as it stands.
struct SlidingScene {
    std::string refusal;  ///< why there is nothing to be shown; empty: the rest says what
    Kernel drawn;         ///< the kernel as drawn
    Correlation correlation;
    Size image;
    int channels = 0;
    /// Whether there is a picture of the result beside its input; else each step puts it in its place.
    bool has_result = true;
    std::array<ModeOutline, 3> outlines;

    /// The pixel of the result that stands on a spot; it may lie outside.
    Spot output_at(Spot spot) const { return {spot.x - correlation.origin_x, spot.y - correlation.origin_y}; }
    Spot spot_of(int x, int y) const { return {x + correlation.origin_x, y + correlation.origin_y}; }
    bool has_output(Spot spot) const {
        const Spot at = output_at(spot);
        return at.x >= 0 && at.y >= 0 && at.x < correlation.size.width && at.y < correlation.size.height;
    }
};

SlidingScene sliding_scene(const Preset& preset, const SessionStatus& status);

/// The parts of the pictures that the sum at a spot needs, and the result's pixel.
std::vector<RegionRequest> sliding_regions(const SlidingScene& scene, const ConvolutionParams& params,
                                           Spot spot);
/// The sum at a spot of which there is a result, of what has been read.
SlidingSum sum_at(const SlidingScene& scene, const ConvolutionParams& params, Spot spot,
                  SlidingChannel channel, const Readings& readings);
/// What the result holds there; none where it has not been read.
std::optional<float> result_at(const SlidingScene& scene, Spot spot, SlidingChannel channel,
                               const Readings& readings);

/// Whether sum and result are one number, but for the rounding of other ways to add: relative to the largest
/// number that the sum passes through.
bool agree(const SlidingSum& sum, float result);

}  // namespace droplet
