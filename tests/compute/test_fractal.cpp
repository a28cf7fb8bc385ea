#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "compute/cpu/fractal.h"
#include "compute/cpu/simd_target.h"
#include "compute/fractal_scenes.h"
#include "compute/reference.h"
#include "math/fractal_color.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::vector<std::string> instruction_sets() {
    std::istringstream names(available_simd());
    return {std::istream_iterator<std::string>(names), {}};
}

struct Golden {
    FractalScene scene;
    std::vector<int> counts;
};

Golden golden(const std::string& name) {
    std::ifstream file(std::string(DROPLET_GOLDEN_DIR) + "/" + name);
    REQUIRE(file);
    const auto json = nlohmann::json::parse(file);
    FractalParams params;
    params.center_x = json["center"][0].get<double>();
    params.center_y = json["center"][1].get<double>();
    params.scale = json["scale"];
    params.iterations = json["iterations"];
    params.radius = json["radius"];
    params.exponent = json["exponent"];
    params.coefficient_re = json["coefficient"][0];
    params.coefficient_im = json["coefficient"][1];
    return {scene_of(params, {json["width"], json["height"]}), json["counts"]};
}

}  // namespace

TEST_CASE("Fractal: float64 and double-double give the golden counts exactly, by every instruction set") {
    for (const std::string& simd : instruction_sets()) {
        CAPTURE(simd);
        REQUIRE(limit_simd(simd));
        for (const char* const name : {"fractal.json", "fractal_n3.json"})
            for (const Precision precision : {Precision::float64, Precision::double_double}) {
                CAPTURE(name);
                CAPTURE(static_cast<int>(precision));
                Golden expected = golden(name);
                expected.scene.params.precision = precision;
                const std::vector<float> values = values_of(expected.scene);
                REQUIRE(values.size() == expected.counts.size());
                int wrong = 0;
                for (std::size_t i = 0; i < values.size(); ++i)
                    wrong += values[i] != static_cast<float>(expected.counts[i]);
                CHECK(wrong == 0);
            }
    }
    REQUIRE(limit_simd(""));
}

TEST_CASE("Fractal: float32 gives the golden counts but where a neighbour's differs by more than 2") {
    for (const std::string& simd : instruction_sets()) {
        CAPTURE(simd);
        REQUIRE(limit_simd(simd));
        for (const char* const name : {"fractal.json", "fractal_n3.json"}) {
            CAPTURE(name);
            Golden expected = golden(name);
            expected.scene.params.precision = Precision::float32;
            const std::vector<float> values = values_of(expected.scene);
            const int width = expected.scene.size.width, height = expected.scene.size.height;
            const auto at = [&](int x, int y) {
                return expected.counts[static_cast<std::size_t>(y * width + x)];
            };
            int wrong = 0, smooth = 0;
            for (int y = 1; y + 1 < height; ++y)
                for (int x = 1; x + 1 < width; ++x) {
                    bool boundary = false;
                    for (int dy = -1; dy <= 1; ++dy)
                        for (int dx = -1; dx <= 1; ++dx)
                            boundary = boundary || std::abs(at(x + dx, y + dy) - at(x, y)) > 2;
                    if (boundary) continue;
                    ++smooth;
                    wrong += values[static_cast<std::size_t>(y * width + x)] != static_cast<float>(at(x, y));
                }
            CHECK(smooth > width * height / 4);
            CHECK(wrong == 0);
        }
    }
    REQUIRE(limit_simd(""));
}

TEST_CASE("Fractal: counts have the (n+1)-fold symmetry of every n") {
    for (int n = -12; n <= 12; ++n) {
        if (n == 0 || n == -1) continue;
        CAPTURE(n);
        FractalParams params;
        params.exponent = static_cast<float>(n);
        params.scale = 0.05;
        params.iterations = 12;
        params.precision = Precision::float64;
        const int order = std::abs(n + 1), side = 60;
        const FractalScene scene = scene_of(params, {side, side});
        const PointScene points(scene, Precision::float64);
        // The turned points are no pixels: the kernel is called with them itself.
        alignas(64) double x[PointSpan::most] = {}, y[PointSpan::most] = {};
        alignas(64) float values[PointSpan::most];
        int turned = 0;
        for (int base = 0; base < 20; ++base) {
            const std::complex<double> c = std::polar(3.0 + 1.3 * base, 0.37 * base);
            int count = 0;
            for (int turn = 0; turn < order && count < PointSpan::most; ++turn, ++count) {
                const std::complex<double> at =
                    c * std::polar(1.0, 2 * 3.14159265358979323846 * turn / order);
                x[count] = at.real();
                y[count] = at.imag();
            }
            points_kernel(points)(points, {x, y, count, values});
            for (int i = 1; i < count; ++i) turned += values[i] != values[0];
        }
        // Rounding turns no point's count but those whose modulus comes within rounding of R.
        CHECK(turned == 0);
    }
}

TEST_CASE("Fractal: any number of threads, any chunks and any division into parts give the same bits") {
    for (std::size_t coloring = 0; coloring < EnumNames<Coloring>::names.size(); ++coloring)
        for (const Precision precision : {Precision::float32, Precision::float64, Precision::double_double}) {
            FractalParams params;
            params.coloring = static_cast<Coloring>(coloring);
            params.precision = precision;
            params.iterations = 20;
            params.scale = 0.03;
            params.samples = 2;
            CAPTURE(coloring);
            CAPTURE(static_cast<int>(precision));
            const FractalScene scene = scene_of(params, {101, 67});
            const Picture whole = picture_of(scene, 1);
            CHECK(same_bits(whole.values, picture_of(scene, 3).values));
            const Picture chunks = picture_of(scene, 2, 1);
            CHECK(same_bits(whole.values, chunks.values));
            CHECK(same_bits(whole.colors, chunks.colors));
            for (const PixelRect part :
                 {PixelRect{0, 0, 37, 67}, PixelRect{37, 0, 101, 13}, PixelRect{90, 51, 101, 67}}) {
                FractalScene of_part = scene;
                of_part.part = part;
                const Picture made = picture_of(of_part, 2);
                int differing = 0;
                for (int y = part.y0; y < part.y1; ++y)
                    for (int x = part.x0; x < part.x1; ++x)
                        differing += made.values.plane(0).row(y - part.y0)[x - part.x0] !=
                                         whole.values.plane(0).row(y)[x] ||
                                     made.colors.plane(1).row(y - part.y0)[x - part.x0] !=
                                         whole.colors.plane(1).row(y)[x];
                CHECK(differing == 0);
            }
        }
}
