#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numbers>
#include <sstream>

#include "compute/canny_reference.h"
#include "compute/cpu/canny.h"
#include "compute/cpu/simd_target.h"
#include "compute/reference.h"

using namespace droplet;
using namespace droplet::test;

namespace {

constexpr CannyStage every_stage[] = {CannyStage::blur, CannyStage::gradient, CannyStage::thin,
                                      CannyStage::edges};

CannyParams params_of(float sigma, float low, float high) {
    CannyParams params;
    params.sigma = sigma;
    params.low = low;
    params.high = high;
    return params;
}

CannyDetector detected(const Image& grey, const CannyParams& params, int threads = 2) {
    Workers workers(threads);
    CannyDetector detector;
    detector.run(grey, params, workers);
    return detector;
}

Image edges_of(const Image& grey, const CannyParams& params, int threads = 2) {
    return detected(grey, params, threads).stage(CannyStage::edges).clone();
}

template <class Value>
Image drawn(Size size, const Value& value) {
    Image picture(size, 1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) picture.plane(0).row(y)[x] = value(x, y);
    return picture;
}

/// Values that do not depend on their neighbours': edges everywhere, few of them long.
Image noise(Size size, std::uint32_t seed = 1) {
    return drawn(size, [&](int, int) {
        seed = seed * 1664525u + 1013904223u;
        return static_cast<float>(seed >> 8) / 16777216.0f;
    });
}

bool on(const Image& edges, int x, int y) {
    return edges.plane(0).row(y)[x] > 0;
}

int count(const Image& edges) {
    int found = 0;
    for (int y = 0; y < edges.height(); ++y)
        for (int x = 0; x < edges.width(); ++x) found += on(edges, x, y);
    return found;
}

int neighbours(const Image& edges, int x, int y) {
    int found = 0;
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
            const int to_x = x + dx, to_y = y + dy;
            const bool inside = to_x >= 0 && to_y >= 0 && to_x < edges.width() && to_y < edges.height();
            if ((dx != 0 || dy != 0) && inside) found += on(edges, to_x, to_y);
        }
    return found;
}

std::vector<std::string> instruction_sets() {
    std::istringstream names(available_simd());
    return {std::istream_iterator<std::string>(names), {}};
}

}  // namespace

TEST_CASE("Canny: every stage has the bits of the plain definition, by every instruction set") {
    for (const std::string& simd : instruction_sets()) {
        CAPTURE(simd);
        REQUIRE(limit_simd(simd));
        for (const Size size :
             {Size{1, 1}, Size{2, 3}, Size{1, 50}, Size{64, 1}, Size{65, 90}, Size{257, 89}})
            for (const float sigma : {0.0f, 0.5f, 1.4f, 10.0f})
                for (const bool smooth : {false, true}) {
                    CAPTURE(size.width);
                    CAPTURE(size.height);
                    CAPTURE(sigma);
                    const Image grey = smooth ? make_picture(size, 1) : noise(size);
                    const CannyParams params = params_of(sigma, 0.4f / (1 + sigma), 0.9f / (1 + sigma));
                    const std::array<Image, 4> expected = canny_reference(grey, params);
                    const CannyDetector found = detected(grey, params);
                    for (const CannyStage stage : every_stage)
                        CHECK(same_bits(found.stage(stage), expected[static_cast<std::size_t>(stage)]));
                }
    }
    REQUIRE(limit_simd(""));
}

TEST_CASE("Canny: pictures that are streamed past the caches have the bits of the plain definition") {
    const Image grey = make_picture({1501, 1003}, 1);
    const CannyParams params = params_of(1.4f, 0.1f, 0.3f);
    const std::array<Image, 4> expected = canny_reference(grey, params);
    const CannyDetector found = detected(grey, params);
    CHECK(count(expected[3]) > 1000);
    for (const CannyStage stage : every_stage)
        CHECK(same_bits(found.stage(stage), expected[static_cast<std::size_t>(stage)]));
}

TEST_CASE("Canny: any number of threads gives the same bits") {
    const Image grey = noise({301, 333});
    const CannyParams params = params_of(0.8f, 0.2f, 1.1f);
    const CannyDetector one = detected(grey, params, 1);
    for (const int threads : {2, 3, 7}) {
        const CannyDetector other = detected(grey, params, threads);
        for (const CannyStage stage : every_stage) CHECK(same_bits(one.stage(stage), other.stage(stage)));
    }
}

TEST_CASE("Canny: a run knows nothing of those before it") {
    Workers workers(2);
    CannyDetector used;
    used.run(noise({301, 333}), params_of(1.0f, 0.1f, 0.2f), workers);
    const Image flat = drawn({301, 333}, [](int, int) { return 0.25f; });
    used.run(flat, params_of(1.0f, 0.1f, 0.2f), workers);
    CHECK(count(used.stage(CannyStage::edges)) == 0);
    const Image other = noise({90, 33}, 7);
    const CannyParams params = params_of(1.0f, 0.2f, 0.5f);
    used.run(other, params, workers);
    CHECK(same_bits(used.stage(CannyStage::edges), edges_of(other, params)));
    used.clear();
    CHECK(used.stage(CannyStage::edges).empty());
    used.run(other, params, workers);
    CHECK(same_bits(used.stage(CannyStage::edges), edges_of(other, params)));
}

TEST_CASE("Canny: a step is an unbroken line one pixel wide, in one of the two columns beside it") {
    for (const float sigma : {0.0f, 1.0f, 2.0f}) {
        CAPTURE(sigma);
        const Image edges = edges_of(drawn({40, 30}, [](int x, int) { return x < 20 ? 0.2f : 0.8f; }),
                                     params_of(sigma, 0.1f, 0.3f));
        // Columns 19 and 20 are equally steep: the first of the two stays, or the one that rounding favours.
        const int column = on(edges, 19, 0) ? 19 : 20;
        CHECK(count(edges) == 30);
        for (int y = 0; y < 30; ++y) CHECK(on(edges, column, y));
    }
}

TEST_CASE("Canny: a level step is an unbroken line one pixel wide too") {
    const Image edges = edges_of(drawn({40, 30}, [](int, int y) { return y < 10 ? 1.0f : 0.0f; }),
                                 params_of(1.0f, 0.1f, 0.3f));
    const int row = on(edges, 0, 9) ? 9 : 10;
    CHECK(count(edges) == 40);
    for (int x = 0; x < 40; ++x) CHECK(on(edges, x, row));
}

TEST_CASE("Canny: a square's outline is closed and lies within a pixel of its sides") {
    const auto inside = [](int v) { return v >= 20 && v < 60; };
    const Image edges =
        edges_of(drawn({80, 80}, [&](int x, int y) { return inside(x) && inside(y) ? 0.9f : 0.1f; }),
                 params_of(1.0f, 0.1f, 0.4f));
    for (int y = 0; y < 80; ++y)
        for (int x = 0; x < 80; ++x) {
            if (!on(edges, x, y)) continue;
            const double distance = std::max(std::abs(x - 39.5), std::abs(y - 39.5));  // 20: on the outline
            CAPTURE(x);
            CAPTURE(y);
            CHECK(std::abs(distance - 20) < 2.6);  // corners are rounded by the blur
            CHECK(neighbours(edges, x, y) >= 2);   // no end of a line
        }
    // No way from the middle out: a flood that goes by four neighbours stays inside.
    std::vector<std::pair<int, int>> open{{40, 40}};
    std::vector<char> reached(80 * 80);
    bool escaped = false;
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        const auto [x, y] = at;
        if (x < 0 || y < 0 || x >= 80 || y >= 80) {
            escaped = true;
            continue;
        }
        char& mark = reached[static_cast<std::size_t>(y * 80 + x)];
        if (mark != 0 || on(edges, x, y)) continue;
        mark = 1;
        for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}})
            open.emplace_back(x + dx, y + dy);
    }
    CHECK(!escaped);
}

TEST_CASE("Canny: a disc's edge lies within a pixel of its radius, all the way round") {
    const double radius = 30;
    const Image edges =
        edges_of(drawn({101, 101},
                       [&](int x, int y) { return std::hypot(x - 50.0, y - 50.0) < radius ? 1.0f : 0.0f; }),
                 params_of(1.4f, 0.2f, 0.6f));
    std::vector<char> seen(36);
    for (int y = 0; y < 101; ++y)
        for (int x = 0; x < 101; ++x) {
            if (!on(edges, x, y)) continue;
            CHECK(std::abs(std::hypot(x - 50.0, y - 50.0) - radius) <= 1.0);
            const double turn = std::atan2(y - 50.0, x - 50.0) / (2 * std::numbers::pi) + 0.5;
            seen[static_cast<std::size_t>(turn * 36) % 36] = 1;
        }
    CHECK(std::count(seen.begin(), seen.end(), 1) == 36);
}

TEST_CASE("Canny: a faint line is kept where it meets a strong one, across any number of bands of rows") {
    // A step whose contrast fades from the top down, and the same step without its strong part.
    const auto fading = [](bool with_start) {
        return drawn({50, 700}, [with_start](int x, int y) {
            const float more = with_start ? std::max(0.0f, 1 - static_cast<float>(y) / 100) : 0.0f;
            const float contrast = 0.2f + 0.6f * more;
            return x < 25 ? 0.1f : 0.1f + contrast;
        });
    };
    const CannyParams params = params_of(1.0f, 0.2f, 0.9f);
    CHECK(count(edges_of(fading(true), params)) > 690);
    CHECK(count(edges_of(fading(false), params)) == 0);
}

TEST_CASE("Canny: of a low threshold above the high one, both are the low one") {
    const Image grey = noise({120, 80});
    CHECK(
        same_bits(edges_of(grey, params_of(1.0f, 0.5f, 0.2f)), edges_of(grey, params_of(1.0f, 0.5f, 0.5f))));
}

TEST_CASE("Canny: a higher threshold keeps a part of the edges") {
    const Image grey = noise({200, 150});
    const auto part_of = [](const Image& some, const Image& all) {
        for (int y = 0; y < all.height(); ++y)
            for (int x = 0; x < all.width(); ++x)
                if (on(some, x, y) && !on(all, x, y)) return false;
        return true;
    };
    const Image all = edges_of(grey, params_of(1.0f, 0.2f, 0.6f));
    const Image higher_low = edges_of(grey, params_of(1.0f, 0.4f, 0.6f));
    const Image higher_high = edges_of(grey, params_of(1.0f, 0.2f, 0.9f));
    CHECK(part_of(higher_low, all));
    CHECK(part_of(higher_high, all));
    CHECK(count(higher_low) < count(all));
    CHECK(count(higher_high) < count(all));
    CHECK(count(higher_high) > 0);
}

TEST_CASE("Canny: a value that is not finite spoils only what the blur spreads it to") {
    const Image clean = noise({150, 120});
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        Image spoilt = clean.clone();
        spoilt.plane(0).row(60)[70] = bad;
        const CannyParams params = params_of(1.0f, 0.3f, 0.3f);  // one threshold: no edge reaches far
        const Image expected = edges_of(clean, params), found = edges_of(spoilt, params);
        int different_far = 0;
        for (int y = 0; y < 120; ++y)
            for (int x = 0; x < 150; ++x)
                if (std::max(std::abs(x - 70), std::abs(y - 60)) > 3 + 2)  // the blur's radius, and two more
                    different_far += on(expected, x, y) != on(found, x, y);
        CHECK(different_far == 0);
        CHECK(!on(found, 70, 60));
    }
}
