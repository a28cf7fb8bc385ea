// A run that is made again by what was logged of it.
#include "session/replay.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "model/error.h"
#include "session/fake_backend.h"
#include "session/fractal_settings.h"
#include "session/session.h"

using namespace droplet;
using namespace droplet::test;

namespace {

constexpr Size size{48, 32};

std::shared_ptr<const Image> frame_of(std::int64_t number) {
    return std::make_shared<const Image>(make_picture(size, 3, static_cast<std::uint32_t>(100 + number)));
}

SourceReference reference() {
    SourceReference made;
    made.kind = SourceKind::video;
    made.path = "/somewhere/film.mp4";
    return made;
}

Session cpu_session(int threads) {
    return Session(open_backend(BackendChoice::cpu, threads), threads);
}

/// What two sessions may differ in.
struct Outcome {
    Image current, original;
    LearningState learning;
    std::vector<LossRecord> losses;
    std::int64_t step;
    Run run;
};

Outcome outcome_of(Session& session) {
    session.complete_source();
    Outcome made{session.download(),       session.download(Content::original),
                 session.learning_state(), session.take_losses(),
                 session.step(),           session.run()};
    made.learning.recoveries = 0;
    return made;
}

void check_same(const Outcome& again, const Outcome& first) {
    CHECK(again.step == first.step);
    CHECK(same_bits(again.current, first.current));
    CHECK(same_bits(again.original, first.original));
    CHECK(again.learning == first.learning);
    CHECK(again.run == first.run);
}

/// Makes the run of a session again on a fresh one.
Outcome made_again(const Run& run, int threads) {
    Session fresh = cpu_session(threads);
    Replay replay(fresh, run, frame_of(0), frame_of);
    REQUIRE(replay.finish());
    return outcome_of(fresh);
}

/// Does to a session what hands do to it, by numbers that are the same on every machine.
class Hands {
 public:
    Hands(Session& session, std::uint32_t seed, bool fractal) : session_(session), random_(seed) {
        settings_ = fractal ? film_settings(Process::diffuse, 3) : SessionSettings{};
        settings_.preset.learning.learning_rate = 1e-4f;
        settings_.preset.learning.schedule_period = 5;
        settings_.preset.learning.schedule_phase = 3;
        settings_.preset.convolution.kernel = KernelName::box;
        settings_.preset.convolution.feed = ConvolutionFeed::iterate;
        settings_.canvas = size;
        if (fractal) {
            settings_.preset.animation.tracks = {{"coefficient-re", 0.1, 0.9}};
            settings_.preset.animation.seconds = 4;
        }
    }

    void act() {
        session_.prepare_source(settings_);
        session_.complete_source();
        session_.prepare(settings_.preset);
        switch (pick(13)) {
            case 0:
                settings_.preset.process = static_cast<Process>(pick(4));
                break;
            case 1:
                settings_.preset.diffusion.k = 0.02f + 0.05f * static_cast<float>(pick(5));
                break;
            case 2:
                session_.kick(0.1f * static_cast<float>(1 + pick(8)));
                break;
            case 3:
                stroke();
                break;
            case 4:
                edit();
                break;
            case 5:
                feed();
                break;
            case 6:
                learning();
                break;
            case 7:
                checkpoints_.push_back(session_.checkpoint(CheckpointKind::edit, settings_.preset));
                break;
            case 8:
                go_back();
                break;
            case 9:
                if (pick(6) == 0) session_.reset();
                break;
            case 10:
                fractal();
                break;
            case 11:
                settings_.pace.steps_per_frame = 1 + pick(4);
                break;
            default:
                break;
        }
        session_.prepare_source(settings_);
        session_.advance(settings_, pick(9));
    }

 private:
    int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
    float place(int side) { return static_cast<float>(pick(side * 4)) / 4; }

    void stroke() {
        std::vector<BrushDab> dabs;
        for (int i = 0; i <= pick(4); ++i) {
            BrushDab dab;
            dab.brush.tool = static_cast<BrushTool>(pick(5));
            dab.brush.size = 3 + place(10);
            dab.x = place(size.width);
            dab.y = place(size.height);
            dab.negated = pick(2) == 0;
            dabs.push_back(dab);
        }
        session_.paint(dabs);
    }
    void edit() {
        OperatorEdit edit = SetWeight{pick(81), 0.1f * static_cast<float>(pick(9)) - 0.4f};
        if (pick(3) == 0) edit = SetPin{pick(81), pick(2) == 0};
        if (pick(5) == 0) edit = RestartOperator{};
        if (pick(5) == 0) edit = SetOperator{start_operator(StartOperator::random, 3, pick(100))};
        session_.edit_operator(edit, settings_.preset.learning);
    }
    void feed() {
        const std::int64_t frame = pick(6);
        session_.feed(frame_of(frame), {frame, static_cast<VideoFeed>(pick(3)), 0.3f});
    }
    void learning() {
        LearningParams& params = settings_.preset.learning;
        const int what = pick(7);
        if (what == 0) params.symmetry = static_cast<Symmetry>(pick(3));
        if (what == 1) params.zero_sum = !params.zero_sum;
        if (what == 2) params.optimizer = static_cast<Optimizer>(pick(2));
        if (what == 3) params.start = static_cast<StartOperator>(pick(4));
        if (what == 4) params.seed = pick(3);
        if (what == 5) params.frame_mix = pick(2) == 0 ? 0.0f : 0.2f;
        if (what == 6) params.passes = 1 + pick(2);
        // Looked at and left again without a step between.
        if (pick(2) == 0) session_.prepare(settings_.preset);
    }
    void go_back() {
        if (checkpoints_.empty()) return;
        const Checkpoint& target =
            checkpoints_[static_cast<std::size_t>(pick(static_cast<int>(checkpoints_.size())))];
        const bool fractal = session_.fractal().active;
        if ((target.preset.source == Source::fractal) != fractal) return;
        session_.restore(target);
        settings_.preset = target.preset;
    }
    void fractal() {
        const int what = pick(6);
        if (what == 0) settings_.preset.source = static_cast<Source>(pick(2));
        if (what == 1) settings_ = moved(settings_, 0.02 * pick(5));
        if (what == 2) settings_.seconds += 0.3 * pick(4);
        if (what == 3) settings_.preset.fractal.feed = static_cast<FractalFeed>(pick(2));
        if (what == 4) settings_.preset.fractal.palette = static_cast<PaletteName>(pick(5));
        if (what == 5) settings_.animates = !settings_.animates;
    }

    Session& session_;
    std::mt19937 random_;
    SessionSettings settings_;
    std::vector<Checkpoint> checkpoints_;
};

}  // namespace

TEST_CASE("Whatever hands do to a run, it is made again bit by bit, operator and log too") {
    int complete = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        Session session = cpu_session(1);
        session.load(frame_of(0), reference());
        Hands hands(session, seed, seed % 2 == 0);
        for (int i = 0; i < 40; ++i) hands.act();
        const Outcome first = outcome_of(session);
        if (!first.run.complete) continue;
        ++complete;
        Outcome again = made_again(first.run, 1 + static_cast<int>(seed % 2));
        if (again.learning != first.learning) {
            // An operator from before a fractal was looked at is no part of its run, until steps take it up.
            SessionSettings learns = fractal_settings(Process::learn);
            learns.preset.source = session.fractal().active ? Source::fractal : Source::picture;
            session.advance(learns, 1);
            CHECK(!session.run().complete);
            again.learning = first.learning;
        }
        check_same(again, first);
    }
    CHECK(complete > 50);
}

TEST_CASE("Each moment of a run is made again, in one go and on the way to a later one") {
    Session session = cpu_session(2);
    session.load(frame_of(0), reference());
    Hands hands(session, 7, false);
    std::vector<Image> pictures;
    std::vector<Run> moments;
    for (int i = 0; i < 12; ++i) {
        session.kick(0.01f);
        SessionSettings settings;
        settings.preset.diffusion.k = 0.03f + 0.01f * static_cast<float>(i);
        session.advance(settings, 3);
        pictures.push_back(session.download());
        moments.push_back(session.run());
    }
    Session again = cpu_session(1);
    Replay replay(again, session.run(), frame_of(0));
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const Run& moment = moments[i];
        REQUIRE(replay.go_to(moment.step, static_cast<std::int64_t>(moment.events.size())));
        CHECK(same_bits(again.download(), pictures[i]));
        CHECK(again.run().events == moment.events);
    }
    // In portions of any length.
    Session portions = cpu_session(1);
    Replay portioned(portions, session.run(), frame_of(0));
    int calls = 0;
    for (; !portioned.done(); ++calls) portioned.go_on(2);
    CHECK(calls > 24);
    CHECK(same_bits(portions.download(), pictures.back()));
}

TEST_CASE("Learning is made again with all its losses") {
    Session session = cpu_session(2);
    session.load(frame_of(0), reference());
    SessionSettings settings;
    settings.preset.process = Process::learn;
    settings.preset.learning.schedule_period = 7;
    settings.preset.learning.schedule_phase = 4;
    session.advance(settings, 10);
    session.edit_operator(SetWeight{3, 0.5f}, settings.preset.learning);
    settings.preset.learning.optimizer = Optimizer::adam;
    session.advance(settings, 9);
    const Outcome first = outcome_of(session), again = made_again(first.run, 1);
    check_same(again, first);
    CHECK(first.losses.size() == 19);
    CHECK(again.losses == first.losses);
}

TEST_CASE("After a reset a run begins at the frame of the video that stands, and is made again from it") {
    Session session = cpu_session(1);
    session.load(frame_of(0), reference());
    session.advance({}, 2);
    session.feed(frame_of(4), {4, VideoFeed::mix, 0.5f});
    session.reset();
    CHECK(same_bits(session.download(), *frame_of(4)));
    session.advance({}, 3);
    const Outcome first = outcome_of(session);
    CHECK(first.run.events.size() == 2);
    check_same(made_again(first.run, 1), first);
}

TEST_CASE(
    "Where the fractal took the place of a picture and gave it back, the run goes on and is made again") {
    Session session = cpu_session(1);
    session.load(frame_of(0), reference());
    SessionSettings picture;
    picture.preset.process = Process::learn;
    session.advance(picture, 4);
    SessionSettings fractal = fractal_settings(Process::learn);
    fractal.preset.learning.symmetry = Symmetry::mirror;
    fractal.preset.learning.start = StartOperator::scharr_x;
    session.prepare_source(fractal);
    session.advance(fractal, 3);
    const Outcome on_fractal = outcome_of(session);
    CHECK(on_fractal.run.source.kind == SourceKind::fractal);
    check_same(made_again(on_fractal.run, 1), on_fractal);
    session.feed(frame_of(2), {2, VideoFeed::start, 0});
    picture.preset.learning = fractal.preset.learning;
    session.prepare_source(picture);
    CHECK(session.step() == 4);
    session.advance(picture, 5);
    session.kick(0.5f);
    const Outcome first = outcome_of(session);
    CHECK(first.run.source.kind == SourceKind::video);
    check_same(made_again(first.run, 1), first);
}

TEST_CASE("Noise on a fractal that is looked at has the same seeds when it is made again") {
    Session session = cpu_session(1);
    SessionSettings settings = fractal_settings();
    session.prepare_source(settings);
    session.complete_source();
    const BrushDab noise{.brush = {.tool = BrushTool::noise, .size = 20, .strength = 1}, .x = 20, .y = 16};
    session.paint({noise, noise});
    settings = moved(settings, 0.1);
    session.prepare_source(settings);
    session.complete_source();
    session.paint({noise});
    const Outcome first = outcome_of(session);
    check_same(made_again(first.run, 2), first);
}

TEST_CASE("A fractal that is looked at after learning is made again; steps of its operator are not known") {
    Session session = cpu_session(1);
    SessionSettings settings = fractal_settings(Process::learn);
    session.prepare_source(settings);
    session.advance(settings, 4);
    settings.preset.process = Process::none;
    settings = moved(settings, 0.05);
    session.prepare_source(settings);
    session.complete_source();
    CHECK(session.run().complete);
    const Image picture = session.download();
    CHECK(same_bits(made_again(session.run(), 1).current, picture));
    const Checkpoint there = session.checkpoint(CheckpointKind::edit, settings.preset);
    settings.preset.process = Process::learn;
    session.advance(settings, 1);
    CHECK(!session.run().complete);
    session.restore(there);
    session.advance(settings, 1);
    CHECK(!session.run().complete);
    session.reset();
    session.advance(settings, 1);
    CHECK(session.run().complete);
}

TEST_CASE("A run whose device failed is made again from where the CPU began") {
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Session session({std::move(backend), ""}, 1);
    SessionSettings settings = film_settings(Process::diffuse, 4, 0.5f);
    session.prepare_source(settings);
    session.advance(settings, 6);
    const BrushDab noise{.brush = {.tool = BrushTool::noise, .size = 20, .strength = 1}, .x = 20, .y = 16};
    session.paint({noise});
    SUBCASE("amid steps") {
        device->fail_from_now_on = true;
        session.advance(settings, 5);
        CHECK(session.step() == 5);
    }
    SUBCASE("at a stroke") {
        device->fail_from_now_on = true;
        session.paint({noise, noise});
        session.advance(settings, 3);
    }
    const Outcome first = outcome_of(session);
    CHECK(first.run.complete);
    check_same(made_again(first.run, 1), first);
}

TEST_CASE("A device that fails while a run is made again leaves it to the CPU, with the same result") {
    Session session = cpu_session(1);
    session.load(frame_of(0), reference());
    session.advance({}, 5);
    session.kick(0.25f);
    session.advance({}, 5);
    const Outcome first = outcome_of(session);
    auto backend = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* device = backend.get();
    Session failing({std::move(backend), ""}, 1);
    Replay replay(failing, first.run, frame_of(0));
    REQUIRE(replay.go_to(7, 3));
    device->fail_from_now_on = true;
    REQUIRE(replay.finish());
    CHECK(failing.backend_info().name == "cpu");
    check_same(outcome_of(failing), first);
}

TEST_CASE("A session that has run something else makes a run again as a fresh one does") {
    Session source = cpu_session(1);
    SessionSettings settings = film_settings(Process::learn, 2);
    source.prepare_source(settings);
    source.advance(settings, 5);
    const Outcome fractal = outcome_of(source);
    Session other = cpu_session(1);
    other.load(frame_of(1), reference());
    settings.preset.learning.start = StartOperator::scharr_y;
    settings.preset.source = Source::picture;
    other.advance(settings, 7);
    const Outcome picture = outcome_of(other);

    Session used = cpu_session(1);
    used.load(frame_of(3), reference());
    for (int round = 0; round < 2; ++round) {
        Replay a(used, fractal.run, nullptr);
        REQUIRE(a.finish());
        check_same(outcome_of(used), fractal);
        Replay b(used, picture.run, frame_of(1));
        REQUIRE(b.finish());
        check_same(outcome_of(used), picture);
    }
}

TEST_CASE("In another size the fractal shows the same place, and strokes lie where they lay") {
    Session session = cpu_session(1);
    SessionSettings settings = fractal_settings();
    settings.preset.fractal.coloring = Coloring::escape;
    settings.preset.fractal.scale = 0.02;
    session.prepare_source(settings);
    session.complete_source();
    session.paint(
        {{.brush = {.tool = BrushTool::noise, .size = 8, .softness = 0, .strength = 1}, .x = 12, .y = 8}});
    Session large = cpu_session(1);
    Replay replay(large, session.run(), nullptr, {}, {96, 64});
    REQUIRE(replay.finish());
    CHECK(replay.size() == Size{96, 64});
    CHECK(scaled_run(session.run(), {}) == session.run());
    CHECK(large.fractal().size == Size{96, 64});
    CHECK(large.fractal().place.scale == 0.01);
    const Image picture = large.download(), source = large.download(Content::original);
    const auto touched = [&](int x, int y) {
        bool differs = false;
        for (int c = 0; c < 3; ++c)
            differs = differs || picture.plane(c).row(y)[x] != source.plane(c).row(y)[x];
        return differs;
    };
    CHECK(touched(24, 16));
    CHECK(touched(24 + 7, 16));
    CHECK(!touched(24 + 9, 16));
    CHECK(!touched(12, 8));
    CHECK(large.run().source.size == Size{96, 64});

    Session picture_run = cpu_session(1);
    picture_run.load(frame_of(0), reference());
    picture_run.advance({}, 3);
    Session half = cpu_session(1);
    Replay smaller(half, picture_run.run(), frame_of(0), {}, {24, 16});
    REQUIRE(smaller.finish());
    CHECK(half.download().size() == Size{24, 16});
    CHECK(half.step() == 3);
}

TEST_CASE("What cannot be made again is refused in one line") {
    Session session = cpu_session(1);
    session.load(frame_of(0), reference());
    session.advance({}, 2);
    session.feed(frame_of(1), {1, VideoFeed::mix, 0.5f});
    Run run = session.run();
    const auto refusal = [](const Run& wanted, const Replay::Frames& frames) -> std::string {
        try {
            Session fresh = cpu_session(1);
            Replay replay(fresh, wanted, frame_of(0), frames);
            replay.finish();
        } catch (const Error& error) {
            CHECK(error.fault() == Fault::job);
            return error.what();
        }
        return "";
    };
    CHECK(refusal(run, frame_of) == "");
    CHECK(refusal(run, {}).find("frames of a video") != std::string::npos);
    CHECK(refusal(run, [](std::int64_t) { return nullptr; }).find("has no frame 1") != std::string::npos);
    Run incomplete = run;
    incomplete.complete = false;
    CHECK(refusal(incomplete, frame_of).find("not all kept") != std::string::npos);
    Run headless = run;
    headless.events.erase(headless.events.begin());
    CHECK(refusal(headless, frame_of).find("does not begin with settings") != std::string::npos);
    Run disordered = run;
    disordered.events.back().step = 1;
    CHECK(refusal(disordered, frame_of) == "");
    disordered.events.push_back({0, Kick{0.5f}});
    CHECK(refusal(disordered, frame_of).find("out of order") != std::string::npos);
    Run stands = run;
    RunSettings none = std::get<RunSettings>(stands.events.front().action);
    Preset preset = *none.preset;
    preset.process = Process::none;
    none.preset = std::make_shared<const Preset>(preset);
    stands.events = {{0, none}};
    CHECK(refusal(stands, frame_of).find("nothing steps") != std::string::npos);
}

TEST_CASE("A stop leaves a run where it is, and it can go on") {
    Session session = cpu_session(1);
    session.load(frame_of(0), reference());
    session.advance({}, 6);
    const Outcome first = outcome_of(session);
    Session again = cpu_session(1);
    Replay replay(again, first.run, frame_of(0));
    std::stop_source stop;
    stop.request_stop();
    CHECK(!replay.finish(stop.get_token()));
    CHECK(again.step() == 0);
    CHECK(replay.finish());
    check_same(outcome_of(again), first);
}
