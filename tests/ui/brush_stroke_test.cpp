#include "ui/brush_stroke.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace droplet;

namespace {

BrushParams sized(float size) {
    BrushParams brush;
    brush.size = size;
    return brush;
}

}  // namespace

TEST_CASE("touches of a stroke are a fifth of the brush apart, whatever portions the way comes in") {
    BrushStroke whole(sized(20), 5, 5, false), parts(sized(20), 5, 5, false);
    const std::vector<BrushDab> at_once = whole.move_to(65, 85);
    std::vector<BrushDab> in_parts;
    for (const float share : {0.013f, 0.3f, 0.31f, 0.77f, 1.0f})
        for (const BrushDab& dab : parts.move_to(5 + 60 * share, 5 + 80 * share)) in_parts.push_back(dab);
    REQUIRE(at_once.size() == 25);  // 100 pixels, 4 apart
    REQUIRE(in_parts.size() == at_once.size());
    for (std::size_t i = 0; i < at_once.size(); ++i) {
        CHECK(in_parts[i].x == doctest::Approx(at_once[i].x));
        CHECK(in_parts[i].y == doctest::Approx(at_once[i].y));
        CHECK(std::hypot(at_once[i].x - 5, at_once[i].y - 5) ==
              doctest::Approx(4 * static_cast<float>(i + 1)));
    }
}

TEST_CASE("a stroke touches where it begins, with its brush and its side") {
    const BrushStroke stroke(sized(7), 3, 4, true);
    CHECK(stroke.first() == BrushDab{.brush = sized(7), .x = 3, .y = 4, .negated = true});
}

TEST_CASE("a brush of a pixel does not touch more often than pixels are") {
    BrushStroke stroke(sized(1), 0, 0, false);
    CHECK(stroke.move_to(10, 0).size() == 10);
    CHECK(stroke.move_to(10, 0).empty());
}
