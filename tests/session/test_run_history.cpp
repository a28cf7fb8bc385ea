// When a run is kept, and that going back brings the exact bits.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "model/error.h"
#include "session/fake_backend.h"
#include "session/run_history.h"

using namespace droplet;
using namespace droplet::test;

namespace {

using namespace std::chrono_literals;

/// A session with its history, on the calling thread, by a clock of its own.
struct KeptRun {
    explicit KeptRun(std::unique_ptr<Backend> backend = nullptr, std::size_t budget = std::size_t{64} << 20)
        : session(backend ? OpenedBackend{std::move(backend), ""} : open_backend(BackendChoice::cpu, 2), 2),
          history(session, budget) {}

    void load(Size size = {37, 29}, int channels = 3) {
        history.adopt(settings.preset, now);
        session.load(std::make_shared<const Image>(make_picture(size, channels, 11)));
        history.loaded(now);
    }
    void adopt(const Preset& preset) {
        settings.preset = preset;
        history.adopt(preset, now);
    }
    void advance(int steps) { history.count(session.advance(settings, steps), now); }
    void edit(const OperatorEdit& change) {
        history.before_edit(now);
        session.edit_operator(change, settings.preset.learning);
        history.changed();
    }
    std::int64_t keep(CheckpointKind kind = CheckpointKind::paused) {
        const auto id = history.keep(kind, now);
        REQUIRE(id);
        return *id;
    }
    void go_to(std::int64_t id) { settings.preset = history.go_to(id, now)->preset; }
    /// The overview's checkpoints, in short: "start 0, edit 3 < 1" is step 3 whose parent is number 1.
    std::string tree() const {
        std::string text;
        const auto overview = history.overview();
        const char* const kinds[] = {"automatic", "start", "edit", "stroke", "paused"};
        for (const CheckpointInfo& info : overview->checkpoints) {
            text += text.empty() ? "" : ", ";
            text += std::string(kinds[static_cast<int>(info.kind)]) + " " + std::to_string(info.step);
            if (info.parent >= 0) text += " < " + std::to_string(info.parent);
        }
        return text;
    }
    std::int64_t current() const { return history.overview()->current; }

    Session session;
    RunHistory history;
    SessionSettings settings;
    RunHistory::Time now{};
};

Preset learning() {
    Preset preset;
    preset.process = Process::learn;
    return preset;
}

/// Processes whose states differ: what is carried from step to step.
std::vector<Preset> processes() {
    std::vector<Preset> presets(1);
    presets.push_back(learning());
    Preset adam = learning();
    adam.learning.optimizer = Optimizer::adam;
    adam.learning.learning_rate = 1e-3f;
    adam.learning.conductance = LearningConductance::inverse;
    presets.push_back(adam);
    Preset schedule = learning();
    schedule.learning.schedule_period = 7;
    schedule.learning.schedule_phase = 3;
    schedule.learning.schedule_decay = 0.5f;
    schedule.learning.loss = Loss::video;
    schedule.learning.passes = 2;
    schedule.learning.frame_mix = 0.2f;
    presets.push_back(schedule);
    Preset held = learning();
    held.learning.start = StartOperator::random;
    held.learning.symmetry = Symmetry::mirror;
    held.learning.zero_sum = true;
    presets.push_back(held);
    return presets;
}

BrushDab noise() {
    return {.brush = {.tool = BrushTool::noise, .size = 20, .strength = 0.5f}, .x = 18, .y = 14};
}

}  // namespace

TEST_CASE("Going on from a checkpoint gives the bits of the run that was never interrupted") {
    for (const Preset& preset : processes()) {
        KeptRun run;
        run.settings.preset = preset;
        run.load();
        run.edit(SetPin{4, true});
        run.session.paint({noise()});
        run.advance(15);
        const std::int64_t id = run.keep();
        static_cast<void>(run.session.take_losses());
        // What draws from the random state comes after as well.
        const auto go_on = [&] {
            run.advance(11);
            run.session.paint({noise()});
            run.advance(10);
        };
        go_on();
        const Image picture = run.session.download();
        const LearningState state = run.session.learning_state();
        const auto losses = run.session.take_losses();
        CHECK(run.session.step() == 36);

        Preset other = learning();
        other.learning.start = StartOperator::scharr_x;
        other.learning.optimizer = Optimizer::adam;
        run.adopt(other);
        run.advance(9);
        run.go_to(id);
        CHECK(run.settings.preset == preset);
        CHECK(run.session.step() == 15);
        static_cast<void>(run.session.take_losses());
        go_on();
        CHECK(same_bits(run.session.download(), picture));
        CHECK(run.session.learning_state() == state);
        CHECK(run.session.take_losses() == losses);
        CHECK(run.session.step() == 36);
    }
}

TEST_CASE("A grey picture and one with alpha come back whole") {
    for (const bool alpha : {false, true}) {
        KeptRun run;
        run.settings.preset = learning();
        run.history.adopt(run.settings.preset, run.now);
        run.session.load(std::make_shared<const Image>(make_picture({19, 14}, alpha ? 3 : 1, 4, alpha)));
        run.history.loaded(run.now);
        run.advance(4);
        const Image four = run.session.download();
        const std::int64_t id = run.keep();
        run.advance(4);
        CHECK(!same_bits(run.session.download(), four));
        run.go_to(id);
        CHECK(same_bits(run.session.download(), four));
    }
}

TEST_CASE("What was left by going back is kept, and going on begins a branch") {
    KeptRun run;
    run.load();
    run.advance(3);
    const std::int64_t three = run.keep();
    run.advance(4);
    const Image seven = run.session.download();
    run.go_to(three);
    CHECK(run.tree() == "start 0, paused 3 < 1, paused 7 < 2");
    CHECK(run.current() == three);
    run.advance(2);
    run.keep();
    CHECK(run.tree() == "start 0, paused 3 < 1, paused 7 < 2, paused 5 < 2");
    run.go_to(3);
    CHECK(same_bits(run.session.download(), seven));
    CHECK(run.tree() == "start 0, paused 3 < 1, paused 7 < 2, paused 5 < 2");  // nothing moved: nothing new
}

TEST_CASE("A checkpoint that is not there is one line of error, and the run stays where it is") {
    KeptRun run;
    run.load();
    run.advance(3);
    const Image three = run.session.download();
    try {
        run.go_to(77);
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) ==
              "history: there is no checkpoint 77; valid: those on the timeline, older ones are given up for "
              "memory");
    }
    CHECK(same_bits(run.session.download(), three));
    CHECK(run.tree() == "start 0");
}

TEST_CASE("A checkpoint of another shape is refused") {
    KeptRun small, large;
    small.load({8, 8});
    large.load({9, 8});
    const Checkpoint other = small.session.checkpoint(CheckpointKind::paused, {});
    CHECK_THROWS_AS(large.session.restore(other), Error);
}

TEST_CASE("Edits that follow each other within a second have one checkpoint before the first") {
    KeptRun run;
    run.settings.preset = learning();
    run.load();
    run.advance(5);
    for (int i = 0; i < 20; ++i) {
        run.edit(SetWeight{4, static_cast<float>(i)});
        run.now += 900ms;
        run.advance(1);
    }
    CHECK(run.tree() == "start 0, edit 5 < 1");
    run.now += 1s;
    run.edit(SetWeight{4, 0.5f});
    CHECK(run.tree() == "start 0, edit 5 < 1, edit 25 < 2");
    run.go_to(2);
    CHECK(run.session.learning_state().steps == 5);
    run.edit(SetWeight{4, 3.0f});  // of another moment: kept at once, by the checkpoint that is there
    CHECK(run.tree() == "start 0, edit 5 < 1, edit 25 < 2, paused 25 < 3");
    run.go_to(2);
    CHECK(run.session.learning_state().current.weights[4] != 3.0f);
}

TEST_CASE("Before the process or the operator changes by the settings, the run is kept with the old ones") {
    KeptRun run;
    run.load();
    run.advance(5);
    const Preset diffusing = run.settings.preset;
    run.adopt(learning());
    CHECK(run.tree() == "start 0, edit 5 < 1");
    CHECK(run.history.overview()->checkpoints.back().process == Process::diffuse);
    run.now += 2s;
    run.advance(6);
    const LearningState learned = run.session.learning_state();
    Preset scharr = learning();
    scharr.learning.start = StartOperator::scharr_y;
    run.adopt(scharr);
    CHECK(run.tree() == "start 0, edit 5 < 1, edit 11 < 2");
    run.now += 2s;
    run.adopt(learning());  // and back: the operator that had learned is gone, unless one goes back
    CHECK(run.session.learning_state().current != learned.current);
    run.go_to(3);
    CHECK(run.session.learning_state() == learned);
    run.go_to(2);
    CHECK(run.settings.preset == diffusing);
    Preset faster = diffusing;
    faster.diffusion.rate = 0.1f;
    const std::string before = run.tree();
    run.adopt(faster);  // a slider
    CHECK(run.tree() == before);
}

TEST_CASE("A stroke goes back to the moment before it, and every stroke has its own") {
    KeptRun run;
    run.load();
    run.advance(2);
    const Image before = run.session.download();
    const auto first = run.history.before_stroke(run.now);
    run.session.paint({noise(), noise()});
    run.history.changed();
    const Image once = run.session.download();
    const auto second = run.history.before_stroke(run.now);
    run.session.paint({noise()});
    run.history.changed();
    const Image twice = run.session.download();
    REQUIRE((first && second));
    CHECK(*first != *second);
    run.go_to(*second);
    CHECK(same_bits(run.session.download(), once));
    run.go_to(*first);
    CHECK(same_bits(run.session.download(), before));
    CHECK(run.tree() == "start 0, stroke 2 < 1, stroke 2 < 2, paused 2 < 3");
    run.go_to(4);
    CHECK(same_bits(run.session.download(), twice));
}

TEST_CASE("A stroke where a checkpoint has the run as it is takes that one") {
    KeptRun run;
    run.load();
    CHECK(run.history.before_stroke(run.now) == 1);
    CHECK(run.tree() == "start 0");
    run.advance(2);
    const std::int64_t paused = run.keep();
    CHECK(run.history.before_stroke(run.now) == paused);
    CHECK(run.tree() == "start 0, stroke 2 < 1");
}

TEST_CASE("A reset keeps the run that was, and begins a new root") {
    KeptRun run;
    run.load();
    run.advance(3);
    run.history.reset(run.now);
    CHECK(run.session.step() == 0);
    CHECK(run.tree() == "start 0, paused 3 < 1, start 0");
    run.history.reset(run.now);  // nothing has moved
    CHECK(run.tree() == "start 0, paused 3 < 1, start 0");
    run.advance(1);
    run.keep();
    CHECK(run.tree() == "start 0, paused 3 < 1, start 0, paused 1 < 3");
}

TEST_CASE("Another picture begins another history") {
    KeptRun run;
    run.load();
    run.advance(3);
    run.keep();
    run.load();
    CHECK(run.tree() == "start 0");
    CHECK(run.current() == 3);
    run.load({12, 12}, 1);
    CHECK(run.tree() == "start 0");
}

TEST_CASE("A run is kept only if it has moved") {
    KeptRun run;
    run.load();
    CHECK(!run.history.keep(CheckpointKind::paused, run.now));
    run.advance(0);
    CHECK(!run.history.keep(CheckpointKind::paused, run.now));
    CHECK(!run.history.automatic_due());
    run.advance(1);
    CHECK(run.history.keep(CheckpointKind::paused, run.now));
}

TEST_CASE("A history that cannot keep the picture costs no copies, says so, and the run goes on") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    KeptRun run(std::move(backend), 1000);
    run.load();
    run.advance(5);
    CHECK(!run.history.before_stroke(run.now));
    CHECK(device->downloads == 0);
    CHECK(run.history.overview()->checkpoints.empty());
    CHECK(run.history.overview()->notice.find("strokes cannot be undone") != std::string::npos);
    run.history.set_budget(std::size_t{1} << 20);
    CHECK(run.history.overview()->notice.empty());
    CHECK(run.history.before_stroke(run.now));
    CHECK(device->downloads == 1);
}

TEST_CASE("With room for one checkpoint only, going back still works") {
    KeptRun run;
    run.load();
    run.advance(1);
    const std::int64_t id = run.keep();
    const Image one = run.session.download();
    run.history.set_budget(run.history.overview()->bytes / 2);
    run.advance(5);
    run.go_to(id);
    CHECK(same_bits(run.session.download(), one));
    CHECK(run.tree() == "paused 1");
}

TEST_CASE("A history switched off says so at once, and on again it keeps the run although it stands still") {
    KeptRun run;
    run.load();
    run.advance(1);
    run.keep();
    run.history.set_budget(0);
    CHECK(run.tree().empty());
    CHECK(run.history.overview()->notice == "history: off; nothing can be brought back, nor strokes undone");
    run.history.set_budget(std::size_t{1} << 20);
    CHECK(run.history.overview()->notice.empty());
    run.keep();
    CHECK(run.tree() == "paused 1");
}

TEST_CASE("After a device failed the run is a new root, and what was before can still be gone back to") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    KeptRun run(std::move(backend));
    run.settings.preset = learning();
    run.load();
    run.advance(4);
    const std::int64_t four = run.keep();
    const LearningState state = run.session.learning_state();
    const Image picture = run.session.download();
    device->fail_from_now_on = true;
    run.advance(2);
    CHECK(run.session.backend_info().name == "cpu");
    run.keep();
    CHECK(run.tree() == "start 0, paused 4 < 1, paused 2");
    run.go_to(four);
    CHECK(same_bits(run.session.download(), picture));
    CHECK(run.session.learning_state() == state);
}

TEST_CASE("Automatic checkpoints come every half second of running, pauses not counted") {
    CheckpointPace pace;
    RunHistory::Time now{};
    pace.restart(now);
    for (int i = 0; i < 4; ++i) pace.count(1, now += 100ms);
    CHECK(!pace.due());
    pace.count(1, now += 100ms);
    CHECK(pace.due());
    pace.restart(now);
    CHECK(!pace.due());
    pace.count(1, now += 1h);  // paused
    CHECK(!pace.due());
}

TEST_CASE("Many steps make a checkpoint due sooner, but not at once") {
    CheckpointPace pace;
    RunHistory::Time now{};
    pace.restart(now);
    pace.count(CheckpointPace::many_steps, now += 50ms);
    CHECK(!pace.due());
    pace.count(1, now += 50ms);
    CHECK(pace.due());
}

TEST_CASE("Where a checkpoint is costly they come so seldom that a few percent of the time go there") {
    CheckpointPace pace;
    RunHistory::Time now{};
    pace.restart(now);
    pace.set_cost(50ms);
    auto ran = 0ms;
    while (!pace.due()) {
        pace.count(100, now += 100ms);
        ran += 100ms;
    }
    CHECK(ran == 2000ms);
}

TEST_CASE("A long run with little room keeps checkpoints from all of it") {
    KeptRun run(nullptr, History::bytes_of(make_picture({37, 29}, 3)) * 8);
    run.load();
    for (int i = 0; i < 100; ++i) {
        run.advance(1);
        run.keep(CheckpointKind::automatic);
    }
    const auto overview = run.history.overview();
    CHECK(overview->checkpoints.size() == 8);
    CHECK(overview->dropped == 93);
    CHECK(overview->bytes <= overview->budget_bytes);
    const std::int64_t middle = overview->checkpoints[4].id, step = overview->checkpoints[4].step;
    CHECK(step < 90);
    run.go_to(middle);
    KeptRun fresh;
    fresh.load();
    fresh.advance(static_cast<int>(step));
    CHECK(same_bits(run.session.download(), fresh.session.download()));
}
