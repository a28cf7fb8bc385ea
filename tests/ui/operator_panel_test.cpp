#include "ui/operator_panel.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "media/test_picture.h"
#include "session/backends.h"
#include "ui/operator_panel_logic.h"
#include "ui/panel_host.h"

using namespace droplet;

namespace {

float weight_after(const LearningState& state, const LearningParams& params, int index, float wanted) {
    const auto edit = weight_edit(state, params, index, wanted);
    REQUIRE(edit.has_value());
    return edited(state, *edit, params).current.weights[static_cast<std::size_t>(index)];
}

LearningState laplace(int channels) {
    return initial_learning_state(start_operator(StartOperator::laplace, channels, 0));
}

/// The panel over a state that takes its edits, as a session would.
struct Bench {
    LearningState state;
    LearningParams params;
    Messages messages;
    std::vector<OperatorEdit> edits;
    bool load = false, save = false;
    test::PanelHost host;

    explicit Bench(LearningState s) : state(std::move(s)), host([this] { draw(); }) { host.frames(10); }

    void draw() {
        const auto result = operator_panel(state, params, messages);
        operator_limits_panel(state, params, messages);
        for (const OperatorEdit& edit : result.edits) state = edited(state, edit, params);
        edits.insert(edits.end(), result.edits.begin(), result.edits.end());
        load |= result.load;
        save |= result.save;
    }
    float weight(std::size_t index) const { return state.current.weights[index]; }
    /// Long enough for a click not to be taken for the second of two.
    void rest() { host.frames(40); }
};

}  // namespace

TEST_CASE("Numbers in cells are short and tell a small weight from none") {
    CHECK(short_weight_text(0) == "0");
    CHECK(short_weight_text(0.25f) == ".25");
    CHECK(short_weight_text(-0.001f) == "−.00");
    CHECK(short_weight_text(-4) == "−4.0");
    CHECK(short_weight_text(0.9961f) == "1.0");
    CHECK(short_weight_text(9.96f) == "10");
    CHECK(short_weight_text(-123.4f) == "−123");
    CHECK(short_weight_text(9999) == "10k");
    CHECK(short_weight_text(std::nanf("")) == "nan");
}

TEST_CASE("A weight's place is named by its channels and offset") {
    CHECK(weight_place(3, (1 * 3 + 0) * 9 + 1) == "out G, in R, dy −1, dx 0");
    CHECK(weight_place(1, 8) == "dy 1, dx 1");
}

TEST_CASE("The range of the colours is round, holds every weight, and does not flicker at its limit") {
    float range = steady_weight_range(0, 4);
    CHECK(range == 5);
    range = steady_weight_range(range, 5.2f);
    CHECK(range == 10);
    CHECK(steady_weight_range(range, 4.9f) == 10);  // just below: it stays
    CHECK(steady_weight_range(range, 3.9f) == 5);
    CHECK(steady_weight_range(range, 0) == 10);
    CHECK(steady_weight_range(0, 0) == 1);
    CHECK(steady_weight_range(1, 0.003f) == doctest::Approx(0.005f));
}

TEST_CASE("Under every symmetry, zero sum and pins, an edit makes the weight what was wanted or is refused") {
    for (const int channels : {1, 3})
        for (const Symmetry symmetry : {Symmetry::none, Symmetry::mirror, Symmetry::rotational})
            for (const bool zero_sum : {false, true})
                for (const int pin : {-1, 0, 1, 4}) {
                    LearningParams params;
                    params.symmetry = symmetry;
                    params.zero_sum = zero_sum;
                    LearningState state =
                        initial_learning_state(start_operator(StartOperator::random, channels, 5));
                    if (pin >= 0) state = edited(state, SetPin{pin, true}, params);
                    state = edited(state, SetPin{2, false}, params);  // held to the settings
                    int refused = 0;
                    for (int i = 0; i < 9; ++i) {
                        CAPTURE(i);
                        CAPTURE(pin);
                        CAPTURE(static_cast<int>(symmetry));
                        CAPTURE(zero_sum);
                        if (!weight_edit(state, params, i, 0.7f)) {
                            ++refused;
                            continue;
                        }
                        CHECK(weight_after(state, params, i, 0.7f) == doctest::Approx(0.7f).epsilon(1e-4));
                    }
                    CHECK(refused < 9);
                    if (pin < 0) CHECK(refused == 0);
                }
}

TEST_CASE("A free weight of a class that a pinned one holds cannot be moved") {
    LearningParams params;
    params.symmetry = Symmetry::rotational;
    LearningState state = laplace(1);
    state.pinned[1] = true;
    CHECK_FALSE(weight_edit(state, params, 3, 2).has_value());
    CHECK(weight_after(state, params, 1, 2) == 2);
    CHECK(weight_after(state, params, 4, 2) == 2);
}

TEST_CASE("The change of the last second is that, and nothing at first") {
    WeightMemory memory;
    Operator op{.channels = 1};
    CHECK(memory.change(4) == 0);
    for (int i = 0; i <= 300; ++i) {  // 3 s of a weight that rises by 2 a second
        op.weights[4] = 2 * static_cast<float>(i) / 100;
        memory.add(i / 100.0, op);
    }
    CHECK(memory.change(4) == doctest::Approx(2).epsilon(0.1));
    memory.add(3.1, Operator{.channels = 3});
    CHECK(memory.change(4) == 0);
}

TEST_CASE("The gauge tells calm rates, patterns and those that may blow up, in a sentence each") {
    LearningParams params;
    const Operator op = laplace(3).current;
    const auto spectrum = math::spectrum_of(op);
    const auto zone = [&] { return stability_of(op, spectrum, params); };
    CHECK(zone().zone == StabilityZone::patterns);
    CHECK(zone().sentence.find("clamp") != std::string::npos);
    CHECK(zone().growth == doctest::Approx(3.8));
    params.rate = 0.05f;
    CHECK(zone().zone == StabilityZone::calm);
    CHECK(zone().safe_rate == doctest::Approx(1.0 / 12));
    params.rate = 0.2f;
    params.k = 10;
    CHECK(zone().zone == StabilityZone::may_blow_up);
    params.conductance = LearningConductance::inverse;
    CHECK(zone().zone == StabilityZone::may_blow_up);
    CHECK(zone().sentence.find("in 4 steps") != std::string::npos);
    params.k = 0.2f;
    CHECK(zone().zone == StabilityZone::patterns);
    const Operator zero{.channels = 3};
    CHECK(stability_of(zero, math::spectrum_of(zero), params).zone == StabilityZone::calm);
    Operator bad = op;
    bad.weights[3] = std::numeric_limits<float>::quiet_NaN();
    CHECK(stability_of(bad, math::spectrum_of(bad), params).zone == StabilityZone::may_blow_up);
}

TEST_CASE("What the gauge says of the Laplace operator is what a picture does") {
    struct Case {
        LearningConductance conductance;
        float k, rate;
        StabilityZone zone;
    };
    using enum LearningConductance;
    for (const Case& c :
         {Case{exponential, 0.2f, 0.05f, StabilityZone::calm}, Case{inverse, 10, 0.05f, StabilityZone::calm},
          Case{exponential, 0.2f, 0.2f, StabilityZone::patterns},
          Case{exponential, 1, 0.2f, StabilityZone::patterns},
          Case{inverse, 0.2f, 0.5f, StabilityZone::patterns},
          Case{exponential, 10, 0.2f, StabilityZone::may_blow_up},
          Case{inverse, 10, 0.1f, StabilityZone::may_blow_up},
          Case{inverse, 10, 2, StabilityZone::may_blow_up}}) {
        LearningParams params;
        params.learning = false;
        params.conductance = c.conductance;
        params.k = c.k;
        params.rate = c.rate;
        CAPTURE(c.k);
        CAPTURE(c.rate);
        const auto backend = open_backend(BackendChoice::cpu, 1).backend;
        backend->upload(make_test_picture({96, 64}));
        const Operator op = backend->learning_state().current;
        backend->learn(params, 60, {});
        const Image before = backend->download(Content::current);
        backend->learn(params, 1, {});
        const Image after = backend->download(Content::current);
        double moved = 0;
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 96; ++x)
                moved += static_cast<double>(std::fabs(after.plane(1).row(y)[x] - before.plane(1).row(y)[x]));
        moved /= 96 * 64;
        CHECK(stability_of(op, math::spectrum_of(op), params).zone == c.zone);
        if (c.zone == StabilityZone::calm)
            CHECK(moved < 0.001);
        else if (c.zone == StabilityZone::patterns)
            CHECK(moved < 0.1);
        else
            CHECK(moved > 0.5);
    }
}

TEST_CASE("A cell that is dragged edits its weight in every frame until it is let go") {
    for (const int channels : {1, 3}) {
        Bench bench(laplace(channels));
        const ImVec2 cell = test::PanelHost::at("operator.1");
        bench.host.move_to(cell);
        bench.host.button(0, true);
        CHECK(bench.edits.empty());  // a click is no drag
        bench.host.move_to({cell.x + 20, cell.y});
        const float dragged = bench.weight(1);
        CHECK(dragged == doctest::Approx(1 + 20 * 0.01f * 5));
        bench.state.current.weights[1] = -3;  // what learning may do meanwhile
        bench.host.frames(1);
        CHECK(bench.weight(1) == dragged);
        ImGui::GetIO().KeyShift = true;
        bench.host.move_to({cell.x + 30, cell.y});
        ImGui::GetIO().KeyShift = false;
        CHECK(bench.weight(1) == doctest::Approx(dragged + 10 * 0.001f * 5));
        bench.host.button(0, false);
        const std::size_t count = bench.edits.size();
        bench.host.frames(5);
        CHECK(bench.edits.size() == count);
    }
}

TEST_CASE("A double-clicked cell takes a typed number; one that is out of range is refused in a line") {
    Bench bench(laplace(3));
    const auto type = [&](const std::string& text) {
        bench.rest();
        bench.host.click("operator.40");
        bench.host.click("operator.40");
        bench.host.frames(3);
        bench.host.type(text);
        bench.host.press(ImGuiKey_Enter);
        bench.host.frames(3);
    };
    type("-1.25");
    CHECK(bench.weight(40) == -1.25f);
    type("20000");
    CHECK(bench.weight(40) == -1.25f);
    REQUIRE(bench.messages.shown().size() == 1);
    CHECK(bench.messages.shown()[0].text == "weight: 20000 is out of range; valid: -10000 to 10000");
}

TEST_CASE("Cells are reached and typed into by the keyboard") {
    Bench bench(laplace(3));
    bench.host.click("operator.40");
    bench.rest();
    bench.host.move_to({-1, -1});
    bench.host.press(ImGuiKey_DownArrow);
    bench.host.frames(2);
    bench.host.press(ImGuiKey_Space);
    bench.host.frames(3);
    bench.host.type("0.625");
    bench.host.press(ImGuiKey_Enter);
    bench.host.frames(3);
    CHECK(bench.weight(43) == 0.625f);
    CHECK(bench.edits.size() == 1);
}

TEST_CASE("A right-clicked cell is pinned, and free again after another; all at once by the button") {
    Bench bench(laplace(3));
    bench.host.click("operator.17", 1);
    CHECK(bench.state.pinned[17]);
    bench.rest();
    bench.host.click("operator.17", 1);
    CHECK(bench.state.pinned.none());
    for (const char* key : {"operator.3", "operator.80"}) {
        bench.rest();
        bench.host.click(key, 1);
    }
    CHECK(bench.state.pinned.count() == 2);
    bench.host.click("operator.unpin");
    CHECK(bench.state.pinned.none());
}

TEST_CASE("The buttons restart, roll another random operator, and ask for files") {
    Bench bench(laplace(1));
    bench.state.current.weights[0] = 3;
    bench.host.click("operator.restart");
    CHECK(bench.state.current == bench.state.start);
    bench.host.click("operator.random");
    CHECK(bench.params.start == StartOperator::random);
    CHECK(bench.params.seed >= 1);
    CHECK_FALSE(bench.load);
    bench.host.click("operator.open");
    CHECK(bench.load);
    CHECK_FALSE(bench.save);
    bench.host.click("operator.save");
    CHECK(bench.save);
}

TEST_CASE("A drag on the bar of rates sets the rate, within what is valid") {
    Bench bench(laplace(3));
    const auto place = place_of("operator.gauge");
    REQUIRE(place.has_value());
    const float y = (place->min.y + place->max.y) / 2;
    bench.host.move_to({place->min.x + 5, y});
    bench.host.button(0, true);
    CHECK(bench.params.rate < 0.002f);
    bench.host.move_to({place->max.x + 100, y});
    CHECK(bench.params.rate == doctest::Approx(4));
    bench.host.button(0, false);
    CHECK(bench.edits.empty());
}

TEST_CASE("Weights that are no numbers, and no operator at all, are drawn without harm") {
    for (const int channels : {0, 1, 3}) {
        LearningState state = channels > 0 ? laplace(channels) : LearningState{};
        state.current.weights[2] = std::numeric_limits<float>::quiet_NaN();
        state.current.weights[3] = std::numeric_limits<float>::infinity();
        Bench bench(state);
        if (channels > 0) bench.host.move_to(test::PanelHost::at("operator.2"));
        bench.host.frames(3);
        CHECK(bench.edits.empty());
        const ImDrawData& drawn = *ImGui::GetDrawData();
        for (int l = 0; l < drawn.CmdListsCount; ++l)
            for (const ImDrawVert& v : drawn.CmdLists[l]->VtxBuffer) REQUIRE(std::isfinite(v.pos.x));
    }
}
