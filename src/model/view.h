#pragma once
#include "model/image.h"

namespace droplet {

/// A half-open rectangle of pixels, [x0, x1) x [y0, y1).
struct PixelRect {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    int width() const { return x1 - x0; }
    int height() const { return y1 - y0; }
    bool operator==(const PixelRect&) const = default;
};

/// Which picture a frame shows.
enum class Content { current, original };

/// What the view looks at: image coordinates of its corners (pixel (0, 0) spans [0, 1)), and screen pixels
/// per image pixel.
struct ViewWindow {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    double zoom = 1;
    Content content = Content::current;
    bool operator==(const ViewWindow&) const = default;
};

/// The part of an image to make a frame of: `region` lies inside the image and is not empty; `reduction`
/// image pixels per texel and axis are averaged.
struct FrameRequest {
    PixelRect region;
    int reduction = 1;
    Content content = Content::current;

    /// Texels, the last of a row or column may average fewer pixels.
    Size texels() const {
        return {(region.width() + reduction - 1) / reduction, (region.height() + reduction - 1) / reduction};
    }
    bool operator==(const FrameRequest&) const = default;
};

/// The request that shows `window` of an image of `size` with no more texels than the screen can show: the
/// region is the window with a margin for panning, clipped to the image and snapped to multiples of the
/// reduction.
FrameRequest frame_request(const ViewWindow& window, Size size);

}  // namespace droplet
