#include "ui/palette_editor.h"

#include <doctest/doctest.h>

#include <cmath>

#include "model/palette_edit.h"
#include "ui/experiment.h"
#include "ui/palette_bar.h"
#include "ui/panel_host.h"
#include "ui/undo_history.h"

using namespace droplet;

namespace {

const Palette three{{{0, {1, 0, 0}}, {0.5f, {0, 1, 0}}, {0.75f, {0, 0, 1}}}, true, {1, 1, 1}};

/// The section over settings, with the window's way to undo.
struct Bench {
    FractalParams params;
    Palette custom;
    Messages messages;
    PaletteEditorResult last;  ///< of all frames
    UndoHistory<Palette> history{custom};
    test::PanelHost host;

    explicit Bench(Palette own = {}) : custom(std::move(own)), host([this] { draw(); }) {
        if (!custom.empty()) params.palette = PaletteName::custom;
        host.frames(10);
        // The first stop, whatever the test before left.
        host.move_to(at_stop(0));
        host.button(0, true);
        host.button(0, false);
        rest();
    }
    void draw() {
        const PaletteEditorResult result = palette_editor(params, custom, messages);
        last.changed |= result.changed;
        last.load |= result.load;
        last.save |= result.save;
        if (!ImGui::IsAnyItemActive()) history.commit(custom);
    }
    const Palette& colors() const { return palette_of(params, custom); }
    /// Long enough for a click not to be taken for the second of two.
    void rest() { host.frames(40); }
    void click(const char* key) {
        rest();
        host.click(key);
    }
    /// On the bar's handles, at a position of the palette.
    static ImVec2 on_bar(float position) {
        const Place bar = *place_of("palette.bar");
        const float inset = px(6);
        return {bar.min.x + inset + position * (bar.max.x - bar.min.x - 2 * inset), bar.max.y - px(7)};
    }
    ImVec2 at_stop(std::size_t i) const { return on_bar(colors().stops[i].position); }
    void drag(ImVec2 from, ImVec2 to) {
        rest();
        host.move_to(from);
        host.button(0, true);
        for (int i = 1; i <= 8; ++i) {
            const float share = static_cast<float>(i) / 8;
            host.move_to({from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)});
        }
    }
    void drop() { host.button(0, false); }
    void unfold() {
        click("fold.Edit the palette");
        host.frames(2);
    }
};

}  // namespace

TEST_CASE("A click on a bar of the gallery chooses that palette") {
    Bench bench(three);
    bench.click("palette.viridis");
    CHECK(bench.params.palette == PaletteName::viridis);
    bench.click("palette.custom");
    CHECK(bench.params.palette == PaletteName::custom);
    CHECK(bench.custom == three);
}

TEST_CASE("Where there is no custom palette it cannot be chosen") {
    Bench bench;
    bench.click("palette.ember");
    bench.click("palette.custom");
    CHECK(bench.params.palette == PaletteName::ember);
    CHECK(bench.custom.empty());
}

TEST_CASE("A stop follows the mouse past others; the whole drag is one entry of undo") {
    Bench bench(three);
    bench.drag(bench.at_stop(1), Bench::on_bar(0.9f));
    REQUIRE(bench.custom.stops.size() == 3);
    CHECK(bench.custom.stops[2].color == Rgb{0, 1, 0});
    CHECK(bench.custom.stops[2].position == doctest::Approx(0.9).epsilon(0.01));
    CHECK(bench.custom.stops[1] == three.stops[2]);  // the one that was passed stands where it stood
    bench.drop();
    bench.host.frames(2);
    const auto undone = bench.history.undo();
    REQUIRE(undone.has_value());
    CHECK(undone->value == three);
    CHECK_FALSE(bench.history.can_undo());
}

TEST_CASE("A click on a stop selects it and changes nothing") {
    Bench bench(three);
    bench.host.move_to(bench.at_stop(2));
    bench.host.button(0, true);
    bench.host.move_to({bench.at_stop(2).x + 1, bench.at_stop(2).y});
    bench.host.button(0, false);
    CHECK(bench.custom == three);
    CHECK_FALSE(bench.last.changed);
}

TEST_CASE("A double click adds a stop of the color that is there") {
    Bench bench(three);
    bench.host.move_to(Bench::on_bar(0.25f));
    for (int i = 0; i < 2; ++i) {
        bench.host.button(0, true);
        bench.host.button(0, false);
    }
    REQUIRE(bench.custom.stops.size() == 4);
    CHECK(bench.custom.stops[1].position == doctest::Approx(0.25).epsilon(0.02));
    CHECK(bench.custom.stops[1].color.r == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("A stop that is dragged off the bar is gone, and back when it is dragged back") {
    Bench bench(three);
    const ImVec2 stop = bench.at_stop(1);
    bench.drag(stop, {stop.x, stop.y + px(120)});
    CHECK(bench.custom.stops.size() == 2);
    bench.host.move_to(stop);
    CHECK(bench.custom == three);
    bench.host.move_to({stop.x, stop.y + px(120)});
    bench.drop();
    CHECK(bench.custom == without_stop(three, 1).palette);
}

TEST_CASE("The last stop cannot be dragged off, and Delete leaves it") {
    Bench bench(Palette{{{0.5f, {1, 0, 0}}}, true, {}});
    const ImVec2 stop = bench.at_stop(0);
    bench.drag(stop, {stop.x, stop.y + px(120)});
    bench.drop();
    CHECK(bench.custom.stops.size() == 1);
    bench.host.press(ImGuiKey_Delete);
    CHECK(bench.custom.stops.size() == 1);
}

TEST_CASE("Delete takes the selected stop away") {
    Bench bench(three);
    bench.host.move_to(bench.at_stop(1));
    bench.host.button(0, true);
    bench.host.button(0, false);
    bench.host.press(ImGuiKey_Delete);
    CHECK(bench.custom == without_stop(three, 1).palette);
}

TEST_CASE("An edit of a named palette makes it the custom one and leaves the named one") {
    Bench bench;
    const Palette ocean = builtin_palette(PaletteName::ocean);
    bench.drag(bench.at_stop(3), Bench::on_bar(0.17f));
    bench.drop();
    CHECK(bench.params.palette == PaletteName::custom);
    CHECK(bench.custom.stops.size() == ocean.stops.size());
    CHECK_FALSE(bench.custom == ocean);
    CHECK(builtin_palette(PaletteName::ocean) == ocean);
}

TEST_CASE("Buttons do with the palette what the model's edits do") {
    Bench bench(three);
    bench.unfold();
    bench.click("palette.reverse");
    CHECK(bench.custom == reversed(three));
    bench.click("palette.spread");
    CHECK(bench.custom == evenly_spread(reversed(three)));
    bench.click("palette.mirror");
    CHECK(bench.custom == mirrored(evenly_spread(reversed(three))));
    const Palette before = bench.custom;
    bench.click("palette.simplify");
    CHECK(bench.custom == simplified(before, 0.025f));
    bench.click("palette.surprise");
    const Palette surprise = bench.custom;
    CHECK_FALSE(surprise == before);
    bench.click("palette.surprise");
    CHECK_FALSE(bench.custom == surprise);
    const Palette unshuffled = bench.custom;
    bench.click("palette.shuffle");
    CHECK_FALSE(bench.custom == unshuffled);
    CHECK(bench.custom.stops.size() == unshuffled.stops.size());
    CHECK(why_not_valid(bench.custom) == "");
}

TEST_CASE("The selected stop is stepped through and removed by its buttons") {
    Bench bench(three);
    bench.unfold();
    bench.click("palette.next");
    bench.click("palette.remove");
    CHECK(bench.custom == without_stop(three, 1).palette);
    bench.click("palette.remove");
    bench.click("palette.remove");  // greyed
    CHECK(bench.custom.stops.size() == 1);
}

TEST_CASE("A color is typed as hexadecimal digits") {
    Bench bench(three);
    bench.unfold();
    bench.rest();
    const Place row = *place_of("palette.color");
    bench.host.move_to({row.min.x + px(20), (row.min.y + row.max.y) / 2});
    bench.host.button(0, true);
    bench.host.button(0, false);
    ImGui::GetIO().KeyCtrl = true;
    bench.host.press(ImGuiKey_A);
    ImGui::GetIO().KeyCtrl = false;
    bench.host.type("204060");
    bench.host.press(ImGuiKey_Enter);
    CHECK(bench.custom.stops[0].color.r == doctest::Approx(0x20 / 255.0));
    CHECK(bench.custom.stops[0].color.b == doctest::Approx(0x60 / 255.0));
    CHECK(bench.custom.stops[1] == three.stops[1]);
}

TEST_CASE("Fit spreads the palette over all iterations, and is for counts only") {
    Bench bench;
    bench.params.iterations = 80;
    bench.params.palette_offset = 0.3f;
    bench.click("palette.fit");
    CHECK(bench.params.palette_density == 0.25f);
    CHECK(bench.params.palette_offset == 0);
    bench.params.coloring = Coloring::angle;
    bench.params.palette_density = 3;
    bench.click("palette.fit");
    CHECK(bench.params.palette_density == 3);
}

TEST_CASE("Import and export ask the window for a file") {
    Bench bench;
    bench.click("palette.import");
    CHECK(bench.last.load);
    CHECK_FALSE(bench.last.save);
    bench.click("palette.export");
    CHECK(bench.last.save);
}

TEST_CASE("Whatever the palette, what is drawn has finite places, and the section keeps its size") {
    float height = 0;
    for (const Palette& colors :
         {three, Palette{{{1, {1, 1, 1}}}, false, {}}, builtin_palette(PaletteName::ocean),
          Palette{{{0, {}}, {0, {1, 1, 1}}, {1, {}}, {1, {1, 1, 1}}}, false, {}}}) {
        Bench bench(colors);
        const ImDrawData& drawn = *ImGui::GetDrawData();
        for (int l = 0; l < drawn.CmdListsCount; ++l)
            for (const ImDrawVert& v : drawn.CmdLists[l]->VtxBuffer)
                CHECK((std::isfinite(v.pos.x) && std::isfinite(v.pos.y)));
        const float bottom = place_of("palette.export")->max.y;
        if (height > 0) CHECK(bottom == height);
        height = bottom;
    }
}
