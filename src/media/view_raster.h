#pragma once
#include "model/image.h"

namespace droplet {

/// A part of a picture in its own coordinates, pixel (0, 0) spans [0, 1); it may go beyond the picture.
struct ViewRect {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    double width() const { return x1 - x0; }
    double height() const { return y1 - y0; }
};

/// The rectangle, as wide as it must be to have the size's aspect, about the same middle.
ViewRect fitted(ViewRect view, Size size);

/// What a view shows of a picture, over black where it is transparent and beyond the picture: pixels are
/// squares where they are enlarged more than twice, else go over into each other, and what is reduced is the
/// mean over the pixel's area. `view` is not empty. The same size in its place is a copy.
Image view_raster(const Image& picture, const ViewRect& view, Size size);

}  // namespace droplet
