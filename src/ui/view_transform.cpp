#include "ui/view_transform.h"

#include <algorithm>
#include <cmath>

namespace droplet {

void ViewTransform::set_viewport(Size viewport) {
    if (viewport == viewport_) return;
    viewport_ = viewport;
    fitted_ ? fit() : keep_in_sight();
}

void ViewTransform::set_image(Size image) {
    if (image == image_) return;
    image_ = image;
    extent_ = {0, 0, image.width, image.height};
    fit();
}

void ViewTransform::set_extent(const PictureShape& shape) {
    const PixelRect extent{std::min(0, shape.origin_x), std::min(0, shape.origin_y),
                           std::max(image_.width, shape.origin_x + shape.size.width),
                           std::max(image_.height, shape.origin_y + shape.size.height)};
    if (extent == extent_) return;
    extent_ = extent;
    if (fitted_) fit();
}

void ViewTransform::fit() {
    fitted_ = true;
    if (image_.area() == 0 || viewport_.area() == 0) return;
    const double across = static_cast<double>(viewport_.width) / extent_.width();
    const double down = static_cast<double>(viewport_.height) / extent_.height();
    zoom_ = std::min({across, down, max_zoom});
    center_x_ = (extent_.x0 + extent_.x1) / 2.0;
    center_y_ = (extent_.y0 + extent_.y1) / 2.0;
}

void ViewTransform::set_zoom(double zoom) {
    zoom_at(viewport_.width / 2.0, viewport_.height / 2.0, zoom / zoom_);
}

void ViewTransform::zoom_at(double x, double y, double factor) {
    // A picture that fits only below the usual minimum may be shown that small.
    const double target = std::clamp(zoom_ * factor, std::min(min_zoom, zoom_), max_zoom);
    if (!std::isfinite(target) || target == zoom_) return;
    const double from_center_x = x - viewport_.width / 2.0, from_center_y = y - viewport_.height / 2.0;
    center_x_ += from_center_x / zoom_ - from_center_x / target;
    center_y_ += from_center_y / zoom_ - from_center_y / target;
    zoom_ = target;
    fitted_ = false;
    keep_in_sight();
}

void ViewTransform::pan(double dx, double dy) {
    center_x_ -= dx / zoom_;
    center_y_ -= dy / zoom_;
    fitted_ = false;
    keep_in_sight();
}

void ViewTransform::keep_in_sight() {
    center_x_ = std::clamp(center_x_, 0.0, static_cast<double>(image_.width));
    center_y_ = std::clamp(center_y_, 0.0, static_cast<double>(image_.height));
}

double ViewTransform::origin_x() const {
    return -std::round(viewport_.width / 2.0 - center_x_ * zoom_) / zoom_;
}
double ViewTransform::origin_y() const {
    return -std::round(viewport_.height / 2.0 - center_y_ * zoom_) / zoom_;
}

ViewWindow ViewTransform::window(const ContentList& contents) const {
    return {.x0 = origin_x(),
            .y0 = origin_y(),
            .x1 = image_x(viewport_.width),
            .y1 = image_y(viewport_.height),
            .zoom = zoom_,
            .contents = contents};
}

}  // namespace droplet
