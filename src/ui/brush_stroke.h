#pragma once
#include <vector>

#include "model/brush.h"

namespace droplet {

/// The touches of a brush along a drag: one where it begins, then one every `spacing` diameters of the way,
/// however many portions the way comes in. Coordinates are the image's.
class BrushStroke {
 public:
    static constexpr float spacing = 0.2f;

    BrushStroke(const BrushParams& brush, float x, float y, bool negated);

    /// The first touch.
    BrushDab first() const { return dab(x_, y_); }
    /// The touches on the straight way from where the drag was to (x, y).
    std::vector<BrushDab> move_to(float x, float y);

 private:
    BrushDab dab(float x, float y) const;

    BrushParams brush_;
    bool negated_;
    float x_, y_;
    float since_touch_ = 0;  ///< way since the latest touch
};

}  // namespace droplet
