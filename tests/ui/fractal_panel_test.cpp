#include "ui/fractal_panel.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "ui/complex_pad.h"
#include "ui/fractal_cuts.h"
#include "ui/fractal_panel_logic.h"
#include "ui/panel_host.h"
#include "ui/status_bar.h"

using namespace droplet;

namespace {

/// The sections over a preset that takes what they change.
struct Bench {
    Preset preset;
    SessionStatus status;
    ActionList actions;
    Messages messages;
    FractalPanel panel;
    test::PanelHost host;

    Bench() : host([this] { draw(); }) {
        preset.source = Source::fractal;
        status.fractal.active = true;
        status.fractal.size = {1000, 800};
        status.fractal.progress.precision = Precision::float64;
        for (const char* id : {"julia-follow", "julia-of-point"})
            actions.add({.id = id, .name = id, .callback = [] {}});
        host.frames(10);
    }
    void draw() {
        panel.draw_recurrence(preset, status, actions, messages);
        panel.draw_coloring(preset, messages);
        panel.draw_feeds(preset, messages);
    }
    /// Long enough for a click not to be taken for the second of two.
    void rest() { host.frames(40); }
    void type_formula(const std::string& text) {
        host.click("formula");
        host.press_with_ctrl(ImGuiKey_A);
        host.type(text);
    }
};

ImVec2 within(const std::string& key, float across, float down) {
    const auto place = place_of(key);
    REQUIRE(place);
    return {place->min.x + (place->max.x - place->min.x) * across,
            place->min.y + (place->max.y - place->min.y) * down};
}

}  // namespace

TEST_CASE("The slider over whole exponents goes past 0 in the direction that it is moved in") {
    CHECK(whole_exponent(3, 0) == -1);
    CHECK(whole_exponent(-2, 0) == 1);
    CHECK(whole_exponent(3, 5) == 5);
    CHECK(real_exponent(0.5f, 0) < 0);
    CHECK(real_exponent(-0.5f, 0.001f) > 0);
    CHECK(real_exponent(1, 2.5f) == 2.5f);
}

TEST_CASE("Angles in degrees and back: quarter turns are exact") {
    CHECK(angle_degrees({0, -1 / std::numbers::pi}) == -90);
    CHECK(from_polar_degrees(1 / std::numbers::pi, -90) == std::complex<double>(0, -1 / std::numbers::pi));
    CHECK(from_polar_degrees(2, 180) == std::complex<double>(-2, 0));
    CHECK(from_polar_degrees(2, 360) == std::complex<double>(2, 0));
    CHECK(std::abs(from_polar_degrees(2, 30) - std::polar(2.0, std::numbers::pi / 6)) < 1e-12);
}

TEST_CASE("A pad shows its value, and stays as it is while the value is well inside") {
    CHECK(steady_reach(0, {0.3, 0}) == 1);
    CHECK(steady_reach(1, {0.9, -0.2}) == 1);
    const double larger = steady_reach(1, {0, -3});
    CHECK(larger >= 3.0);
    CHECK(steady_reach(larger, {1, 1}) == larger);
    CHECK(steady_reach(larger, {0.01, 0}) == 1);
}

TEST_CASE("Rows that do nothing now say why, and those that act say nothing") {
    Preset preset;
    preset.process = Process::none;
    CHECK(fractal_refusal(preset, "exponent").empty());
    CHECK(fractal_refusal(preset, "start-power").empty());
    CHECK_FALSE(fractal_refusal(preset, "start-z").empty());
    CHECK_FALSE(fractal_refusal(preset, "julia-c").empty());
    CHECK_FALSE(fractal_refusal(preset, "trap").empty());
    CHECK_FALSE(fractal_refusal(preset, "feed").empty());
    CHECK(fractal_refusal(preset, "radius").empty());
    preset.fractal.recurrence = Recurrence::formula;
    CHECK_FALSE(fractal_refusal(preset, "coefficient").empty());
    preset.fractal.julia = true;
    CHECK_FALSE(fractal_refusal(preset, "start").empty());
    CHECK(fractal_refusal(preset, "julia-c").empty());
    preset.fractal.coloring = Coloring::trap;
    CHECK(fractal_refusal(preset, "trap").empty());
    CHECK_FALSE(fractal_refusal(preset, "trap-size").empty());
    CHECK_FALSE(fractal_refusal(preset, "radius").empty());
    preset.process = Process::diffuse;
    CHECK(fractal_refusal(preset, "feed").empty());
    CHECK_FALSE(fractal_refusal(preset, "feed-share").empty());
    preset.fractal.feed = FractalFeed::mix;
    CHECK(fractal_refusal(preset, "feed-share").empty());
}

TEST_CASE("A line says which recurrence is in force and what it feeds") {
    FractalParams params;
    CHECK(recurrence_text(params, "") == "z ← λ / z⁷ + c");
    params.exponent = -2;
    CHECK(recurrence_text(params, "") == "z ← λ z² + c");
    params.exponent = 2.5f;
    CHECK(recurrence_text(params, "") == "z ← λ / z^2.5 + c");
    params.recurrence = Recurrence::formula;
    CHECK(recurrence_text(params, "z^2 + c") == "z ← z^2 + c");
    Preset preset;
    preset.process = Process::learn;
    preset.fractal.feed = FractalFeed::mix;
    CHECK(feed_text(preset) == "10 % a frame into the learning");
}

TEST_CASE("The cut of z0 = a c^m lies where that is a negative real number") {
    FractalParams params;
    CHECK(branch_cuts(params, FormulaProgram()).empty());  // a whole n has no cut
    params.real_exponent = true;
    params.exponent = 2.5f;
    for (const float m : {1.0f, 2.0f, 3.0f, 5.0f, -2.0f, 2.5f})
        for (const double a : {1.0, 2.2, -0.7}) {
            CAPTURE(m);
            CAPTURE(a);
            params.start_power = m;
            params.start_factor = a;
            const auto cuts = branch_cuts(params, FormulaProgram());
            if (m == std::round(m)) CHECK(cuts.size() == static_cast<std::size_t>(std::abs(m)));
            for (const BranchCut& cut : cuts) {
                CHECK(cut.from == 0.0);
                const bool own_cut = m != std::round(m) && cut.angle > 3.14159;
                const auto start =
                    a * std::polar(1.0, static_cast<double>(m) * cut.angle);  // of c^m, the principal one
                if (!own_cut) CHECK(std::abs(start - std::complex<double>(-std::abs(a), 0)) < 1e-9);
            }
        }
    params.julia = true;
    const auto julia = branch_cuts(params, FormulaProgram());
    REQUIRE(julia.size() == 1);
    CHECK(julia[0].angle == doctest::Approx(std::numbers::pi));
}

TEST_CASE("A typed recurrence has the cut of the function that z goes into, and none without one") {
    FractalParams params;
    params.recurrence = Recurrence::formula;
    CHECK(branch_cuts(params, compile_formula("z^2 + c")).empty());
    CHECK(branch_cuts(params, compile_formula("log(z) + c")).size() == 1);
    CHECK(branch_cuts(params, compile_formula("z^2.5 + c")).size() == 1);
    CHECK(branch_cuts(params, compile_formula("sqrt(z) + c")).size() == 1);
    CHECK(branch_cuts(params, compile_formula("sqrt(z + c)")).empty());  // its cut is a curve
}

TEST_CASE("Of a half line what lies in a box is kept") {
    double from = 0, to = 0;
    REQUIRE(clip_ray(0, 0, -1, 0, -10, -5, -2, 5, from, to));
    CHECK(from == doctest::Approx(2));
    CHECK(to == doctest::Approx(10));
    CHECK_FALSE(clip_ray(0, 0, 1, 0, -10, -5, -2, 5, from, to));
    CHECK_FALSE(clip_ray(0, 6, -1, 0, -10, -5, -2, 5, from, to));
}

TEST_CASE("Points of the plane and pixels of the picture go over into each other, however deep") {
    const FractalPlane plane{{Precise(-0.7432918908524302, -1.03e-17), 0.131, 1e-25}, {1280, 720}};
    const PlanePoint point = plane.pixel_at(1279.2, 3.9);
    CHECK(plane.x_of(point.re) == doctest::Approx(1279.5).epsilon(1e-6));
    CHECK(plane.y_of(point.im) == doctest::Approx(3.5).epsilon(1e-6));
}

TEST_CASE("A drag on the pad moves λ to the mouse, with Shift a tenth of the way; two clicks bring it back") {
    Bench bench;
    const std::string pad = "coefficient.pad";
    bench.host.move_to(within(pad, 0.75f, 0.5f));
    bench.host.button(0, true);
    CHECK(bench.preset.fractal.coefficient_re > 0.2);
    CHECK(std::abs(bench.preset.fractal.coefficient_im) < 0.05);
    bench.host.button(0, false);
    bench.rest();
    const double before = bench.preset.fractal.coefficient_re;
    ImGui::GetIO().KeyShift = true;
    bench.host.button(0, true);
    bench.host.move_to(within(pad, 0.85f, 0.5f));
    bench.host.button(0, false);
    ImGui::GetIO().KeyShift = false;
    const double way = bench.preset.fractal.coefficient_re - before;
    CHECK(way > 0);
    CHECK(way < 0.1);
    bench.rest();
    bench.host.click(pad);
    bench.host.click(pad);
    CHECK(bench.preset.fractal.coefficient_re == FractalParams{}.coefficient_re);
    CHECK(bench.preset.fractal.coefficient_im == FractalParams{}.coefficient_im);
}

TEST_CASE("A formula takes effect while it is typed; a mistake is marked, and the last formula stays") {
    Bench bench;
    bench.host.click("recurrence.formula");
    REQUIRE(bench.preset.fractal.recurrence == Recurrence::formula);
    bench.rest();
    const float below = place_of("iterations")->min.y;
    bench.type_formula("z^3 + c");
    CHECK(bench.preset.formula == "z^3 + c");
    CHECK_FALSE(bench.panel.editor().mistake());
    bench.host.type(" + q");
    CHECK(bench.preset.formula == "z^3 + c");
    CHECK(bench.panel.editor().text() == "z^3 + c + q");
    REQUIRE(bench.panel.editor().mistake());
    CHECK(bench.panel.editor().mistake()->begin == 10);
    CHECK(bench.panel.editor().mistake()->end == 11);
    CHECK_FALSE(bench.panel.editor().mistake()->words.empty());
    CHECK(place_of("iterations")->min.y == below);  // nothing moves
    // Someone else sets another one.
    bench.host.press(ImGuiKey_Enter);
    bench.preset.formula = "z^2 + c";
    bench.host.frames(2);
    CHECK(bench.panel.editor().text() == "z^2 + c");
    CHECK_FALSE(bench.panel.editor().mistake());
}

TEST_CASE("An example brings its formula and its look; samples and what it feeds stay") {
    Bench bench;
    bench.preset.fractal.recurrence = Recurrence::formula;
    bench.preset.fractal.samples = 4;
    bench.host.frames(2);
    bench.host.click("formula.examples");
    bench.host.frames(3);
    bench.host.click("formula.example.Burning ship");
    CHECK(bench.preset.formula == "(abs(re(z)) + i*abs(im(z)))^2 + c");
    CHECK(bench.preset.fractal.coloring == Coloring::escape);
    CHECK(bench.preset.fractal.samples == 4);
    CHECK(bench.preset.fractal.scale == doctest::Approx(0.0035).epsilon(1e-6));  // 800 pixels high
}

TEST_CASE("c follows the mouse over the picture until a click fixes it") {
    FractalPanel panel;
    Preset preset;
    SessionStatus status;
    ViewTransform view;
    Pane pane;
    pane.max = {200, 100};
    PictureMouse mouse;
    mouse.over = true;
    mouse.pane = 0;
    mouse.x = 150;
    mouse.y = 50;
    const FractalPlane plane{{0.5, 0, 0.01}, {200, 100}};
    const auto follow = [&] {
        return panel.follow(preset, {preset, status, std::span(&pane, 1), view, mouse}, plane);
    };
    CHECK_FALSE(follow());
    CHECK_FALSE(preset.fractal.julia);
    panel.follows = true;
    CHECK(follow());
    CHECK(preset.fractal.julia);
    CHECK(preset.fractal.julia_re == doctest::Approx(1));
    CHECK(preset.fractal.julia_im == doctest::Approx(0));
    mouse.y = 70;
    mouse.clicked = true;
    follow();
    CHECK(preset.fractal.julia_im == doctest::Approx(0.2));
    mouse.clicked = false;
    mouse.x = 20;
    CHECK_FALSE(follow());
    CHECK(preset.fractal.julia_re == doctest::Approx(1));
}

TEST_CASE("The Julia set of a point is gone to whole, and once more leads back to the place before") {
    FractalPanel panel;
    Preset preset;
    preset.fractal.center_x = -0.74;
    preset.fractal.scale = 1e-9;
    const FractalPlace before = place_of(preset.fractal);
    panel.toggle_julia_of(preset, {-0.74, 0.13}, {1280, 720});
    CHECK(preset.fractal.julia);
    CHECK(preset.fractal.julia_re == -0.74);
    CHECK(preset.fractal.julia_im == 0.13);
    CHECK(preset.fractal.center_x == Precise(0));
    CHECK(preset.fractal.scale * 720 > 1);
    panel.toggle_julia_of(preset, {0, 0}, {1280, 720});
    CHECK_FALSE(preset.fractal.julia);
    CHECK(place_of(preset.fractal) == before);
}

TEST_CASE("The precision is said to be the functions' where they have no more digits than the zoom needs") {
    FractalParams params;
    params.center_x = -0.75;
    params.scale = 1e-20;
    const auto reason = [&](std::string_view formula = "z^2 + c") {
        return precision_reason(params, formula, {1280, 720});
    };
    CHECK(reason().find("pairs of float64") != std::string::npos);
    params.exponent = 2.5f;
    CHECK(reason().find("a power that is not whole") != std::string::npos);
    params.recurrence = Recurrence::formula;
    CHECK(reason().find("pairs of float64") != std::string::npos);
    CHECK(reason("sin(z) + c").find("the formula's functions") != std::string::npos);
    params.precision = Precision::double_double;
    CHECK(reason("sin(z) + c").find("the formula's functions") != std::string::npos);
    CHECK(reason().find("as chosen") != std::string::npos);
    params.precision = Precision::automatic;
    params.scale = 0.005;
    CHECK(reason("sin(z) + c").find("float32") != std::string::npos);
}
