// Stills and films of a session on its own thread: what they hold, and what their recipes say of it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "compute/cpu/cpu_backend.h"
#include "session/display_of.h"
#include "session/fake_backend.h"
#include "session/film_bench.h"
#include "session/fractal_settings.h"
#include "session/replay.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::vector<std::uint8_t> shown_as_is(const Image& image) {
    std::vector<std::uint8_t> bytes;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            for (int c = 0; c < 3; ++c) {
                const float value = image.plane(image.channels() == 1 ? 0 : c).row(y)[x];
                bytes.push_back(
                    static_cast<std::uint8_t>(std::floor(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f)));
            }
    return bytes;
}

std::vector<std::int64_t> multiples(int every, std::size_t count) {
    std::vector<std::int64_t> steps;
    for (std::size_t i = 0; i < count; ++i) steps.push_back(every * static_cast<std::int64_t>(i));
    return steps;
}

/// Runs, with a window that takes its frames, until the film has so many.
void run_until(Bench& bench, Reel& reel, std::size_t count) {
    bench.settings.running = true;
    bench->set(bench.settings);
    bench.wait([&] {
        static_cast<void>(bench->take_frames());
        return reel.frames().size() >= count;
    });
    bench.settings.running = false;
    bench->set(bench.settings);
    bench.settle();
}

/// Makes each shot of a film again, apart from any window, and compares it with what the film was given.
void check_made_again(const Recipe& recipe, std::shared_ptr<const Image> source, Reel& reel) {
    const std::vector<FilmFrame> frames = reel.frames();
    std::size_t at = 0;
    for (const Take& take : recipe.takes) {
        Session session(open_backend(BackendChoice::cpu, 2), 2);
        Replay replay(session, take.run, source);
        for (const Shot& shot : take.shots) {
            CAPTURE(shot.step);
            REQUIRE(replay.go_to(shot.step, shot.events));
            session.complete_source();
            const Preset& preset = *shot.settings.preset;
            session.derive(preset);
            const Content content = shown_content(preset);
            const auto again =
                session.copy_pixels(content, display_of(session, content, preset, shot.display));
            for (int i = 0; i < shot.frames; ++i, ++at) {
                REQUIRE(at < frames.size());
                CHECK(bytes_of(*again) == bytes_of(*frames[at].pixels));
            }
        }
    }
    CHECK(at == frames.size());
}

}  // namespace

TEST_CASE("Every n-th step is a frame of the film, no other and none twice, whatever the pace") {
    const auto source = picture();
    for (const PaceParams& pace :
         {PaceParams{.steps_per_frame = 1}, PaceParams{.steps_per_frame = 5},
          PaceParams{.steps_per_frame = 1000}, PaceParams{.pace = Pace::time_budget, .budget_ms = 2}}) {
        CAPTURE(pace.steps_per_frame);
        Bench bench;
        Reel reel;
        bench.settings.pace = pace;
        bench->set(bench.settings);
        bench->load(source, "");
        bench->record(reel.order(3));
        run_until(bench, reel, 8);
        CHECK(stopped(bench).takes.size() == 1);
        const std::vector<FilmFrame> frames = reel.frames();
        CHECK(reel.steps() == multiples(3, frames.size()));
        const auto backend = make_cpu_backend(1);
        backend->upload(*source);
        for (const FilmFrame& frame : frames) {
            CHECK(bytes_of(*frame.pixels) == shown_as_is(backend->download(Content::current)));
            backend->diffuse(bench.settings.preset.diffusion, 3, {});
        }
    }
}

TEST_CASE("Of stills each frame has its own recipe, by which it is made again") {
    const auto source = picture();
    Bench bench;
    Reel reel;
    bench->load(source, "");
    FilmOrder order = reel.order(2, {.exposure = 0.5f});
    order.recipes = true;
    bench->record(order);
    bench.step(6);
    bench.settings.preset.diffusion.k = 0.2f;
    bench->set(bench.settings);
    bench.step(6);
    CHECK(reel.steps() == multiples(2, 7));
    for (const FilmFrame& frame : reel.frames()) {
        CAPTURE(frame.step);
        REQUIRE(frame.pixels->recipe);
        const Recipe& recipe = *frame.pixels->recipe;
        CHECK(recipe.run.step == frame.step);
        CHECK(recipe.display.exposure == 0.5f);
        Session session(open_backend(BackendChoice::cpu, 2), 2);
        Replay replay(session, recipe.run, source);
        REQUIRE(replay.go_to(recipe.run.step, static_cast<std::int64_t>(recipe.run.events.size())));
        const Preset& preset = *recipe.settings.preset;
        const auto again = session.copy_pixels(Content::current,
                                               display_of(session, Content::current, preset, recipe.display));
        CHECK(bytes_of(*again) == bytes_of(*frame.pixels));
    }
}

TEST_CASE("A film that waits for its encoder holds the run, and has every frame in the end") {
    auto device = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend& backend = *device;
    Bench bench(std::move(device));
    Reel reel;
    reel.hold_after(4);
    bench->load(picture(), "");
    bench->record(reel.order(2));
    bench->step(20);
    reel.wait_until_held();
    CHECK(backend.steps_done == 8);  // four are there, of step 0 to 6; the fifth waits
    reel.release();
    bench.wait([&] { return bench->status().step == 20; });
    bench.settle();
    CHECK(reel.steps() == multiples(2, 11));
}

TEST_CASE("A film that waits is ended by its stop, another picture, another film, and the end of all") {
    const auto source = picture();
    for (const char* end : {"stop", "load", "film", "close"}) {
        CAPTURE(std::string(end));
        Reel reel, other;
        Bench bench;
        reel.hold_after(2);
        bench->load(source, "first");
        bench->record(reel.order(1));
        bench->step(10);
        reel.wait_until_held();
        if (end == std::string("close")) {
            bench.close();  // hangs for ever if the stop does not reach the film
        } else if (end == std::string("stop")) {
            const Recipe recipe = stopped(bench);
            REQUIRE(recipe.takes.size() == 1);
            CHECK(recipe.takes[0].shots.size() == 2);  // what was not taken is no part of it
            CHECK(recipe.run.step == 1);
            CHECK_FALSE(bench->status().recording);
        } else if (end == std::string("load")) {
            bench->load(picture({30, 20}), "second");
            bench.wait([&] { return bench->status().source_name == "second"; });
            CHECK_FALSE(bench->status().recording);
            bench->record(other.order(1));  // the film goes on with the other picture
            const Recipe recipe = stopped(bench);
            REQUIRE(recipe.takes.size() == 2);
            CHECK(recipe.takes[0].run.source.size == Size{64, 48});
            CHECK(recipe.takes[0].shots.size() == 2);
            CHECK(recipe.takes[1].run.source.size == Size{30, 20});
            CHECK(other.frames().size() == 1);
        } else {
            bench->record(other.order(1));
            other.wait_for(1);
            bench.wait([&] { return bench->status().recording; });
        }
        CHECK(reel.steps() == multiples(1, 2));
    }
}

TEST_CASE("A film that ends by itself leaves the run going, and its recipe to be asked for") {
    Bench bench;
    Reel reel;
    FilmOrder order = reel.order(1);
    order.take = [&, take = order.take](FilmFrame frame, const std::stop_token& stop) {
        return frame.step < 3 && take(std::move(frame), stop);
    };
    bench->load(picture(), "");
    bench->record(order);
    bench.step(9);
    CHECK_FALSE(bench->status().recording);
    CHECK(bench->status().step == 9);
    const Recipe recipe = stopped(bench);
    CHECK(recipe.takes[0].shots.size() == 3);
    CHECK(recipe.run.step == 2);
    CHECK(recipe.fps == 30);
    CHECK(stopped(bench).takes.empty());  // once
    CHECK(reel.steps() == multiples(1, 3));
}

TEST_CASE("A film without a picture is an error in one line") {
    Bench bench;
    Reel reel;
    bench->record(reel.order(1));
    std::vector<std::string> errors;
    bench.wait([&] { return !(errors = bench->take_errors()).empty(); });
    CHECK(errors.front() == "film: there is no picture to record; valid: once a source is loaded");
    CHECK(stopped(bench).takes.empty());
}

TEST_CASE("The shots of a film make the same frames again: settings, kicks, strokes, and how it is shown") {
    Bench bench;
    Reel reel;
    const auto source = picture();
    bench->load(source, "");
    bench.step(3);
    DisplayParams brighter;
    brighter.range = RangeChoice::automatic;
    brighter.gamma = 2;
    bench->record(reel.order(2, brighter));
    bench.step(4);
    bench.settings.preset.diffusion.k = 0.31f;
    bench->set(bench.settings);
    bench.step(3);
    bench->kick(0.25f);
    bench.step(3);
    bench->begin_stroke();
    bench->paint({BrushDab{.brush = {.tool = BrushTool::noise, .strength = 1}, .x = 20, .y = 10}});
    bench->set_film_display({});
    bench.step(4);
    bench.settings.preset.process = Process::edges;  // shows what is made of the picture
    bench.settings.preset.canny.stage = CannyStage::gradient;
    bench->set(bench.settings);
    bench.settle();
    bench.settings.preset.process = Process::learn;
    bench->set(bench.settings);
    bench.step(4);
    const Recipe recipe = stopped(bench);
    CHECK(reel.steps() == std::vector<std::int64_t>{3, 4, 6, 8, 10, 12, 14, 16, 18, 20});
    REQUIRE(recipe.takes.size() == 1);
    CHECK(recipe.takes[0].shots.front().display == brighter);
    CHECK(recipe.display == DisplayParams{});
    check_made_again(recipe, source, reel);
}

TEST_CASE("Going back, beginning anew and another source are takes of their own") {
    Bench bench;
    Reel reel;
    const auto source = picture();
    bench->load(source, "");
    bench->record(reel.order(2));
    bench.step(4);
    bench->begin_stroke();
    std::optional<std::int64_t> stroke;
    bench.wait([&] { return (stroke = bench->take_stroke()).has_value(); });
    bench->paint({BrushDab{.brush = {.tool = BrushTool::add}, .x = 20, .y = 10}});
    bench.step(4);
    bench->go_to(*stroke);
    bench.wait([&] { return bench->take_adopted().has_value(); });
    bench.step(2);
    bench->reset();
    bench.settle();
    bench.step(2);
    CHECK(reel.steps() == std::vector<std::int64_t>{0, 2, 4, 6, 8, 6, 2});
    const Recipe recipe = stopped(bench);
    REQUIRE(recipe.takes.size() == 3);
    CHECK(recipe.takes[1].shots.size() == 1);
    check_made_again(recipe, source, reel);
}

TEST_CASE("Live, there is a picture for each interval in which it changed, and none in between") {
    Bench bench;
    Reel reel;
    const auto source = picture();
    bench->load(source, "");
    bench.clock_ms = 1000;
    FilmOrder order = reel.order(0);
    order.interval = std::chrono::milliseconds(10);
    order.fps = 100;
    bench->record(order);
    bench.step(5);
    CHECK(reel.steps() == multiples(5, 1));  // time stands still
    bench.clock_ms = 1012;
    reel.wait_for(2);  // step 5 is still to be shown
    bench.clock_ms = 1019;
    bench.step(1);
    CHECK(reel.steps() == std::vector<std::int64_t>{0, 5});
    bench.clock_ms = 1021;
    reel.wait_for(3);
    bench.clock_ms = 1055;
    bench.settle();
    CHECK(reel.frames().size() == 3);  // nothing new
    bench->kick(0.5f);                 // changes the picture, paused
    reel.wait_for(4);
    bench.clock_ms = 1070;
    bench.settings.preset.process = Process::edges;  // changes what is shown of it
    bench->set(bench.settings);
    reel.wait_for(5);
    const Recipe recipe = stopped(bench, 1100);
    CHECK(reel.steps() == std::vector<std::int64_t>{0, 5, 6, 6, 6});
    REQUIRE(recipe.takes.size() == 1);
    std::vector<int> frames;
    for (const Shot& shot : recipe.takes[0].shots) frames.push_back(shot.frames);
    CHECK(frames == std::vector<int>{2, 1, 3, 1, 3});
}

TEST_CASE("A film of the view has no pictures but its shots, with the part that the view looks at") {
    Bench bench;
    bench->load(picture(), "");
    FilmOrder order;
    order.fps = 10;
    order.view_only = true;
    bench->record(order);
    bench.settle();
    bench.clock_ms = 500;
    bench.settings.view = {10, 8, 20.5, 18, 4.0, Content::current};
    bench->set(bench.settings);
    bench.wait([&] {
        const auto frames = bench->take_frames();
        return !frames.empty() && frames.front()->request().region.x0 > 0;
    });
    bench.settle();
    const Recipe recipe = stopped(bench, 1000);
    REQUIRE(recipe.takes.size() == 1);
    REQUIRE(recipe.takes[0].shots.size() == 2);
    CHECK(recipe.takes[0].shots[0].x1 == 64);
    CHECK(recipe.takes[0].shots[0].frames == 5);
    CHECK(recipe.takes[0].shots[1].x0 == 10);
    CHECK(recipe.takes[0].shots[1].x1 == 20.5);
    CHECK(recipe.takes[0].shots[1].frames == 5);
}

TEST_CASE("A film of a fractal that is mixed in begins whole, and its frames can be made again") {
    Bench bench;
    Reel reel;
    bench.settings = film_settings(Process::diffuse, 3);
    bench->set(bench.settings);
    bench->record(reel.order(2));
    bench.wait([&] { return bench->status().recording; });
    bench.step(5);
    bench.settings = moved(bench.settings, 0.1);
    bench->set(bench.settings);
    bench.step(5);
    const Recipe recipe = stopped(bench);
    CHECK(reel.steps() == multiples(2, 6));
    CHECK(recipe.run.source.kind == SourceKind::fractal);
    REQUIRE(recipe.takes.size() == 1);
    check_made_again(recipe, nullptr, reel);
}

TEST_CASE("Live, each place of a fractal is a take of its own, with the place that was shown") {
    Bench bench;
    Reel reel;
    bench.settings = fractal_settings();
    bench->set(bench.settings);
    FilmOrder order = reel.order(0);
    order.fps = 1000;
    bench->record(order);
    reel.wait_for(1);
    const double first = bench.settings.preset.fractal.center_x.high;
    for (int place = 1; place <= 3; ++place) {
        bench.clock_ms = 10 * place;
        bench.settings = moved(bench.settings, 0.1);
        bench->set(bench.settings);
        bench.settle();  // the picture is whole
        static_cast<void>(bench->take_frames());
    }
    bench.settle();
    const Recipe recipe = stopped(bench, 40);
    std::vector<double> places;
    for (const Take& take : recipe.takes) {
        REQUIRE(take.shots.size() == 1);
        CHECK(take.run.events.size() == 1);
        const double x = take.shots[0].settings.preset->fractal.center_x.high;
        if (places.empty() || places.back() != x) places.push_back(x);
        CHECK(std::get<RunSettings>(take.run.events[0].action) == take.shots[0].settings);
    }
    REQUIRE(places.size() == 4);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(places[i] == doctest::Approx(first + 0.1 * static_cast<double>(i)));
}

TEST_CASE("Recording changes not a bit of the run") {
    const auto run = [](bool films) {
        Bench bench;
        Reel reel;
        bench.settings.preset.process = Process::learn;
        bench.settings.preset.learning.frame_mix = 0.2f;
        bench->set(bench.settings);
        bench->load(picture(), "");
        if (films) bench->record(reel.order(3));
        bench.step(40);
        bench->kick(0.1f);
        bench.step(21);
        if (films) CHECK(reel.frames().size() == 21);
        return bench.current();
    };
    CHECK(same_bits(run(true), run(false)));
}

TEST_CASE("A still has what the process shows, how it is shown, and the recipe of it") {
    Bench bench;
    const auto source = picture();
    SourceReference reference;
    reference.path = "/a photo.png";
    bench->load(source, "", reference);
    bench.step(4);
    bench.settings.preset.process = Process::edges;
    bench.settings.preset.canny.stage = CannyStage::gradient;
    bench->set(bench.settings);
    std::promise<CapturedStill> promise;
    DisplayParams params;
    params.gamma = 2;
    bench->still(params, [&](CapturedStill still) { promise.set_value(std::move(still)); });
    const CapturedStill still = promise.get_future().get();

    Session session(open_backend(BackendChoice::cpu, 2), 2);
    Replay replay(session, still.recipe.run, source);
    REQUIRE(replay.finish());
    session.derive(*still.recipe.settings.preset);
    CHECK(same_bits(still.picture, session.download(Content::gradient)));
    CHECK(still.display == display_of(session, Content::gradient, bench.settings.preset, params));
    CHECK(still.display.gamma == 2);
    CHECK(still.display.high != 1);
    CHECK(still.recipe.display == params);
    CHECK(still.recipe.run.step == 4);
    CHECK(still.recipe.run.source.path == "/a photo.png");
    CHECK(still.recipe.takes.empty());
}

TEST_CASE("A still of what cannot be made is an error, and no picture") {
    Bench bench;
    bench->load(picture({8, 8}), "");
    bench.settings.preset.process = Process::convolve;
    bench.settings.preset.convolution.mode = ConvolutionMode::valid;
    bench.settings.preset.convolution.kernel = KernelName::custom;
    bench.settings.preset.custom_kernel = Kernel(9, 9);
    bench->set(bench.settings);
    bench.settle();
    static_cast<void>(bench->take_errors());
    bool made = false;
    bench->still({}, [&](CapturedStill) { made = true; });
    bench.settle();
    const std::vector<std::string> errors = bench->take_errors();
    CHECK(errors.size() == 1);
    CHECK_FALSE(made);
}
