#include "ui/compare_view.h"

#include <doctest/doctest.h>

#include <chrono>

using namespace droplet;
using namespace std::chrono_literals;

namespace {

Preset of(Process process) {
    Preset preset;
    preset.process = process;
    return preset;
}

CompareParams compared(CompareMode mode, CompareWith with = CompareWith::original) {
    CompareParams params;
    params.mode = mode;
    params.with = with;
    return params;
}

}  // namespace

TEST_CASE("The input that a picture is compared with is what it is made of") {
    CHECK(compared_with(of(Process::convolve), CompareWith::input) == Content::current);
    CHECK(compared_with(of(Process::convolve), CompareWith::original) == Content::original);
    CHECK(compared_with(of(Process::diffuse), CompareWith::input) == Content::original);
    Preset edges = of(Process::edges);
    CHECK(compared_with(edges, CompareWith::input) == Content::current);
    edges.canny.input = CannyInput::convolved;
    CHECK(compared_with(edges, CompareWith::input) == Content::result);
    Preset iterated = of(Process::convolve);
    iterated.convolution.feed = ConvolutionFeed::iterate;
    CHECK(compared_with(iterated, CompareWith::input) == Content::original);
}

TEST_CASE("The first slot always holds the picture of the process, the second the other one") {
    for (const CompareMode mode :
         {CompareMode::wipe, CompareMode::side_by_side, CompareMode::difference, CompareMode::blink}) {
        const ShownPictures shown = shown_pictures(of(Process::convolve), compared(mode), false);
        CHECK(shown.contents == ContentList{Content::result, Content::original});
    }
    const ShownPictures alone = shown_pictures(of(Process::convolve), compared(CompareMode::off), false);
    CHECK(alone.arrangement == Arrangement::alone);
    CHECK(alone.contents == ContentList(Content::result));
}

TEST_CASE("Edges are shown in four stages until something is compared, or they are turned off") {
    CompareParams params;
    CHECK(shown_pictures(of(Process::edges), params, false).arrangement == Arrangement::stages);
    CHECK(shown_pictures(of(Process::edges), params, false).contents.count == 4);
    params.stages = false;
    CHECK(shown_pictures(of(Process::edges), params, false).contents == ContentList(Content::edges));
    CHECK(shown_pictures(of(Process::edges), compared(CompareMode::wipe), false).arrangement ==
          Arrangement::wipe);
    CHECK(shown_pictures(of(Process::diffuse), CompareParams{}, false).arrangement == Arrangement::alone);
}

TEST_CASE("The input stands beside a convolution only where that is asked for and nothing is compared") {
    const Preset convolve = of(Process::convolve);
    const ShownPictures beside = shown_pictures(convolve, compared(CompareMode::off), true);
    CHECK(beside.arrangement == Arrangement::beside);
    CHECK(beside.contents == ContentList{Content::result, Content::current});
    CHECK(shown_pictures(convolve, compared(CompareMode::wipe), true).arrangement == Arrangement::wipe);
    CHECK(shown_pictures(of(Process::diffuse), compared(CompareMode::off), true).arrangement ==
          Arrangement::alone);
}

TEST_CASE("Side by side, the other picture is at the left, and both panes have one size") {
    const ShownPictures shown =
        shown_pictures(of(Process::convolve), compared(CompareMode::side_by_side), false);
    ImGui::CreateContext();
    const std::vector<Pane> panes = panes_of(shown, {10, 20}, {811, 420}, false);
    const std::vector<Pane> held = panes_of(shown, {10, 20}, {811, 420}, true);
    ImGui::DestroyContext();
    REQUIRE(panes.size() == 2);
    CHECK(panes[0].content == Content::original);
    CHECK(panes[0].slot == 1);
    CHECK(panes[1].content == Content::result);
    CHECK(panes[1].slot == 0);
    CHECK(panes[0].max.x <= panes[1].min.x);
    CHECK(panes[0].max.x - panes[0].min.x == panes[1].max.x - panes[1].min.x);
    // While the original is asked for, nothing moves: it stands in both.
    REQUIRE(held.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(held[i].content == Content::original);
        CHECK(held[i].slot == 0);
        CHECK(held[i].min.x == panes[i].min.x);
    }
}

TEST_CASE("The key C walks through every way to compare and back to none") {
    CompareMode mode = CompareMode::off;
    for (const CompareMode next : {CompareMode::wipe, CompareMode::side_by_side, CompareMode::difference,
                                   CompareMode::blink, CompareMode::off}) {
        mode = mode_after(mode);
        CHECK(mode == next);
    }
}

TEST_CASE("A blink shows the other picture first and changes at every period") {
    Blink blink;
    const Blink::Clock::time_point start{100s};
    blink.start(start);
    CHECK(blink.shows_other(start, 0.5f));
    CHECK(blink.shows_other(start + 499ms, 0.5f));
    CHECK_FALSE(blink.shows_other(start + 501ms, 0.5f));
    CHECK(blink.shows_other(start + 1001ms, 0.5f));
    CHECK(blink.seconds_left(start + 200ms, 0.5f) == doctest::Approx(0.3));
    CHECK(blink.seconds_left(start + 700ms, 0.5f) == doctest::Approx(0.3));
}
