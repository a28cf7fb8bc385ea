#pragma once
#include <optional>
#include <string>

#include "ui/fractal_plane.h"
#include "ui/orbit.h"
#include "ui/picture_context.h"

namespace droplet {

/// The orbit of the pixel below the mouse, drawn over the fractal's picture and listed; a click pins it.
class OrbitView {
 public:
    bool on = false;

    /// Takes the mouse over the picture, whose pixels lie at `plane`, and calculates. `takes_clicks`: nothing
    /// else wants them.
    void update(const PictureContext& context, const FractalPlane& plane, bool takes_clicks);
    /// Over the picture.
    void draw_overlay(const PictureContext& context, const FractalPlane& plane) const;
    /// Its section of a panel.
    void draw_panel();

    /// Of the frame drawn last; none where there is no pixel.
    const std::optional<Orbit>& orbit() const { return orbit_; }
    const std::optional<PlanePoint>& point() const { return point_; }
    bool pinned() const { return pinned_; }

 private:
    struct Known {
        FractalParams params;
        std::string formula;
        PlanePoint point;
        Precision precision = Precision::float64;
        bool operator==(const Known&) const = default;
    };

    void point_at(const PictureContext& context, const FractalPlane& plane, bool takes_clicks);
    void calculate(const PictureContext& context);

    std::optional<PlanePoint> point_;
    bool pinned_ = false;
    std::optional<std::optional<PlanePoint>> before_click_;  ///< what was pinned before the last one
    bool doubled_ = false;  ///< the left button was pressed last as the second half of a double click
    std::optional<Orbit> orbit_;
    std::optional<Known> known_;  ///< what orbit_ is of
};

/// "37 of 50 iterates within R; z₃ is the first beyond."
std::string orbit_sentence(const Orbit& orbit);

}  // namespace droplet
