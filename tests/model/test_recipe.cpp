#include "model/recipe.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <string>

#include "model/error.h"
#include "model/json_fields.h"
#include "model/recipe_settings.h"
#include "tests/model/changed_bytes.h"
#include "tests/model/random_recipe.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::string refusal(const std::string& json, Fault fault) {
    try {
        parse_recipe(json, "c.png");
    } catch (const Error& error) {
        const std::string message = error.what();
        CHECK_MESSAGE(error.fault() == fault, message);
        CHECK_MESSAGE(message.find('\n') == std::string::npos, message);
        CHECK_MESSAGE(message.starts_with("c.png: "), message);
        CHECK_MESSAGE(message.size() < 400, message);
        return message;
    }
    return "accepted";
}

BrushDab dab_at(float x, float y) {
    BrushDab dab;
    dab.x = x;
    dab.y = y;
    return dab;
}

Recipe small_recipe() {
    Recipe recipe;
    recipe.made_by = "0.4.0";
    recipe.backend = "cpu";
    recipe.run.source = {SourceKind::picture, "/p/star.jpg", std::string(64, '0'), {64, 48}, 3, false};
    recipe.run.events = {
        {0, recipe.settings}, {3, Kick{0.2f}}, {3, Stroke{{dab_at(1.5f, 2), dab_at(1.5f, 3)}}}};
    recipe.run.step = 12;
    return recipe;
}

Shot shot_at(std::int64_t step, std::int64_t events, const RunSettings& settings) {
    Shot shot;
    shot.step = step;
    shot.events = events;
    shot.settings = settings;
    return shot;
}

/// The recipe's text with one part of it replaced.
std::string with(const std::string& what, const std::string& by) {
    std::string text = recipe_text(small_recipe());
    const std::size_t at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), by);
}

std::string with_film(const std::string& shots) {
    return with(R"("events":[)", R"("film":{"fps":30,"takes":[{"step":12,"events":3,"shots":[)" + shots +
                                     R"(]}]},"events":[)");
}

std::string with_events(const std::string& events) {
    const std::string text = recipe_text(small_recipe());
    return text.substr(0, text.find(R"("events":[)")) + "\"events\":[" + events + "]}";
}

}  // namespace

TEST_CASE("a recipe written and read again is the same recipe, whatever was done") {
    std::mt19937 random(11);
    for (int i = 0; i < 400; ++i) {
        CAPTURE(i);
        const Recipe recipe = random_recipe(random);
        const std::string text = recipe_text(recipe);
        REQUIRE(text.find('\n') == std::string::npos);
        REQUIRE(looks_like_recipe(text));
        const Recipe again = parse_recipe(text, "c.png");
        REQUIRE(again == recipe);
        // Equal values may still differ in bits; equal texts do not.
        REQUIRE(recipe_text(again) == text);
    }
}

TEST_CASE("a recipe tells of an event and of a shot only what differs from the one before") {
    Recipe recipe = small_recipe();
    Preset preset;
    preset.diffusion.k = 0.25f;
    LearningParams learning;
    learning.rate = 0.1f;
    RunSettings other = recipe.settings;
    other.preset = std::make_shared<const Preset>(preset);
    recipe.run.events.push_back({5, other});
    recipe.run.events.push_back({6, OperatorChange{SetWeight{4, -1.5f}, learning}});
    recipe.fps = 30;
    Take take{recipe.run, {}};
    take.shots = {shot_at(2, 1, recipe.settings), shot_at(5, 4, other), shot_at(7, 5, other)};
    take.shots[0].frames = 3;
    for (Shot* shot : {&take.shots[1], &take.shots[2]}) {
        shot->x0 = 1;
        shot->x1 = 9.5;
    }
    recipe.takes.push_back(take);
    const std::string text = recipe_text(recipe);
    CAPTURE(text);
    CHECK(
        text.starts_with(R"({"droplet":"capture","version":1,"made-by":"0.4.0","backend":"cpu","source":{)"));
    CHECK(text.ends_with(
        R"("events":[{"step":0,"settings":{}},{"step":3,"kick":0.2},{"step":3,"stroke":[{"x":1.5,"y":2.0},{"y":3.0}]},)"
        R"({"step":5,"settings":{"diffusion":{"k":0.25}}},{"step":6,"operator":{"index":4,"weight":-1.5},"learning":{"rate":0.1}}],)"
        R"("film":{"fps":30.0,"takes":[{"step":12,"events":5,"shots":[{"step":2,"events":1,"frames":3},)"
        R"({"step":5,"events":4,"view":[1.0,0.0,9.5,0.0],"settings":{"diffusion":{"k":0.25}}},{"step":7,"events":5}]}]}})"));
    CHECK(parse_recipe(text, "c.png") == recipe);
}

TEST_CASE("settings that are left out of a recipe are the defaults") {
    const Recipe recipe = parse_recipe(R"({"droplet": "capture"})", "c.png");
    CHECK(recipe == Recipe{});
    const Recipe older = parse_recipe(
        R"({"droplet": "capture", "settings": {"process": "diffuse", "diffusion": {"k": 0.5}}, "step": 3,
            "events": [{"step": 0, "settings": {"diffusion": {"rate": 0.1}}}]})",
        "c.png");
    const auto& first = std::get<RunSettings>(older.run.events.at(0).action);
    CHECK(first.preset->diffusion.k == 0.5f);
    CHECK(first.preset->diffusion.rate == 0.1f);
    CHECK(older.settings.preset->diffusion.rate == DiffusionParams{}.rate);
}

TEST_CASE("a patch changes a part of a palette, and null takes it away") {
    const Recipe recipe = parse_recipe(
        R"({"droplet": "capture", "step": 3, "settings": {"custom-palette": {"stops": [{"position": 0, "color": "#102030"}]}},
            "events": [{"step": 0, "settings": {"custom-palette": {"cyclic": false}}},
                       {"step": 1, "settings": {"custom-palette": null}}]})",
        "c.png");
    const auto preset = [&](std::size_t i) {
        return *std::get<RunSettings>(recipe.run.events.at(i).action).preset;
    };
    CHECK(preset(0).custom_palette.stops.size() == 1);
    CHECK_FALSE(preset(0).custom_palette.cyclic);
    CHECK(preset(1).custom_palette.empty());
}

TEST_CASE("events whose settings do not change share their preset") {
    Recipe recipe = small_recipe();
    for (int i = 0; i < 5; ++i) {
        RunSettings settings = recipe.settings;
        settings.seconds = i;
        recipe.run.events.push_back({4 + i, settings});
    }
    const Recipe again = parse_recipe(recipe_text(recipe), "c.png");
    CHECK(std::get<RunSettings>(again.run.events.back().action).preset == again.settings.preset);
}

TEST_CASE("a number that is not finite cannot be written into a recipe") {
    Recipe recipe = small_recipe();
    for (const float value :
         {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
        Recipe changed = recipe;
        changed.run.events.push_back({5, Kick{value}});
        CHECK_THROWS_AS(recipe_text(changed), Error);
        changed = recipe;
        changed.fps = double{value};
        CHECK_THROWS_AS(recipe_text(changed), Error);
        changed = recipe;
        changed.display.low = value;
        CHECK_THROWS_WITH(recipe_text(changed), doctest::Contains("recipe: "));
    }
}

TEST_CASE("a text is a recipe by how it begins") {
    CHECK(looks_like_recipe(R"({"droplet":"capture")"));
    CHECK(looks_like_recipe("\xEF\xBB\xBF \n{ \"droplet\" :\t\"capture\", "));
    for (const char* text : {"", "{", R"({"droplet":"preset"})", R"({"droplet":"captur)",
                             R"({"a":1,"droplet":"capture"})", "capture", R"([{"droplet":"capture"}])"}) {
        CAPTURE(text);
        CHECK_FALSE(looks_like_recipe(text));
    }
}

TEST_CASE("what is no recipe is refused in one line, and told what it is") {
    CHECK(refusal(R"({"droplet": "preset"})", Fault::job) ==
          "c.png: is a preset and no capture; valid: open it in the window, or --preset");
    CHECK(refusal(R"({"a": 1})", Fault::job) ==
          "c.png: not a capture; valid: a JSON object with \"droplet\": \"capture\"");
    CHECK(refusal(R"({"droplet": "capture", "version": 2})", Fault::job) ==
          "c.png: version 2 of a capture; valid: 1 to 1");
    std::string deep_object;
    for (int i = 0; i < 100'000; ++i) deep_object += "{\"a\":";
    std::string many_keys = "{\"droplet\":\"capture\"";
    for (int i = 0; i < 100'000; ++i) many_keys += ",\"k" + std::to_string(i) + "\":0";
    for (const std::string& text :
         {std::string(), std::string("null"), std::string(100'000, '['), deep_object, many_keys + "}",
          std::string("{\"droplet\":\"capture\",\"step\":1e400}"),
          std::string("{\"droplet\":\"capture\"\0}", 22), std::string("\xFF\xFE{\0}\0", 6),
          std::string("{\"droplet\":\"capture\",\"backend\":\"\xFF\"}"),
          recipe_text(small_recipe()).substr(0, 300)}) {
        CAPTURE(text.substr(0, 60));
        CHECK(refusal(text, Fault::job) != "accepted");
    }
}

TEST_CASE("an unknown key at every level is named with the nearest valid one") {
    CHECK(refusal(with("\"backend\"", "\"bakend\""), Fault::usage) ==
          "c.png: bakend: unknown key; nearest: backend");
    CHECK(refusal(with("\"channels\"", "\"chanels\""), Fault::usage) ==
          "c.png: source.chanels: unknown key; nearest: channels");
    CHECK(refusal(with("\"canvas\"", "\"canvass\""), Fault::usage) ==
          "c.png: settings: canvass: unknown key; nearest: canvas");
    CHECK(refusal(with("\"rate\"", "\"ratte\""), Fault::usage) ==
          "c.png: settings: diffusion.ratte: unknown key; nearest: rate");
    CHECK(refusal(with("\"exposure\"", "\"exposur\""), Fault::usage) ==
          "c.png: display.exposur: unknown key; nearest: exposure");
    CHECK(refusal(with("\"kick\"", "\"kik\""), Fault::usage) ==
          "c.png: events[1].kik: unknown key; nearest: kick");
    CHECK(refusal(with_events(R"({"step": 1, "stroke": [{"brush-sise": 3}]})"), Fault::usage) ==
          "c.png: events[0].stroke[0].brush-sise: unknown key; nearest: brush-size");
    CHECK(refusal(with_film(R"({"fremes": 2})"), Fault::usage) ==
          "c.png: film.takes[0].shots[0].fremes: unknown key; nearest: frames");
    CHECK(refusal(with_film(R"({"display": {"gama": 2}})"), Fault::usage) ==
          "c.png: film.takes[0].shots[0]: display.gama: unknown key; nearest: gamma");
    CHECK(refusal(with_events(R"({"step": 1, "operator": {"restrt": true}})"), Fault::usage) ==
          "c.png: events[0].operator.restrt: unknown key; nearest: restart");
    CHECK(refusal(with_events(R"({"step": 1, "kick": 1, "share": 2})"), Fault::usage) ==
          "c.png: events[0].share: unknown key; valid: step, kick");
    CHECK(refusal(with("\"backend\"", "\"" + std::string(10'000, 'q') + "\""), Fault::usage)
              .starts_with("c.png: qqqqqqqq"));
}

TEST_CASE("values of the wrong type or beyond their limits are refused with what is valid") {
    CHECK(refusal(with("\"step\":12", "\"step\":1e3"), Fault::usage) ==
          "c.png: step: 1000.0 is not valid; valid: a whole number from 0 to 1000000000000000000");
    for (const char* step :
         {"-1", "18446744073709551615", "1000000000000000000000000000000", "true", "null", "\"3\"", "[]"})
        CHECK(refusal(with("\"step\":12", std::string("\"step\":") + step), Fault::usage)
                  .starts_with("c.png: step: "));
    CHECK(
        refusal(with("\"kick\":0.2", "\"kick\":1e39"), Fault::usage).starts_with("c.png: events[1].kick: "));
    CHECK(refusal(with("[64,48]", "[64]"), Fault::usage) ==
          "c.png: source.size: a list is not valid; valid: [width, height]");
    CHECK(refusal(with("[64,48]", "[64,-1]"), Fault::usage)
              .starts_with("c.png: source.size[1]: -1 is not valid"));
    CHECK(refusal(with("\"channels\":3", "\"channels\":2"), Fault::usage) ==
          "c.png: source.channels: 2 is not valid; valid: 1, 3; 0: not known");
    CHECK(refusal(with(std::string(64, '0'), "zz"), Fault::usage) ==
          "c.png: source.checksum: \"zz\" is not valid; valid: 64 hexadecimal digits, or none");
    CHECK(refusal(with("\"kind\":\"picture\"", "\"kind\":\"pictures\""), Fault::usage)
              .find("valid: test-picture, ") != std::string::npos);
    CHECK(refusal(with("\"k\":0.05", "\"k\":99"), Fault::usage) ==
          "c.png: settings: diffusion.k: 99 is out of range; valid: 1e-06 to 10");
    CHECK(refusal(with("\"steps-per-frame\":1", "\"steps-per-frame\":0"), Fault::usage)
              .starts_with("c.png: settings: steps-per-frame: 0 "));
    CHECK(refusal(with_events(R"({"step": 1, "settings": 3})"), Fault::usage) ==
          "c.png: events[0].settings: 3 is not valid; valid: an object of settings");
    CHECK(refusal(with_events(R"({"step": 1})"), Fault::usage) ==
          "c.png: events[0]: holds none of what may be done; valid: one of settings, kick, stroke, operator, "
          "frame");
    CHECK(refusal(with_events(R"({"step": 1, "kick": 1, "frame": 2})"), Fault::usage)
              .starts_with("c.png: events[0]: holds several "));
    CHECK(refusal(with_events(R"({"kick": 1})"), Fault::usage) ==
          "c.png: events[0].step: is missing; valid: a number of steps");
    CHECK(refusal(with_events("7"), Fault::usage)
              .starts_with("c.png: events[0]: 7 is not valid; valid: an object"));
    CHECK(refusal(with_events(R"({"step": 1, "stroke": [{"brush": "axe"}]})"), Fault::usage)
              .starts_with("c.png: events[0].stroke[0].brush: 'axe'"));
    CHECK(refusal(with_events(R"({"step": 1, "stroke": [{"seed": 4294967296}]})"), Fault::usage)
              .starts_with("c.png: events[0].stroke[0].seed: "));
    CHECK(refusal(with_events(R"({"step": 1, "operator": {"weight": 1}})"), Fault::usage) ==
          "c.png: events[0].operator.index: is missing; valid: that of a weight");
    CHECK(refusal(with_events(R"({"step": 1, "operator": {}})"), Fault::usage)
              .starts_with("c.png: events[0].operator: is no change; "));
    CHECK(refusal(with_film(R"({"view": [1, 2, 3]})"), Fault::usage)
              .starts_with("c.png: film.takes[0].shots[0].view: "));
    CHECK(refusal(with_film(R"({"frames": 0})"), Fault::usage)
              .starts_with("c.png: film.takes[0].shots[0].frames: "));
}

TEST_CASE("steps and events that fall, or are more than the run has, are refused") {
    CHECK(refusal(with_events(R"({"step": 5, "kick": 1}, {"step": 4, "kick": 1})"), Fault::job) ==
          "c.png: events[1].step: 4 comes after 5; valid: steps that do not fall");
    CHECK(refusal(with_events(R"({"step": 13, "kick": 1})"), Fault::job) ==
          "c.png: step: 12 is before the last event, of step 13; valid: not less");
    CHECK(refusal(with_film(R"({"step": 5}, {"step": 4})"), Fault::job) ==
          "c.png: film.takes[0].shots[1].step: 4 is out of order; valid: 5, as the shot before, to 12, as "
          "the run");
    CHECK(refusal(with_film(R"({"step": 13})"), Fault::job)
              .starts_with("c.png: film.takes[0].shots[0].step: 13 "));
    CHECK(refusal(with_film(R"({"step": 9, "events": 2}, {"events": 1})"), Fault::job)
              .starts_with("c.png: film.takes[0].shots[1].events: 1 is out of order"));
    CHECK(refusal(with_film(R"({"step": 9, "events": 4})"), Fault::job)
              .starts_with("c.png: film.takes[0].shots[0].events: 4 is out of order"));
    CHECK(
        refusal(with_film(R"({"step": 2, "events": 3})"), Fault::job) ==
        "c.png: film.takes[0].shots[0].events: its last event is of step 3; valid: up to the shot's step 2");
}

TEST_CASE("a short recipe that would take much memory is refused") {
    recipe_json::PresetBudget budget("c.png", 3 * sizeof(Preset));
    const RunSettings settings;
    const Json patch = Json::parse(R"({"process": "none"})");
    const auto patch_once = [&] { return recipe_json::patched(settings, patch, "c.png: settings", budget); };
    CHECK(patch_once().preset->process == Process::none);
    CHECK(patch_once().preset->process == Process::none);
    CHECK_THROWS_WITH(patch_once(), doctest::Contains("c.png: its settings take more than"));
    std::string takes = R"({"step":12,"events":3})";
    for (int i = 0; i < 90'000; ++i) takes += R"(,{"step":12,"events":3})";
    CHECK(
        parse_recipe(with(R"("events":[)", R"("film":{"fps":1,"takes":[)" + takes + R"(]},"events":[)"), "c")
            .takes.size() == 90'001);
    std::string kicks = R"({"step":0,"kick":1})";
    for (int i = 1; i < 100'000; ++i) kicks += R"(,{"step":0,"kick":1})";
    const std::string text = with_events(kicks);
    const std::string copies =
        R"(],"film":{"fps":1,"takes":[{"step":12,"events":100000},{"step":12,"events":100000},{"step":12,"events":100000},{"step":12,"events":100000},{"step":12,"events":100000},{"step":12,"events":100000}]}})";
    CHECK(refusal(text.substr(0, text.size() - 2) + copies, Fault::usage)
              .starts_with("c.png: film.takes[5].events: 100000 is not valid"));
}

TEST_CASE("a recipe with changed bytes is refused in one line, or read as what can be written again") {
    std::mt19937 random(5);
    const std::string whole = recipe_text(random_recipe(random));
    check_changed_bytes(
        whole, 5, [](const std::string& text) { return parse_recipe(text, "c.png"); }, recipe_text);
}
