#pragma once
#include <cstdint>

#include "model/schema.h"

namespace droplet {

/// What a brush does to the picture. Formulas: math/brush.h.
enum class BrushTool { restore, add, remove, noise, smooth };

template <>
struct EnumNames<BrushTool> {
    static constexpr BrushTool last = BrushTool::smooth;
    static constexpr std::array<std::string_view, 5> names{"restore", "add", "remove", "noise", "smooth"};
};
static_assert(every_value_has_a_name<BrushTool>);

struct BrushParams {
    BrushTool tool = BrushTool::restore;
    float size = 48;
    float softness = 0.5f;
    float strength = 0.5f;
    float red = 0.95f, green = 0.35f, blue = 0.10f;

    bool operator==(const BrushParams&) const = default;
};

template <>
struct Schema<BrushParams> {
    using P = BrushParams;
    static constexpr std::string_view group = "brush";
    static constexpr std::string_view title = "Brush";
    static constexpr std::tuple fields{
        Field{&P::tool, "brush", "Brush",
              "restore: bring the original back; add, remove: colour; noise; smooth. The right button does "
              "the opposite."},
        Field{&P::size, "brush-size", "Size", "Diameter in pixels of the picture.", Range{1.0f, 8192.0f},
              Range{1.0f, 1000.0f}, Scale::logarithmic},
        Field{&P::softness, "brush-softness", "Softness", "How much of the radius the edge takes to fade.",
              Range{0.0f, 1.0f}, Range{0.0f, 1.0f}},
        Field{&P::strength, "brush-strength", "Strength", "How much one touch changes.", Range{0.01f, 1.0f},
              Range{0.01f, 1.0f}},
        Field{&P::red, "brush-red", "Red", "Red of the colour to add or remove.", Range{0.0f, 1.0f},
              Range{0.0f, 1.0f}},
        Field{&P::green, "brush-green", "Green", "Green of the colour to add or remove.", Range{0.0f, 1.0f},
              Range{0.0f, 1.0f}},
        Field{&P::blue, "brush-blue", "Blue", "Blue of the colour to add or remove.", Range{0.0f, 1.0f},
              Range{0.0f, 1.0f}},
    };
};
static_assert(every_member_has_a_row<BrushParams>);

/// One touch of a brush, in image coordinates (pixel (0, 0) spans [0, 1)).
struct BrushDab {
    BrushParams brush;
    float x = 0, y = 0;
    bool negated = false;    ///< the opposite: away from the original, remove for add, sharpen for smooth
    std::uint32_t seed = 0;  ///< of the noise

    bool operator==(const BrushDab&) const = default;
};

}  // namespace droplet
