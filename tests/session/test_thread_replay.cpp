// A run that is made again on the session's own thread, while the window looks on.
#include <doctest/doctest.h>

#include "compute/cpu/cpu_backend.h"
#include "session/fake_backend.h"
#include "session/fractal_settings.h"
#include "session/session_bench.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Recipe recipe_of(Bench& bench) {
    std::promise<Recipe> recipe;
    bench->still({}, [&](CapturedStill still) { recipe.set_value(std::move(still.recipe)); });
    return recipe.get_future().get();
}

LearningState operator_of(Bench& bench) {
    bench.settle();
    return bench->status().learning;
}

/// Steps, a kick, a stroke, learning: what a recipe is made of.
void play(Bench& bench) {
    bench->load(picture(), "a photo");
    bench.wait_for_frame();
    bench.step(3);
    bench->kick(0.25f);
    bench->begin_stroke();
    bench->paint({{.brush = {.tool = BrushTool::noise, .size = 12, .strength = 1}, .x = 30, .y = 20}});
    bench.step(4);
    bench.settings.preset.process = Process::learn;
    bench.settings.preset.learning.symmetry = Symmetry::mirror;
    bench->set(bench.settings);
    bench.step(5);
}

void wait_for_end(Bench& bench, std::int64_t step) {
    bench.wait([&] {
        const SessionStatus status = bench->status();
        return !status.replay_target && status.step == step;
    });
}

/// As the window does: takes what is to be adopted, and says so.
void adopt(Bench& bench, const Recipe& recipe) {
    std::optional<Preset> adopted;
    bench.wait([&] { return (adopted = bench->take_adopted()).has_value(); });
    CHECK(*adopted == *recipe.settings.preset);
    bench.settings.preset = *adopted;
    bench.settings.canvas = recipe.settings.canvas;
    bench.settings.seconds = recipe.settings.seconds;
    bench.settings.animates = recipe.settings.animates;
    bench->set(bench.settings);
}

}  // namespace

TEST_CASE("A run that is made again in the window ends where it was, with its settings, and a new history") {
    Bench first;
    play(first);
    const Recipe recipe = recipe_of(first);
    const Image wanted = first.current();
    CHECK(recipe.run.step == 12);

    Bench again;
    again->load(picture({31, 17}), "another");
    again.step(2);
    const auto before = again->status().history->checkpoints.back().id;
    again->replay(picture(), "a photo", recipe);
    adopt(again, recipe);
    wait_for_end(again, 12);
    CHECK(same_bits(again.current(), wanted));
    CHECK(operator_of(again) == operator_of(first));
    CHECK(again->status().source_name == "a photo");
    for (const CheckpointInfo& kept : again->status().history->checkpoints) CHECK(kept.id > before);
    CHECK(recipe_of(again).run.events == recipe.run.events);
    CHECK(again->take_losses().size() == 5);
    // What comes after is what came after then.
    first.step(3);
    again.step(3);
    CHECK(same_bits(again.current(), first.current()));
    CHECK(again->take_errors().empty());
}

TEST_CASE("A run that is made again ends paused, though the window was running, until that has paused") {
    Bench first;
    play(first);
    const Recipe recipe = recipe_of(first);
    const Image wanted = first.current();
    Bench bench;
    bench->load(picture(), "");
    bench.settings.running = true;
    bench->set(bench.settings);
    bench->replay(picture(), "", recipe);
    bench.settings.running = true;
    adopt(bench, recipe);
    wait_for_end(bench, 12);
    bench.settings.pace.budget_ms = 3;  // another word of the window that it runs
    bench->set(bench.settings);
    CHECK(same_bits(bench.current(), wanted));
    CHECK(bench->status().step == 12);
    bench.settings.running = false;
    bench->set(bench.settings);
    bench.settings.running = true;
    bench->set(bench.settings);
    bench.wait([&] { return bench->take_frames(), bench->status().step > 12; });
}

TEST_CASE("A command while a run is made again ends that where it is; a load takes its place") {
    Bench first;
    first->load(picture(), "");
    first.step(40);
    const Recipe recipe = recipe_of(first);
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Bench bench(std::move(backend));
    device->hold();
    bench->replay(picture(), "a photo", recipe);
    device->wait_until_held();
    CHECK(bench->status().replay_target == 40);
    const auto frame = bench.wait_for_frame();  // of the way
    CHECK(frame->shape().size == picture()->size());
    SUBCASE("a kick") {
        bench->kick(1);
        device->release();
        bench.wait([&] { return !bench->status().replay_target; });
        CHECK(same_bits(bench.current(), *picture()));
        CHECK(bench->status().step == 1);  // the one that was under way
    }
    SUBCASE("another picture") {
        bench->load(picture({20, 10}), "small");
        device->release();
        bench.wait([&] { return bench->status().source_name == "small"; });
        CHECK(same_bits(bench.current(), *picture({20, 10})));
        CHECK(!bench->status().replay_target);
    }
    SUBCASE("another run") {
        bench->replay(picture(), "again", recipe);
        device->release();
        wait_for_end(bench, 40);
        CHECK(bench->status().source_name == "again");
        CHECK(same_bits(bench.current(), first.current()));
    }
    SUBCASE("what only looks") {
        device->release();
        bench.settings.view = {4, 4, 20, 20, 2.0, Content::original};
        bench->set(bench.settings);
        bench.settle();
        wait_for_end(bench, 40);
        CHECK(same_bits(bench.current(), first.current()));
    }
    CHECK(bench->take_errors().empty());
}

TEST_CASE("A run on a fractal that moves is made again in the window, and its moment stands") {
    SessionSettings settings = film_settings(Process::diffuse, 2);
    settings.preset.animation.tracks = {{"coefficient-re", 0.1, 0.9}};
    Bench first;
    for (int moment = 0; moment < 4; ++moment) {
        settings.seconds = 0.4 * moment;
        first->set(settings);
        first.settle();
        first.step(3);
    }
    first->kick(0.5f);
    const Recipe recipe = recipe_of(first);
    const Image wanted = first.current();
    CHECK(recipe.run.step == 12);
    CHECK(recipe.run.source.kind == SourceKind::fractal);
    Bench again;
    again->load(picture(), "a photo");
    again->replay(nullptr, "", recipe);
    adopt(again, recipe);
    wait_for_end(again, 12);
    CHECK(same_bits(again.current(), wanted));
    CHECK(same_bits(first.current(), wanted));
    CHECK(again->status().source_name == "a photo");  // of the picture that waits
}

TEST_CASE("What cannot be made again is told in one line, and the picture stays") {
    Bench bench;
    bench->load(picture(), "a photo");
    bench.step(2);
    const Image two = bench.current();
    Recipe recipe = recipe_of(bench);
    recipe.run.complete = false;
    bench->replay(picture({9, 9}), "broken", recipe);
    std::vector<std::string> errors;
    bench.wait([&] { return !(errors = bench->take_errors()).empty(); });
    CHECK(errors.size() == 1);
    CHECK(errors.front().find("not all kept") != std::string::npos);
    CHECK(same_bits(bench.current(), two));
    CHECK(bench->status().source_name == "a photo");
    // Found out on the way: it stays where it is.
    recipe.run.complete = true;
    recipe.run.events.push_back({1, Kick{0.5f}});
    recipe.run.events.push_back({0, Kick{0.5f}});
    bench->replay(picture(), "a photo", recipe);
    bench.wait([&] { return !(errors = bench->take_errors()).empty(); });
    CHECK(errors.front().find("out of order") != std::string::npos);
    bench.settle();
    CHECK(!bench->status().replay_target);
    CHECK(bench->status().step == 1);
}
