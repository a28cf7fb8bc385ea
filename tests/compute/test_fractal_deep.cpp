// Deep zooms against orbits of 300 bits.
#include <doctest/doctest.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "compute/cpu/fractal.h"
#include "compute/fractal_scenes.h"

using namespace droplet;
using namespace droplet::test;

namespace {

class Real {
 public:
    explicit Real(double value = 0) {
        mpfr_init2(value_, 300);
        mpfr_set_d(value_, value, MPFR_RNDN);
    }
    Real(const Real&) = delete;
    Real& operator=(const Real&) = delete;
    ~Real() { mpfr_clear(value_); }
    operator mpfr_ptr() { return value_; }

 private:
    mpfr_t value_;
};

struct Orbit {
    int inside = 0;
    double nearest = HUGE_VAL;  ///< to 0
};

/// Of z² + c from 0, c = (0, 1) + (x, y) · scale.
Orbit exact_orbit(double x, double y, const FractalParams& params) {
    Real re(params.center_x.high), im(params.center_y.high), dx(x), dy(y), zr, zi, rr, ii, norm, cross;
    mpfr_mul_d(dx, dx, params.scale, MPFR_RNDN);
    mpfr_mul_d(dy, dy, params.scale, MPFR_RNDN);
    mpfr_add(re, re, dx, MPFR_RNDN);
    mpfr_add(im, im, dy, MPFR_RNDN);
    Orbit orbit;
    for (int k = 0; k < params.iterations; ++k) {
        mpfr_mul(rr, zr, zr, MPFR_RNDN);
        mpfr_mul(ii, zi, zi, MPFR_RNDN);
        mpfr_mul(cross, zr, zi, MPFR_RNDN);
        mpfr_sub(rr, rr, ii, MPFR_RNDN);
        mpfr_add(zr, rr, re, MPFR_RNDN);
        mpfr_mul_2ui(cross, cross, 1, MPFR_RNDN);
        mpfr_add(zi, cross, im, MPFR_RNDN);
        mpfr_hypot(norm, zr, zi, MPFR_RNDN);
        const double modulus = mpfr_get_d(norm, MPFR_RNDN);
        orbit.inside += modulus < params.radius;
        orbit.nearest = std::min(orbit.nearest, modulus);
        if (modulus > 1e9) break;
    }
    return orbit;
}

FractalParams deep() {
    FractalParams params;
    params.exponent = -2;
    params.coefficient_re = 1;
    params.coefficient_im = 0;
    params.start = FractalStart::constant;
    // A point whose orbit falls on a cycle that repels: the set's boundary is there at every scale.
    params.center_x = 0.0;
    params.center_y = 1.0;
    params.scale = 1e-25;
    params.iterations = 120;
    return params;
}

constexpr Size size{24, 16};

}  // namespace

TEST_CASE("Fractal: at 1e-25 units a pixel double-double has the counts of 300 bits, which differ") {
    const FractalParams params = deep();
    CHECK(chosen_precision(params, size.width) == Precision::double_double);
    const std::vector<float> values = values_of(scene_of(params, size));
    std::set<int> different;
    int wrong = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const int expected = exact_orbit(x + 0.5 - 12, y + 0.5 - 8, params).inside;
            different.insert(expected);
            wrong += values[static_cast<std::size_t>(y * size.width + x)] != static_cast<float>(expected);
        }
    CHECK(wrong == 0);
    CHECK(different.size() >= 4);
}

TEST_CASE("Fractal: at 1e-25 units a pixel double-double has the orbits' moduli of 300 bits") {
    FractalParams params = deep();
    params.coloring = Coloring::trap;
    const std::vector<float> values = values_of(scene_of(params, size));
    double worst = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const double expected = exact_orbit(x + 0.5 - 12, y + 0.5 - 8, params).nearest;
            const auto found = static_cast<double>(values[static_cast<std::size_t>(y * size.width + x)]);
            worst = std::max(worst, std::abs(found - expected));
        }
    CHECK(worst < 1e-5);
}
