#pragma once
#include "model/view.h"

namespace droplet {

/// Which part of an image a viewport shows. Lengths on screen are framebuffer pixels from the viewport's top
/// left.
class ViewTransform {
 public:
    static constexpr double min_zoom = 1.0 / 64, max_zoom = 64;

    /// Both keep the middle of the view in place, or the whole image in view when it was fitted.
    void set_viewport(Size viewport);
    void set_image(Size image);
    /// What fits into view beside the image: a picture of the run that reaches beyond it.
    void set_extent(const PictureShape& shape);

    void fit();
    /// Shows image pixels `zoom` framebuffer pixels wide, around the middle of the view.
    void set_zoom(double zoom);
    /// Multiplies the zoom; the image point at (x, y) stays there.
    void zoom_at(double x, double y, double factor);
    /// Moves the picture by (dx, dy); some of it stays in the viewport.
    void pan(double dx, double dy);

    bool fitted() const { return fitted_; }
    double zoom() const { return zoom_; }
    Size viewport() const { return viewport_; }
    Size image() const { return image_; }

    /// Image coordinates of the viewport's top left corner, placed so that the image's corner meets a whole
    /// pixel.
    double origin_x() const;
    double origin_y() const;
    double image_x(double screen_x) const { return origin_x() + screen_x / zoom_; }
    double image_y(double screen_y) const { return origin_y() + screen_y / zoom_; }

    ViewWindow window(const ContentList& contents) const;

 private:
    void keep_in_sight();

    Size viewport_, image_;
    PixelRect extent_;  ///< of the image and what reaches beyond it
    double zoom_ = 1, center_x_ = 0, center_y_ = 0;
    bool fitted_ = true;
};

}  // namespace droplet
