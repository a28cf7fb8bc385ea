#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "compute/cpu/brush.h"
#include "compute/cpu/cpu_backend.h"
#include "math/brush.h"
#include "reference.h"

namespace droplet::test {
namespace {

constexpr BrushTool all_tools[] = {BrushTool::restore, BrushTool::add, BrushTool::remove, BrushTool::noise,
                                   BrushTool::smooth};

/// A backend that shows `current` over `original`.
std::unique_ptr<Backend> backend_with(const Image& original, const Image& current) {
    auto backend = make_cpu_backend(1);
    backend->upload(original);
    backend->restore(current);
    return backend;
}

Image painted(const Image& original, const Image& current, const BrushDab& dab) {
    const auto backend = backend_with(original, current);
    backend->paint(dab);
    return backend->download(Content::current);
}

Image flat(Size size, int channels, float value) {
    Image image(size, channels);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y) std::fill_n(image.plane(c).row(y), size.width, value);
    return image;
}

template <class Visit>
void for_each_value(const Image& image, Visit visit) {
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) visit(c, y, x, image.plane(c).row(y)[x]);
}

double distance_to(const BrushDab& dab, int x, int y) {
    return std::hypot(x + 0.5 - static_cast<double>(dab.x), y + 0.5 - static_cast<double>(dab.y));
}

/// What the touch makes of one value, straight from its description, in double.
double plain_touch(const Image& original, const Image& current, const BrushDab& dab, int c, int y, int x) {
    const double value = static_cast<double>(current.plane(c).row(y)[x]),
                 source = static_cast<double>(original.plane(c).row(y)[x]);
    const double radius = std::max(static_cast<double>(dab.brush.size) / 2, 0.70711);
    const double t = (radius - distance_to(dab, x, y)) / (radius * static_cast<double>(dab.brush.softness));
    const double coverage = t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
    if (coverage == 0) return value;
    const double amount = coverage * static_cast<double>(dab.brush.strength) * (dab.negated ? -1 : 1);
    double low = std::min(0.0, value), high = std::max(1.0, value), change = 0;
    if (dab.brush.tool == BrushTool::restore) {
        change = source - value;
        low = std::min(low, source);
        high = std::max(high, source);
    } else if (dab.brush.tool == BrushTool::noise) {
        change = static_cast<double>(math::brush_noise(static_cast<std::uint32_t>(x),
                                                       static_cast<std::uint32_t>(y),
                                                       static_cast<std::uint32_t>(c), dab.seed));
    } else if (dab.brush.tool == BrushTool::smooth) {
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx)
                change += static_cast<double>(current.plane(c).row(std::clamp(
                              y + dy, 0, current.height() - 1))[std::clamp(x + dx, 0, current.width() - 1)]) /
                          9;
        change -= value;
    } else {
        const double colours[] = {static_cast<double>(dab.brush.red), static_cast<double>(dab.brush.green),
                                  static_cast<double>(dab.brush.blue)};
        change = current.channels() == 1 ? (colours[0] + colours[1] + colours[2]) / 3 : colours[c];
        if (dab.brush.tool == BrushTool::remove) change = -change;
    }
    return std::clamp(value + amount * change, low, high);
}

}  // namespace

TEST_CASE("coverage is 1 in the hard part, 0 from the radius on, and falls smoothly between") {
    for (const float softness : {0.0f, 0.3f, 1.0f}) {
        const float radius = 10, begin = radius * (1 - softness);
        float previous = 1;
        for (int i = 0; i <= 1200; ++i) {
            const float distance = static_cast<float>(i) * 0.01f;
            const float coverage = math::brush_coverage(distance * distance, radius, softness);
            CAPTURE(distance);
            REQUIRE(coverage <= previous + 1e-6f);
            if (distance < begin - 1e-4f) REQUIRE(coverage == 1);
            if (distance >= radius) REQUIRE(coverage == 0);
            if (softness > 0) REQUIRE(previous - coverage < 0.01f);  // no step
            previous = coverage;
        }
    }
    CHECK(math::brush_coverage(7.5f * 7.5f, 10, 0.5f) == doctest::Approx(0.5));
    CHECK(math::brush_coverage(std::numeric_limits<float>::infinity(), 10, 0.5f) == 0);
}

TEST_CASE("every touch is what its description says, anywhere, on grey and colour") {
    const Size size{23, 17};
    for (const int channels : {1, 3}) {
        const Image original = make_picture(size, channels, 1), current = make_picture(size, channels, 2);
        for (const BrushTool tool : all_tools)
            for (const bool negated : {false, true})
                for (const auto& [x, y] : {std::pair{11.3f, 8.2f},
                                           {0.0f, 0.0f},
                                           {22.9f, 0.5f},
                                           {-3.0f, 9.0f},
                                           {23.0f, 17.0f},
                                           {8.0f, 19.5f},
                                           {11.0f, -2.0f}})
                    for (const float diameter : {1.0f, 9.0f, 60.0f}) {
                        BrushDab dab{.brush = {}, .x = x, .y = y, .negated = negated, .seed = 7};
                        dab.brush = {.tool = tool, .size = diameter, .softness = 0.6f, .strength = 0.7f};
                        const Image result = painted(original, current, dab);
                        double largest = 0;
                        for_each_value(result, [&](int c, int row, int column, float value) {
                            const double expected = plain_touch(original, current, dab, c, row, column);
                            largest = std::max(largest, std::fabs(static_cast<double>(value) - expected));
                        });
                        CAPTURE(enum_name(tool));
                        CAPTURE(negated);
                        CAPTURE(dab.x);
                        CAPTURE(dab.y);
                        CAPTURE(diameter);
                        CAPTURE(channels);
                        CHECK(largest < 2e-6);
                    }
    }
}

TEST_CASE("nothing outside the radius changes by a bit, and something inside does") {
    const Size size{40, 30};
    const Image original = make_picture(size, 3, 1), current = make_picture(size, 3, 2);
    for (const BrushTool tool : all_tools) {
        BrushDab dab{.brush = {}, .x = 12.7f, .y = 9.1f, .seed = 3};
        dab.brush = {.tool = tool, .size = 15, .softness = 0.2f, .strength = 1};
        const Image result = painted(original, current, dab);
        int changed = 0, changed_outside = 0;
        for_each_value(result, [&](int c, int y, int x, float value) {
            if (value == current.plane(c).row(y)[x]) return;
            ++changed;
            changed_outside += distance_to(dab, x, y) >= 7.5 ? 1 : 0;
        });
        CAPTURE(enum_name(tool));
        CHECK(changed > 200);
        CHECK(changed_outside == 0);
    }
}

TEST_CASE("restoring at full strength brings back the original's bits in the hard part") {
    const Size size{64, 48};
    Image original = make_picture(size, 3, 1);
    original.plane(1).row(20)[30] = 3.5f;  // values outside [0, 1] come back too
    original.plane(2).row(21)[31] = -2.25f;
    const Image current = make_picture(size, 3, 2);
    BrushDab dab{.brush = {}, .x = 32, .y = 24};
    dab.brush = {.tool = BrushTool::restore, .size = 40, .softness = 0.5f, .strength = 1};
    const Image result = painted(original, current, dab);
    int wrong = 0;
    for_each_value(result, [&](int c, int y, int x, float value) {
        if (distance_to(dab, x, y) < 9.99 && value != original.plane(c).row(y)[x]) ++wrong;
    });
    CHECK(wrong == 0);
    CHECK(result.plane(1).row(20)[30] == 3.5f);
    CHECK(result.plane(2).row(21)[31] == -2.25f);
}

TEST_CASE("adding a colour ends at 1, removing it at 0, and values beyond are not pulled in") {
    const Image original = flat({9, 9}, 3, 0.5f);
    BrushDab dab{.brush = {}, .x = 4.5f, .y = 4.5f};
    dab.brush = {
        .tool = BrushTool::add, .size = 5, .softness = 0, .strength = 1, .red = 0.25f, .green = 0, .blue = 1};
    Image image = original.clone();
    for (int touch = 0; touch < 4; ++touch) image = painted(original, image, dab);
    CHECK(image.plane(0).row(4)[4] == 1);
    CHECK(image.plane(1).row(4)[4] == 0.5f);
    CHECK(image.plane(2).row(4)[4] == 1);
    dab.negated = true;
    for (int touch = 0; touch < 8; ++touch) image = painted(original, image, dab);
    CHECK(image.plane(0).row(4)[4] == 0);
    CHECK(image.plane(1).row(4)[4] == 0.5f);
    dab.negated = false;
    dab.brush.tool = BrushTool::remove;
    image = painted(original, original, dab);
    CHECK(image.plane(0).row(4)[4] == 0.25f);
    CHECK(image.plane(2).row(4)[4] == 0);

    const Image bright = flat({9, 9}, 3, 4.0f);
    dab.brush.tool = BrushTool::add;
    CHECK(painted(original, bright, dab).plane(2).row(4)[4] == 4.0f);
}

TEST_CASE("noise is the same for a seed and another for another, and its mean is about 0") {
    const Image original = flat({100, 100}, 3, 0.5f);
    BrushDab dab{.brush = {}, .x = 50, .y = 50, .seed = 5};
    dab.brush = {.tool = BrushTool::noise, .size = 300, .softness = 0, .strength = 0.5f};
    const Image first = painted(original, original, dab);
    CHECK(same_bits(first, painted(original, original, dab)));
    dab.seed = 6;
    const Image second = painted(original, original, dab);
    int equal = 0;
    double sum = 0, squares = 0, product = 0;
    for_each_value(first, [&](int c, int y, int x, float value) {
        const double a = static_cast<double>(value) - 0.5,
                     b = static_cast<double>(second.plane(c).row(y)[x]) - 0.5;
        equal += a == b ? 1 : 0;
        sum += a;
        squares += a * a;
        product += a * b;
    });
    CHECK(equal < 10);
    CHECK(std::fabs(sum / 30'000) < 0.01);
    CHECK(squares / 30'000 == doctest::Approx(0.25 / 3).epsilon(0.05));  // uniform in [-1/2, 1/2]
    CHECK(std::fabs(product / squares) < 0.03);
}

TEST_CASE("smoothing keeps a constant picture's bits and lowers the contrast; negated it raises it") {
    BrushDab dab{.brush = {}, .x = 3, .y = 8};
    dab.brush = {.tool = BrushTool::smooth, .size = 50, .softness = 0.4f, .strength = 0.9f};
    for (const float value : {0.1f, 0.3f, 1.0f / 3, 0.7f}) {
        const Image constant = flat({21, 19}, 3, value);
        CHECK(same_bits(painted(constant, constant, dab), constant));
    }
    const Image picture = make_picture({21, 19}, 1);
    const auto roughness = [](const Image& image) {
        double sum = 0;
        for_each_value(image, [&](int c, int y, int x, float value) {
            if (x > 0) sum += std::pow(static_cast<double>(value - image.plane(c).row(y)[x - 1]), 2);
        });
        return sum;
    };
    const double before = roughness(picture);
    CHECK(roughness(painted(picture, picture, dab)) < 0.8 * before);
    dab.negated = true;
    CHECK(roughness(painted(picture, picture, dab)) > 1.1 * before);
}

TEST_CASE("a mirrored touch on a mirrored picture gives the mirrored result") {
    const Size size{31, 22};
    const auto mirror = [&](const Image& image) {
        Image result(size, image.channels());
        for_each_value(image, [&](int c, int y, int x, float value) {
            result.plane(c).row(y)[size.width - 1 - x] = value;
        });
        return result;
    };
    const Image original = make_picture(size, 3, 1), current = make_picture(size, 3, 2);
    for (const BrushTool tool : {BrushTool::restore, BrushTool::add, BrushTool::remove, BrushTool::smooth}) {
        BrushDab left{.brush = {}, .x = 4.25f, .y = 11};
        left.brush = {.tool = tool, .size = 16};
        BrushDab right = left;
        right.x = 31 - 4.25f;
        const Image a = mirror(painted(original, current, left)),
                    b = painted(mirror(original), mirror(current), right);
        double largest = 0;
        for_each_value(a, [&](int c, int y, int x, float value) {
            largest = std::max(largest, std::fabs(static_cast<double>(value - b.plane(c).row(y)[x])));
        });
        CAPTURE(enum_name(tool));
        CHECK(largest < 1e-6);
    }
}

TEST_CASE("touches that lie outside, or nowhere, change nothing") {
    const Image original = make_picture({20, 10}, 3, 1), current = make_picture({20, 10}, 3, 2);
    constexpr float infinite = std::numeric_limits<float>::infinity(),
                    nan = std::numeric_limits<float>::quiet_NaN();
    for (const BrushTool tool : all_tools)
        for (const auto& [x, y] : {std::pair{-6.0f, 5.0f},
                                   {26.0f, 5.0f},
                                   {10.0f, -6.0f},
                                   {10.0f, 16.0f},
                                   {nan, 5.0f},
                                   {5.0f, nan},
                                   {infinite, 5.0f},
                                   {5.0f, -infinite},
                                   {1e30f, 5.0f},
                                   {-3e9f, 3e9f}}) {
            BrushDab dab{.brush = {}, .x = x, .y = y};
            dab.brush = {.tool = tool, .size = 10, .softness = 0, .strength = 1};
            CAPTURE(dab.x);
            CAPTURE(dab.y);
            CHECK(same_bits(painted(original, current, dab), current));
        }
}

TEST_CASE("the largest brush reaches the whole picture and the smallest the pixel under it") {
    const Image original = make_picture({50, 70}, 1, 1), current = make_picture({50, 70}, 1, 2);
    BrushDab dab{.brush = {}, .x = 49, .y = 1};
    dab.brush = {.tool = BrushTool::restore, .size = 8192, .softness = 0, .strength = 1};
    CHECK(same_bits(painted(original, current, dab), original));
    dab.brush.size = 1;
    for (const auto& [x, y] : {std::pair{7.5f, 9.5f}, {7.01f, 9.99f}, {7.99f, 9.01f}}) {
        dab.x = x;
        dab.y = y;
        const Image result = painted(original, current, dab);
        CHECK(result.plane(0).row(9)[7] == original.plane(0).row(9)[7]);
    }
}

TEST_CASE("mixing the original back keeps the bits at share 0, gives the original at 1, and is linear") {
    for (const int channels : {1, 3}) {
        const Image original = make_picture({33, 129}, channels, 1),
                    current = make_picture({33, 129}, channels, 2);
        const auto mixed = [&](float share) {
            const auto backend = backend_with(original, current);
            backend->mix_original(share);
            return backend->download(Content::current);
        };
        CHECK(same_bits(mixed(0), current));
        CHECK(same_bits(mixed(1), original));
        double largest = 0;
        for_each_value(mixed(0.4f), [&](int c, int y, int x, float value) {
            const double expected = 0.6 * static_cast<double>(current.plane(c).row(y)[x]) +
                                    0.4 * static_cast<double>(original.plane(c).row(y)[x]);
            largest = std::max(largest, std::fabs(static_cast<double>(value) - expected));
        });
        CHECK(largest < 1e-7);
    }
}

TEST_CASE("steps after a touch see it at the border too") {
    const Image original = make_picture({12, 9}, 3, 1);
    BrushDab dab{.brush = {}, .x = 0, .y = 0};
    dab.brush = {.tool = BrushTool::add, .size = 12, .softness = 0.3f, .strength = 1};
    const auto touched = make_cpu_backend(1), fresh = make_cpu_backend(1);
    touched->upload(original);
    touched->learn({}, 1, {});
    touched->reset();
    touched->set_learning_state(initial_learning_state(start_operator(StartOperator::laplace, 3, 1)));
    touched->paint(dab);
    fresh->upload(original);
    fresh->restore(touched->download(Content::current));
    touched->learn({}, 2, {});
    fresh->learn({}, 2, {});
    CHECK(same_bits(touched->download(Content::current), fresh->download(Content::current)));
}

}  // namespace droplet::test
