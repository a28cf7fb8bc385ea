#pragma once
#include <imgui.h>

#include <optional>
#include <string>
#include <vector>

#include "model/brush.h"
#include "ui/brush_stroke.h"
#include "ui/picture_area.h"

namespace droplet {

/// What a frame of painting asks of the session.
struct BrushWork {
    bool begins = false;  ///< a stroke begins: before its touches
    std::vector<BrushDab> dabs;
};

/// The brush: its strip of tools at the left of the picture, its circle at the mouse, and the strokes that
/// the mouse draws.
class PaintTool {
 public:
    bool on = false;

    /// The touches that this frame's mouse asks for.
    BrushWork paint(const BrushParams& brush, const PictureMouse& mouse);
    bool painting() const { return stroke_.has_value(); }
    /// Ends a stroke, as when the brush is put away.
    void lift() { stroke_.reset(); }

    /// Draws the circle at the mouse; `scale` is ImGui's units to an image pixel.
    void draw_cursor(const BrushParams& brush, const PictureMouse& mouse, float scale) const;
    /// Draws the strip into the picture's area [min, max]; `notice` says what the user should know of
    /// strokes now.
    void draw_strip(BrushParams& brush, ImVec2 min, ImVec2 max, const std::string& notice);

 private:
    std::optional<BrushStroke> stroke_;
};

/// The brush's size one step smaller or larger, by about a fifth and at least a pixel.
float smaller_brush(float size);
float larger_brush(float size);

}  // namespace droplet
