#pragma once
#include <array>
#include <initializer_list>

#include "model/image.h"

namespace droplet {

/// A half-open rectangle of pixels, [x0, x1) x [y0, y1).
struct PixelRect {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    int width() const { return x1 - x0; }
    int height() const { return y1 - y0; }
    bool operator==(const PixelRect&) const = default;
};

/// Which picture of a run: the one that steps change, the source, the convolution of the current one, and the
/// stages of Canny's edge detector.
enum class Content { current, original, result, blur, gradient, thin, edges };
inline constexpr int content_count = 7;

/// Where a picture lies in the coordinates of the source, in which the view looks at all of them: pixel
/// (0, 0) of the source spans [0, 1). Only a convolution of mode valid or full has an origin other than 0.
struct PictureShape {
    Size size;
    int channels = 0;
    int origin_x = 0, origin_y = 0;  ///< the source's coordinates of the picture's top left corner
    bool operator==(const PictureShape&) const = default;
};

/// The contents that the view shows at once, side by side or compared; at least one.
struct ContentList {
    static constexpr int most = 4;
    std::array<Content, most> items{};
    int count = 1;

    ContentList(Content content = Content::current) : items{content} {}
    ContentList(std::initializer_list<Content> contents);
    const Content* begin() const { return items.data(); }
    const Content* end() const { return items.data() + count; }
    bool operator==(const ContentList&) const = default;
};

/// What the view looks at: coordinates of its corners in the source, screen pixels per image pixel, and the
/// pictures that it shows of that place.
struct ViewWindow {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    double zoom = 1;
    ContentList contents;
    bool operator==(const ViewWindow&) const = default;
};

/// The part of a picture to make a frame of, in its own pixels: `region` lies inside it and is not empty;
/// `reduction` pixels per texel and axis are averaged.
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

/// The request that shows `window` of one of its contents, of this shape, with no more texels than the screen
/// can show: the region is the window with a margin for panning, clipped to the picture and snapped to
/// multiples of the reduction.
FrameRequest frame_request(const ViewWindow& window, Content content, const PictureShape& shape);

}  // namespace droplet
