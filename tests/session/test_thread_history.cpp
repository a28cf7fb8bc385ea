// Learning and history on the session's own thread.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>

#include "compute/cpu/cpu_backend.h"
#include "session/fake_backend.h"
#include "session/session_bench.h"

using namespace droplet;
using namespace droplet::test;

namespace {

/// A bench on a device of the tests.
struct FakeBench {
    FakeBackend* device;
    Bench bench;

    FakeBench() : FakeBench(std::make_unique<FakeBackend>(make_cpu_backend(2))) {}

 private:
    explicit FakeBench(std::unique_ptr<FakeBackend> backend)
        : device(backend.get()), bench(std::move(backend)) {}
};

void learn(Bench& bench) {
    bench.settings.preset.process = Process::learn;
    bench->set(bench.settings);
}

void load(Bench& bench) {
    bench->load(picture(), "");
    bench.wait_for_frame();
}

std::vector<CheckpointInfo> checkpoints(Bench& bench) {
    return bench->status().history->checkpoints;
}

int count(Bench& bench, CheckpointKind kind) {
    const auto all = checkpoints(bench);
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [kind](const CheckpointInfo& c) { return c.kind == kind; }));
}

/// Lets it run with a step a frame for some frames, then pauses it.
void run_frames(Bench& bench, int frames) {
    bench.settings.running = true;
    bench->set(bench.settings);
    for (int i = 0; i < frames; ++i) bench.wait_for_frame();
    bench.settings.running = false;
    bench->set(bench.settings);
    bench.settle();
}

std::int64_t stroke(Bench& bench, float x) {
    bench->begin_stroke();
    bench->paint({{.brush = {.tool = BrushTool::add, .size = 12, .strength = 1}, .x = x, .y = 20}});
    std::optional<std::int64_t> id;
    bench.wait([&] { return (id = bench->take_stroke()).has_value(); });
    return *id;
}

}  // namespace

TEST_CASE("Losses reach the window complete and in order, over pauses and changes of the process") {
    Bench bench;
    learn(bench);
    load(bench);
    std::vector<LossRecord> losses;
    const auto take = [&] {
        for (const LossRecord& loss : bench->take_losses()) losses.push_back(loss);
    };
    run_frames(bench, 5);
    take();
    bench.step(4);
    bench.settings.preset.process = Process::diffuse;
    bench->set(bench.settings);
    bench.step(3);
    learn(bench);
    run_frames(bench, 3);
    bench.step(1);
    take();
    const auto steps = bench->status().learning.steps;
    CHECK(steps >= 10);
    REQUIRE(static_cast<std::int64_t>(losses.size()) == steps);
    for (std::size_t i = 0; i < losses.size(); ++i) CHECK(losses[i].step == static_cast<std::int64_t>(i) + 1);
    CHECK(bench->take_losses().empty());
}

TEST_CASE("The status has the operator of the frame, and of an edit or a start chosen while paused") {
    FakeBench fake;
    Bench& bench = fake.bench;
    learn(bench);
    load(bench);
    const auto current = [&] { return bench->status().learning.current; };
    CHECK(current() == start_operator(StartOperator::laplace, 3, 1));
    bench.step(2);
    CHECK(bench->status().learning.steps == 2);
    const int frames = fake.device->frames;
    bench->edit_operator(SetWeight{7, 0.75f});
    bench.wait([&] { return current().weights[7] == 0.75f; });
    bench.settings.preset.learning.start = StartOperator::scharr_y;
    bench->set(bench.settings);
    const Operator scharr = start_operator(StartOperator::scharr_y, 3, 1);
    bench.wait([&] { return current() == scharr; });
    bench.settle();
    CHECK(fake.device->frames == frames);  // the picture is the same
}

TEST_CASE("Pausing keeps the run but makes no more frames than the last one") {
    FakeBench fake;
    Bench& bench = fake.bench;
    learn(bench);
    load(bench);
    run_frames(bench, 3);
    bench.wait([&] { return count(bench, CheckpointKind::paused) == 1; });
    const auto step = bench->status().step;
    CHECK(checkpoints(bench).back().step == step);
    const int frames = fake.device->frames;
    bench->set(bench.settings);
    bench.settings.preset.learning.k = 0.3f;
    bench->set(bench.settings);
    bench.settle();
    CHECK(fake.device->frames == frames);
    bench.step(1);
    CHECK(fake.device->frames == frames + 1);
    bench.settle();
    CHECK(count(bench, CheckpointKind::paused) == 1);  // single steps make none
}

TEST_CASE("Running time makes automatic checkpoints, standing still makes none") {
    Bench bench;
    load(bench);
    bench.settle();
    CHECK(checkpoints(bench).size() == 1);
    CHECK(checkpoints(bench).front().kind == CheckpointKind::start);
    bench.step(3);
    bench.settle();
    CHECK(checkpoints(bench).size() == 1);
    // As many as it takes: what a checkpoint costs here counts as well.
    while (count(bench, CheckpointKind::automatic) == 0) {
        bench.clock_ms += 250;
        bench.step(1);
        bench.settle();
    }
    CHECK(bench->status().step >= 5);
    const auto kept = checkpoints(bench);
    CHECK(kept.size() == 2);
    CHECK(kept.back().step == bench->status().step);
    CHECK(kept.back().parent == kept.front().id);
    bench.clock_ms += 100'000;
    bench.settle();
    CHECK(checkpoints(bench).size() == 2);
}

TEST_CASE("Going back brings picture, operator, step and settings, and late settings do not undo that") {
    Bench bench;
    learn(bench);
    load(bench);
    bench.step(6);
    bench->kick(0.5f);  // keeps the moment before it
    bench.wait([&] { return count(bench, CheckpointKind::edit) == 1; });
    const CheckpointInfo kept = checkpoints(bench).back();
    const Preset then = bench.settings.preset;
    bench.settings.preset.process = Process::diffuse;
    bench.settings.preset.diffusion.k = 0.4f;
    bench->set(bench.settings);
    bench.step(5);
    bench->go_to(kept.id);
    bench.settle();
    CHECK(bench->status().step == 6);
    CHECK(bench->status().learning.steps == 6);
    // The window does not know yet: its settings are those from before, but for the pace.
    bench.settings.preset.diffusion.k = 0.5f;
    bench.settings.pace.steps_per_frame = 3;
    bench->set(bench.settings);
    bench.step(2);
    const auto adopted = bench->take_adopted();
    REQUIRE(adopted);
    CHECK(*adopted == then);
    CHECK(!bench->take_adopted());

    Session fresh(open_backend(BackendChoice::cpu, 2), 2);
    SessionSettings settings;
    settings.preset = then;
    fresh.prepare(then);
    fresh.load(picture());
    fresh.advance(settings, 8);
    CHECK(same_bits(bench.current(), fresh.download()));
    CHECK(bench->status().learning == fresh.learning_state());
    // Adopted, the window's settings count again.
    bench.settings.preset.process = Process::diffuse;
    bench->set(bench.settings);
    bench.step(1);
    fresh.advance(bench.settings, 1);
    CHECK(same_bits(bench.current(), fresh.download()));
}

TEST_CASE("Going back shows the picture at once although nothing runs") {
    FakeBench fake;
    Bench& bench = fake.bench;
    load(bench);
    bench.step(4);
    bench.wait_for_frame();
    bench->go_to(checkpoints(bench).front().id);
    bench.wait_for_frame();
    CHECK(bench->status().step == 0);
    CHECK(same_bits(bench.current(), *picture()));
}

TEST_CASE("Losses of steps that were gone back behind are not given any more") {
    Bench bench;
    learn(bench);
    load(bench);
    bench.step(6);
    bench->go_to(checkpoints(bench).front().id);
    bench.settle();
    bench.step(2);
    const auto losses = bench->take_losses();
    REQUIRE(losses.size() == 2);
    CHECK(losses[0].step == 1);
    CHECK(losses[1].step == 2);
}

TEST_CASE("A stroke is undone by going to its checkpoint, and brought back by what that left") {
    Bench bench;
    load(bench);
    bench.step(2);
    const Image before = bench.current();
    const std::int64_t first = stroke(bench, 10);
    const Image once = bench.current();
    const std::int64_t second = stroke(bench, 40);
    const Image twice = bench.current();
    CHECK(!same_bits(once, before));
    CHECK(!same_bits(twice, once));
    CHECK(!bench->take_stroke());
    bench->go_to(second);
    CHECK(same_bits(bench.current(), once));
    bench->go_to(first);
    CHECK(same_bits(bench.current(), before));
    const auto left = checkpoints(bench).back();
    CHECK(left.kind == CheckpointKind::paused);
    bench->go_to(left.id);
    CHECK(same_bits(bench.current(), twice));
}

TEST_CASE("A checkpoint that is gone gives one line of error, and the run goes on") {
    Bench bench;
    load(bench);
    bench->go_to(12345);
    std::vector<std::string> errors;
    bench.wait([&] { return !(errors = bench->take_errors()).empty(); });
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].find("history: there is no checkpoint 12345; valid: ") == 0);
    CHECK(!bench->take_adopted());
    bench.step(1);
}

TEST_CASE("Of many checkpoints that a dragged timeline passes only the last is brought back") {
    FakeBench fake;
    Bench& bench = fake.bench;
    load(bench);
    const std::int64_t start = checkpoints(bench).front().id;
    bench.step(2);
    const std::int64_t two = stroke(bench, 10);
    bench.settle();
    const int restores = fake.device->restores;
    fake.device->hold();
    bench->step(1);
    fake.device->wait_until_held();
    for (int i = 0; i < 50; ++i) bench->go_to(i % 2 ? start : two);
    fake.device->release();
    bench.settle();
    CHECK(fake.device->restores == restores + 1);
    CHECK(bench->status().step == 0);
}

TEST_CASE("Dragging a weight while it learns keeps one moment before, and every edit arrives") {
    Bench bench;
    learn(bench);
    load(bench);
    bench.step(3);
    for (int i = 1; i <= 30; ++i) {
        bench.clock_ms += 100;
        bench->edit_operator(SetWeight{4, static_cast<float>(i)});
        bench.settle();  // each is carried out at its own time
    }
    CHECK(count(bench, CheckpointKind::edit) == 1);
    CHECK(bench->status().learning.current.weights[4] == 30.0f);
    bench->go_to(checkpoints(bench).back().id);
    bench.settle();
    CHECK(bench->status().learning.steps == 3);
    CHECK(bench->status().learning.current.weights[4] < 0);
}

TEST_CASE("A process changed in the window keeps the run as of before") {
    Bench bench;
    load(bench);
    bench.step(3);
    learn(bench);
    bench.wait([&] { return count(bench, CheckpointKind::edit) == 1; });
    CHECK(checkpoints(bench).back().process == Process::diffuse);
    CHECK(checkpoints(bench).back().step == 3);
}

TEST_CASE("An operator out of bounds is told once a second at most, with how often and what helps") {
    Bench bench;
    learn(bench);
    load(bench);
    bench.settings.preset.learning.learning_rate = 1;
    bench.settings.preset.learning.fidelity = 100;
    bench->set(bench.settings);
    std::vector<std::string> told;
    const auto step_until = [&](auto&& done) {
        do {
            bench.step(1);
            for (std::string& error : bench->take_errors()) told.push_back(std::move(error));
        } while (!done());
    };
    step_until([&] { return !told.empty(); });
    CHECK(told.size() == 1);
    CHECK(told[0].find("operator: left all bounds by step ") == 0);
    CHECK(told[0].find("started again; a smaller learning rate or rate helps") != std::string::npos);
    const int first = bench->status().learning.recoveries;
    CHECK(first >= 1);
    step_until([&] { return bench->status().learning.recoveries >= first + 3; });
    CHECK(told.size() == 1);
    const int since = bench->status().learning.recoveries - first;
    bench.clock_ms += 1000;
    step_until([&] { return told.size() == 2; });
    const int times = bench->status().learning.recoveries - first;
    CHECK(times >= since);
    CHECK(told[1].find("left all bounds " + std::to_string(times) + " times by step ") != std::string::npos);
}

TEST_CASE("Another picture empties the history, a reset goes on with it") {
    Bench bench;
    load(bench);
    bench.step(3);
    bench->reset();
    bench.settle();
    CHECK(bench->status().step == 0);
    CHECK(count(bench, CheckpointKind::start) == 2);
    CHECK(count(bench, CheckpointKind::paused) == 1);
    const auto before = checkpoints(bench);
    bench->load(picture({20, 10}), "other");
    bench.settle();
    const auto after = checkpoints(bench);
    REQUIRE(after.size() == 1);
    CHECK(after[0].kind == CheckpointKind::start);
    CHECK(after[0].id > before.back().id);
    CHECK(bench->status().history->current == after[0].id);
}

TEST_CASE("Without room for a checkpoint a stroke still paints, and the history says it cannot be undone") {
    Bench bench;
    bench->set_history_budget(100);
    load(bench);
    bench->begin_stroke();
    bench->paint({{.brush = {.tool = BrushTool::add, .size = 12, .strength = 1}, .x = 20, .y = 20}});
    CHECK(!same_bits(bench.current(), *picture()));
    CHECK(bench->take_stroke() == -1);
    CHECK(checkpoints(bench).empty());
    CHECK(bench->status().history->notice.find("strokes cannot be undone") != std::string::npos);
    CHECK(bench->take_errors().empty());
    bench->set_history_budget(std::size_t{1} << 24);
    CHECK(stroke(bench, 30) > 0);
    CHECK(bench->status().history->notice.empty());
}

TEST_CASE("The history outlives a device that falls over, and a move to another backend") {
    FakeBench fake;
    Bench& bench = fake.bench;
    learn(bench);
    load(bench);
    bench.step(4);
    const std::int64_t four = stroke(bench, 10);
    bench->go_to(four);
    const Image picture_then = bench.current();
    const LearningState state = bench->status().learning;
    fake.device->fail_from_now_on = true;
    bench->step(1);
    bench.wait([&] { return bench->status().backend.name == "cpu"; });
    bench->switch_backend(BackendChoice::cpu);
    bench.settle();
    bench->go_to(four);
    CHECK(same_bits(bench.current(), picture_then));
    CHECK(bench->status().learning == state);
    CHECK(bench->status().step == 4);
}

TEST_CASE("Commands before there is a picture do nothing, and its history begins when it comes") {
    Bench bench;
    CHECK(bench->status().history != nullptr);
    bench->kick(1);
    bench->begin_stroke();
    bench->paint({BrushDab{}});
    bench->edit_operator(RestartOperator{});
    bench->reset();
    load(bench);
    bench.settle();
    CHECK(checkpoints(bench).size() == 1);
    CHECK(!bench->take_stroke());
    CHECK(bench->take_errors().empty());
}

TEST_CASE("With a time budget learning, strokes, edits, returns and takers of losses go on side by side") {
    Bench bench;
    learn(bench);
    load(bench);
    bench.settings.pace = {.pace = Pace::time_budget, .steps_per_frame = 1, .budget_ms = 1.0f};
    bench.settings.running = true;
    bench->set(bench.settings);
    std::int64_t last = 0, backwards = 0;
    for (int i = 0; i < 40; ++i) {
        bench.clock_ms += 120;
        bench.settings.preset.learning.k = 0.2f + 0.001f * static_cast<float>(i);
        bench->set(bench.settings);
        const std::int64_t id = stroke(bench, static_cast<float>(i));
        bench->edit_operator(SetWeight{i, 0.5f});
        if (i % 10 == 9) bench->go_to(id);
        bench.wait_for_frame();
        if (const auto adopted = bench->take_adopted()) bench.settings.preset = *adopted;
        for (const LossRecord& loss : bench->take_losses()) {
            backwards += loss.step <= last;
            last = loss.step;
        }
    }
    CHECK(backwards <= 4);
    CHECK(last > 0);
    CHECK(bench->take_errors().empty());
}
