// A video as the source of a run: what becomes of its frames.
#include <doctest/doctest.h>

#include "compute/cpu/cpu_backend.h"
#include "model/builtin_presets.h"
#include "session/session_bench.h"
#include "session/video_bench.h"

using namespace droplet;
using namespace droplet::test;

namespace {

constexpr Size size{64, 48};

std::shared_ptr<const Image> frame(std::int64_t f) {
    return std::make_shared<const Image>(scripted_frame(f, size));
}

/// A session thread with a video of 10 frames a second, by the bench's clock.
struct VideoBench {
    explicit VideoBench(const Preset& preset = {}) {
        bench.settings.preset = preset;
        bench->set(bench.settings);
        auto source = std::make_unique<ScriptedSource>(script, 1000, 10.0);
        source->begin_behind_first();
        player = std::make_shared<VideoPlayer>(std::move(source), [this] {
            return VideoPlayer::Time(std::chrono::milliseconds(bench.clock_ms));
        });
    }
    ~VideoBench() { bench.close(); }
    void load() { bench->load_video(player, frame(0), "film"); }
    /// Frames of the window are taken until the player's frame f was.
    void show(std::int64_t f) {
        script->allow(1);
        bench.clock_ms = static_cast<int>(f - 1) * 100;
        while (player->state().frame < f) bench->take_frames();
        bench.settle();
    }
    void run(bool running) {
        bench.settings.running = running;
        bench->set(bench.settings);
    }

    Bench bench;
    std::shared_ptr<ScriptedSource::Script> script = std::make_shared<ScriptedSource::Script>();
    std::shared_ptr<VideoPlayer> player;
};

Preset with_process(Process process, VideoFeed feed) {
    Preset preset;
    preset.process = process;
    preset.video.feed = feed;
    return preset;
}

LearningParams video_learning() {
    for (const BuiltinPreset& builtin : builtin_presets())
        if (builtin.key == "art-with-math-video") return builtin.preset.learning;
    return {};
}

}  // namespace

TEST_CASE("Where nothing steps the picture is the video's newest frame") {
    VideoBench video(with_process(Process::none, VideoFeed::mix));
    video.load();
    for (std::int64_t f = 1; f < 5; ++f) {
        video.show(f);
        CHECK(same_bits(video.bench.current(), *frame(f)));
    }
    CHECK(video.bench->status().step == 0);
    CHECK(video.bench->status().source_name == "film");
}

TEST_CASE("With a number of steps a frame, each frame has so many, and then the next one is waited for") {
    VideoBench video(with_process(Process::diffuse, VideoFeed::start));
    video.bench.settings.pace.steps_per_frame = 3;
    video.run(true);
    video.load();
    for (std::int64_t f = 1; f < 4; ++f) {
        video.show(f);
        const std::int64_t before = video.bench->status().step;
        Bench& bench = video.bench;
        const auto backend = make_cpu_backend(1);
        backend->upload(*frame(f));
        backend->diffuse(bench.settings.preset.diffusion, 3, {});
        // Its frame is taken, and no more steps are made, however often the window asks.
        const auto done = [&] { return same_bits(bench.current(), backend->download(Content::current)); };
        while (!done()) bench->take_frames();
        const std::int64_t step = bench->status().step;
        CHECK(step >= before);
        bench->take_frames();
        bench.settle();
        CHECK(bench->status().step == step);
        CHECK(done());
    }
}

TEST_CASE("A paused player lets the run go on with the frame that stands") {
    VideoBench video(with_process(Process::diffuse, VideoFeed::start));
    video.run(true);
    video.load();
    video.show(1);
    video.player->pause(VideoPlayer::Time(std::chrono::milliseconds(0)));
    const std::int64_t goal = video.bench->status().step + 5;
    while (video.bench->status().step < goal) video.bench->take_frames();
    CHECK(video.player->state().frame == 1);
}

TEST_CASE("While the run is paused its picture stays and the original is the frame of now") {
    VideoBench video(with_process(Process::diffuse, VideoFeed::start));
    video.load();
    video.show(1);
    CHECK(same_bits(video.bench.current(), *frame(1)));  // before the first step
    video.bench.step(2);
    const Image picture = video.bench.current();
    video.show(2);
    CHECK(same_bits(video.bench.current(), picture));
    std::promise<Image> original;
    video.bench->download(Content::original, [&](Image image) { original.set_value(std::move(image)); });
    CHECK(same_bits(original.get_future().get(), *frame(2)));
}

TEST_CASE("A mixed frame is a share of it and the rest of the picture") {
    OpenedBackend opened = open_backend(BackendChoice::cpu, 1);
    Session session(std::move(opened), 1);
    session.load(frame(0));
    SessionSettings settings;
    settings.preset = with_process(Process::diffuse, VideoFeed::mix);
    session.advance(settings, 4);
    const Image before = session.download();
    session.feed(frame(1), {1, VideoFeed::mix, 0.3f});
    const Image mixed = session.download();
    const Image other = scripted_frame(1, size);
    double worst = 0;
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const double expected = 0.7 * before.plane(c).row(y)[x] + 0.3 * other.plane(c).row(y)[x];
                worst = std::max(worst, std::abs(expected - double{mixed.plane(c).row(y)[x]}));
            }
    CHECK(worst < 1e-6);
    CHECK(session.step() == 4);
    session.feed(frame(2), {2, VideoFeed::original, 0.3f});
    CHECK(same_bits(session.download(), mixed));
    CHECK(same_bits(session.download(Content::original), *frame(2)));
}

TEST_CASE("The original's video loop: two passes a frame, a fifth of the frame between them in 7 of 8") {
    const LearningParams params = video_learning();
    CHECK(params.loss == Loss::video);
    CHECK(params.learning_rate == doctest::Approx(1.25e-7));
    for (std::int64_t step = 0; step < 24; ++step) {
        const LearningStep plan = plan_learning_step(params, step);
        CHECK(plan.passes == 2);
        CHECK(plan.first_mix == (step % 8 == 0 ? 0.0f : 0.2f));
        CHECK(plan.mix == 0);
        CHECK(!plan.restart);
    }
    // By one step a frame, the frames being what is mixed and compared with.
    Preset preset = with_process(Process::learn, VideoFeed::original);
    preset.learning = params;
    VideoBench video(preset);
    video.run(true);
    video.load();
    const auto backend = make_cpu_backend(2);
    backend->upload(*frame(0));
    LearningState state = initial_learning_state(start_operator(params.start, 3, params.seed, {}));
    backend->set_learning_state(held(state, state.start, params));
    while (video.bench->status().step < 1) video.bench->take_frames();
    backend->learn(params, 1, {});
    for (std::int64_t f = 1; f < 10; ++f) {
        const std::int64_t step = video.bench->status().step;
        video.script->allow(1);
        video.bench.clock_ms = static_cast<int>(f - 1) * 100;
        while (video.bench->status().step < step + 1) video.bench->take_frames();
        backend->replace_original(*frame(f));
        backend->learn(params, 1, {});
    }
    CHECK(video.bench->status().step == 10);
    CHECK(same_bits(video.bench.current(), backend->download(Content::current)));
}

TEST_CASE("A video that fails is told once, and the run goes on; another picture ends a video") {
    VideoBench video(with_process(Process::diffuse, VideoFeed::start));
    video.script->fail_at(1);
    video.run(true);
    video.load();
    std::vector<std::string> errors;
    video.bench.wait([&] { return !(errors = video.bench->take_errors()).empty(); });
    CHECK(errors.size() == 1);
    CHECK(errors.front() == "film: is gone");
    const std::int64_t goal = video.bench->status().step + 3;
    while (video.bench->status().step < goal) video.bench->take_frames();
    video.bench->load(picture(), "still");
    video.run(false);
    video.bench.settle();
    CHECK(video.bench->status().source_name == "still");
    CHECK(video.player.use_count() == 1);
}
