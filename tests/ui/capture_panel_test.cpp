#include "ui/capture_panel.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "ui/panel_host.h"

using namespace droplet;
using State = FilmControl::State;

namespace {

/// The section on a display that is not there.
struct Panel {
    FilmParams params;
    FilmFacts facts{.content = {640, 480}, .folder = "/films", .disk_left = 5'000'000'000};
    Messages messages;
    int pressed = 0;
    bool stills_drawn = false;
    Action record{.id = "record",
                  .name = "Record",
                  .tooltip = "Start or stop recording a film.",
                  .callback = [this] { ++pressed; },
                  .enabled = [this] { return record_refusal(params, facts).empty(); },
                  .reason = [this] { return record_refusal(params, facts); }};
    test::PanelHost host{
        [this] { capture_panel(params, facts, record, messages, [this] { stills_drawn = true; }); }};

    std::vector<float> tops() {
        host.frames(2);
        std::vector<float> found;
        for (const char* key :
             {"film-format.mp4", "film-content.view", "film-clock.steps", "film-every", "film-fps",
              "film-quality.good", "film-size.fixed", "film-scale", "record", "film-card"})
            found.push_back(place_of(key).value().min.y);
        return found;
    }
};

FilmFacts recording() {
    FilmFacts facts{.state = State::recording};
    facts.status.frames = 360;
    facts.status.film_seconds = 12;
    facts.status.queue_size = 8;
    facts.status.queued = 3;
    facts.status.dropped = 2;
    facts.status.path = "/films/a film with a name that is much longer than the panel is wide.mp4";
    facts.elapsed_s = 12.3;
    return facts;
}

}  // namespace

TEST_CASE("Every row of a film does something under some settings, and says why where it does nothing") {
    FilmParams steps, fixed, scaled, gif, window;
    steps.clock = FilmClock::steps;
    fixed.size = FilmSize::fixed;
    scaled.size = FilmSize::scaled;
    gif.format = FilmFormat::gif;
    window.content = FilmContent::window;
    const FilmFacts facts;
    for_each_field<FilmParams>([&](const auto& field) {
        CAPTURE(std::string(field.key));
        bool usable = false;
        for (const FilmParams& params : {steps, fixed, scaled})
            usable |= film_refusal(params, facts, field.key).empty();
        CHECK(usable);
        CHECK_FALSE(film_refusal(steps, recording(), field.key).empty());
    });
    const auto refused = [&](const FilmParams& params, const char* key) {
        return !film_refusal(params, facts, key).empty();
    };
    CHECK(refused(FilmParams{}, "film-every"));
    CHECK(refused(FilmParams{}, "film-scale"));
    CHECK(refused(FilmParams{}, "film-width"));
    CHECK(refused(gif, "film-odd-size"));
    CHECK_FALSE(refused(gif, "film-quality"));
    CHECK(refused(window, "film-clock"));
    CHECK(refused(window, "performance"));
    CHECK_FALSE(refused(FilmParams{}, "performance"));
}

TEST_CASE("The clock by steps is live where nothing steps, and where the window itself is filmed") {
    FilmParams params;
    params.clock = FilmClock::steps;
    CHECK(clock_of(params, true) == FilmClock::steps);
    CHECK(clock_of(params, false) == FilmClock::live);
    FilmFacts still;
    still.steps = false;
    CHECK_FALSE(film_refusal(params, still, "film-clock").empty());
    for (const FilmContent content : {FilmContent::view, FilmContent::window}) {
        params.content = content;
        CHECK(clock_of(params, true) == FilmClock::live);
    }
}

TEST_CASE("Recording is refused with the reason: no picture, no ffmpeg, a GIF too fast, a film under way") {
    FilmParams params;
    FilmFacts facts;
    CHECK(record_refusal(params, facts).empty());
    facts.has_picture = false;
    CHECK_FALSE(record_refusal(params, facts).empty());
    facts = {};
    facts.has_ffmpeg = false;
    CHECK(record_refusal(params, facts).find("ffmpeg") != std::string::npos);
    params.format = FilmFormat::png;
    CHECK(record_refusal(params, facts).empty());
    facts = {};
    params.format = FilmFormat::gif;
    params.fps = 50;
    CHECK(record_refusal(params, facts).empty());
    params.fps = 60;
    CHECK(record_refusal(params, facts).find("50") != std::string::npos);
    facts.state = State::finishing;
    CHECK_FALSE(record_refusal(FilmParams{}, facts).empty());
}

TEST_CASE("Nothing in the panel moves when a recording begins, nor when it is completed") {
    Panel panel;
    const std::vector<float> idle = panel.tops();
    panel.facts = recording();
    CHECK(panel.tops() == idle);
    panel.facts.state = State::finishing;
    CHECK(panel.tops() == idle);
    CHECK(panel.stills_drawn);
}

TEST_CASE("A choice is one click, and none is taken while a film is recorded") {
    Panel panel;
    panel.host.click("film-format.webm");
    CHECK(panel.params.format == FilmFormat::webm);
    panel.host.click("film-clock.steps");
    CHECK(panel.params.clock == FilmClock::steps);
    panel.host.click("film-size.fixed");
    CHECK(panel.params.size == FilmSize::fixed);
    panel.facts = recording();
    panel.host.frames(2);
    panel.host.click("film-format.gif");
    panel.host.click("film-size.scaled");
    CHECK(panel.params.format == FilmFormat::webm);
    CHECK(panel.params.size == FilmSize::fixed);
}

TEST_CASE("The big button starts and stops, and does nothing while a film is being completed") {
    Panel panel;
    panel.host.click("record");
    CHECK(panel.pressed == 1);
    panel.facts = recording();
    panel.host.click("record");
    CHECK(panel.pressed == 2);
    panel.facts.state = State::finishing;
    panel.host.click("record");
    CHECK(panel.pressed == 2);
}

TEST_CASE("A width that is typed counts when it is valid; else the message names the limits") {
    Panel panel;
    panel.params.size = FilmSize::fixed;
    panel.host.frames(2);
    const auto type = [&](const char* digits) {
        panel.host.click("film-width");
        panel.host.press_with_ctrl(ImGuiKey_A);
        panel.host.type(digits);
        panel.host.press(ImGuiKey_Enter);
        panel.host.frames(2);
    };
    type("1280");
    CHECK(panel.params.width == 1280);
    CHECK(panel.messages.shown().empty());
    type("3");
    CHECK(panel.params.width == 1280);
    REQUIRE(panel.messages.shown().size() == 1);
    CHECK(panel.messages.shown().front().text.find("16 to 16384") != std::string::npos);
}

TEST_CASE("Without ffmpeg the panel says so, and offers stills, which it then records") {
    Panel panel;
    panel.facts.has_ffmpeg = false;
    panel.host.frames(2);
    panel.host.click("record");
    CHECK(panel.pressed == 0);
    panel.host.click("film-format.webm");
    CHECK(panel.params.format == FilmFormat::mp4);
    panel.host.click("film-stills-instead");
    CHECK(panel.params.format == FilmFormat::png);
    panel.host.frames(2);
    panel.host.click("record");
    CHECK(panel.pressed == 1);
}

TEST_CASE("A film is as large as its content, as told, or by a factor that leaves at least a pixel") {
    FilmParams params;
    CHECK(film_size(params, {640, 481}) == Size{});
    params.size = FilmSize::fixed;
    CHECK(film_size(params, {640, 481}) == Size{1920, 1080});
    params.size = FilmSize::scaled;
    params.scale = 0.5f;
    CHECK(film_size(params, {640, 482}) == Size{320, 241});
    params.scale = 0.05f;
    CHECK(film_size(params, {640, 4}) == Size{32, 1});
    CHECK(film_size(params, {}) == Size{});
}

TEST_CASE("Times and amounts are told in few words") {
    CHECK(time_text(0) == "0:00");
    CHECK(time_text(59.9) == "0:59");
    CHECK(time_text(3723) == "1:02:03");
    CHECK(bytes_text(812) == "812 B");
    CHECK(bytes_text(1536) == "1.5 KiB");
    CHECK(bytes_text(3 * 1024 * 1024 + 400 * 1024) == "3.4 MiB");
    CHECK(bytes_text(120ull << 30) == "120 GiB");
}

TEST_CASE("Closing while recording asks: finish, keep, discard, by mouse and by keyboard") {
    CloseAnswer answer = CloseAnswer::none;
    bool finishing = false, open = true;
    test::PanelHost host([&] {
        if (!open) return;
        const CloseAnswer now = close_dialog(12.7, finishing);
        if (now != CloseAnswer::none) answer = now;
    });
    ImGui::GetIO().DisplaySize = {640, 400};  // the smallest window
    const auto asked = [&](const char* key) {
        answer = CloseAnswer::none;
        host.frames(3);
        host.click(key);
        return answer;
    };
    CHECK(asked("close.keep") == CloseAnswer::keep);
    CHECK(asked("close.finish") == CloseAnswer::finish);
    CHECK(asked("close.discard") == CloseAnswer::discard);
    answer = CloseAnswer::none;
    host.press(ImGuiKey_Escape);
    CHECK(answer == CloseAnswer::keep);
    finishing = true;
    CHECK(asked("close.discard") == CloseAnswer::none);
    open = false;
    host.frames(2);
}
