#include <doctest/doctest.h>

#include "panel_host.h"
#include "temporary_folder.h"
#include "ui/capture_bar.h"
#include "ui/still_panel.h"

using namespace droplet;
using droplet::test::PanelHost;

namespace {

struct Panel {
    StillParams params;
    CapturePlace place;
    CapturePlacePart fields;
    CaptureFacts facts{.source = "star", .process = "diffuse", .step = 12, .size = {96, 64}};
    ActionList actions;
    Messages messages;
    int stills = 0;
    PanelHost host{[this] {
        if (actions.all().empty()) add_actions();
        still_part({params, place, fields, facts, actions, messages});
    }};

    void add_actions() {
        actions.add({.id = "still", .name = "Still", .tooltip = "F12.", .callback = [this] { ++stills; }});
        actions.add({.id = "window-still", .name = "Window", .tooltip = "W.", .callback = [] {}});
        actions.add({.id = "captures-folder", .name = "Folder", .tooltip = "Open.", .callback = [] {}});
    }
    /// Puts `text` in place of what a field holds, and stays in it.
    void replace(const std::string& field, const std::string& text) {
        host.click(field);
        host.press_with_ctrl(ImGuiKey_A);
        host.type(text);
    }
};

Recipe recipe(std::int64_t step, SourceKind kind, const std::string& path = {}) {
    Recipe recipe;
    recipe.run.step = step;
    recipe.run.source.kind = kind;
    recipe.run.source.path = path;
    return recipe;
}

}  // namespace

TEST_CASE("The button of the panel takes a still") {
    Panel panel;
    panel.host.click("still");
    CHECK(panel.stills == 1);
}

TEST_CASE("A name is taken while it is typed; one that is not valid leaves the last that was in force") {
    Panel panel;
    panel.replace("capture-name", "{source}-{step}");
    CHECK(panel.place.name == "{source}-{step}");
    panel.host.type("{");
    CHECK(panel.place.name == "{source}-{step}");
    panel.host.type("time}");
    CHECK(panel.place.name == "{source}-{step}{time}");
}

TEST_CASE("A folder is taken where it is absolute") {
    Panel panel;
    panel.replace("capture-folder", "relative");
    CHECK(panel.place.folder.empty());
    panel.replace("capture-folder", "/tmp/stills");
    CHECK(panel.place.folder == "/tmp/stills");
}

TEST_CASE("What does nothing now says why") {
    StillParams params;
    CHECK(still_refusal(params, "still-format").empty());
    CHECK(still_refusal(params, "still-quality") == "Only for a JPEG.");
    params.format = StillFormat::jpeg;
    CHECK(still_refusal(params, "still-quality").empty());
    params.content = StillContent::values;
    CHECK(still_refusal(params, "still-format").find("PFM") != std::string::npos);
    CHECK_FALSE(still_refusal(params, "still-quality").empty());
    CHECK(still_refusal(params, "still-content").empty());
}

TEST_CASE("The extension follows what a still holds") {
    CHECK(std::string(still_extension({})) == "png");
    CHECK(std::string(still_extension({.format = StillFormat::png_16})) == "png");
    CHECK(std::string(still_extension({.format = StillFormat::jpeg})) == "jpg");
    CHECK(std::string(still_extension({.content = StillContent::values, .format = StillFormat::jpeg})) ==
          "pfm");
}

TEST_CASE("The bar says in words what a capture was made of") {
    CHECK(capture_words(recipe(120, SourceKind::picture, "/x/star.jpg")) ==
          "Made by Droplet: 120 steps of star.jpg.");
    CHECK(capture_words(recipe(1, SourceKind::test_picture)) ==
          "Made by Droplet: 1 step of the test picture.");
    CHECK(capture_words(recipe(0, SourceKind::fractal)) == "Made by Droplet from the fractal.");
    Recipe film = recipe(40, SourceKind::video, "/x/walk.mp4");
    film.fps = 25;
    film.takes.resize(1);
    film.takes[0].shots.resize(2);
    film.takes[0].shots[1].frames = 30;
    CHECK(capture_words(film) == "Made by Droplet: a film of 31 frames, 40 steps of walk.mp4.");
    film.takes.clear();
    CHECK(capture_words(film) == "Made by Droplet: a film that begins after 40 steps of walk.mp4.");
}

TEST_CASE("The bar offers what can be done by how far the capture has come") {
    CaptureOffer offer{.path = "/x/still.png", .recipe = recipe(120, SourceKind::picture, "/x/star.jpg")};
    CaptureAnswer answer = CaptureAnswer::none;
    PanelHost host([&] {
        const CaptureAnswer now = capture_bar(offer, 30, {0, 0}, {640, 400});
        if (now != CaptureAnswer::none) answer = now;
    });
    ImGui::GetIO().DisplaySize = {640, 400};
    host.frames(2);
    host.click("capture.restore");
    CHECK(answer == CaptureAnswer::restore);
    offer.state = CaptureOffer::State::restoring;
    host.frames(2);
    host.click("capture.cancel");
    CHECK(answer == CaptureAnswer::cancel);
    offer.state = CaptureOffer::State::restored;
    host.frames(2);
    host.click("capture.open");
    CHECK(answer == CaptureAnswer::open);
    host.click("capture.dismiss");
    CHECK(answer == CaptureAnswer::dismiss);
}
