// A session whose source is the fractal, by itself, as headless jobs run it.
#include <doctest/doctest.h>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "model/error.h"
#include "session/fake_backend.h"
#include "session/fractal_settings.h"
#include "session/session.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Session session_of(int threads = 1) {
    return Session(open_backend(BackendChoice::cpu, threads), threads);
}

/// The whole fractal of the settings.
Image fractal_of(const SessionSettings& settings) {
    Session session = session_of();
    session.prepare_source(settings);
    session.complete_source();
    return session.download(Content::original);
}

/// So many steps on from a picture, with `film` mixed in before every n-th; `first` is the number of the
/// first step.
Image steps_with_film(const Image& from, const Image& film, const SessionSettings& settings, int first,
                      int count) {
    const auto backend = make_cpu_backend(1);
    backend->upload(film);
    backend->restore(from);
    for (int step = first; step < first + count; ++step) {
        if (step % settings.pace.steps_per_frame == 0)
            backend->mix_original(settings.preset.fractal.feed_share);
        backend->diffuse(settings.preset.diffusion, 1, {});
    }
    return backend->download(Content::current);
}

struct Device {
    FakeBackend* backend;
    Session session;
};
Device fake_session() {
    auto fake = std::make_unique<FakeBackend>(make_cpu_backend(1));
    FakeBackend* backend = fake.get();
    return {backend, Session({std::move(fake), ""}, 1)};
}

}  // namespace

TEST_CASE("The fractal has the same bits whatever it is made in, by one thread or three") {
    SessionSettings settings = fractal_settings();
    settings.preset.fractal.samples = 2;
    const Image whole = fractal_of(settings);
    for (const int threads : {1, 2, 3})
        for (const std::int64_t work : {1, 700, 5000, 1 << 30}) {
            Session session = session_of(threads);
            CHECK(session.prepare_source(settings));
            CHECK(!session.source_complete());
            while (session.refine_source(work)) {
            }
            CHECK(session.source_complete());
            CHECK(same_bits(session.download(Content::original), whole));
            CHECK(same_bits(session.download(), whole));
            CHECK(session.fractal().progress.complete);
        }
}

TEST_CASE("As its start a changed fractal starts the process anew, from the whole picture") {
    SessionSettings settings = fractal_settings(Process::diffuse);
    Session session = session_of();
    session.prepare_source(settings);
    CHECK(session.advance(settings, 4) == 4);  // completes it first
    const int starts = session.starts();
    CHECK(!session.prepare_source(settings));
    CHECK(session.starts() == starts);
    settings = moved(settings, 0.1);
    CHECK(session.prepare_source(settings));
    CHECK(session.starts() == starts + 1);
    CHECK(session.step() == 0);
    session.refine_source(1);
    CHECK(session.advance(settings, 3) == 3);
    CHECK(session.step() == 3);
    const auto backend = make_cpu_backend(1);
    backend->upload(fractal_of(settings));
    backend->diffuse(settings.preset.diffusion, 3, {});
    CHECK(same_bits(session.download(), backend->download(Content::current)));
}

TEST_CASE("As a film the fractal is mixed in before every n-th step, however the steps are asked for") {
    const SessionSettings first = film_settings(Process::diffuse, 3), second = moved(first, 0.2);
    const Image film_a = fractal_of(first), film_b = fractal_of(second);
    const Image seven = steps_with_film(film_a, film_a, first, 0, 7);
    const Image expected = steps_with_film(seven, film_b, second, 7, 9);
    for (const int portion : {1, 2, 16}) {
        Session session = session_of(2);
        const auto advance = [&](const SessionSettings& settings, int steps) {
            for (int done = 0; done < steps;)
                done += session.advance(settings, std::min(portion, steps - done));
        };
        session.prepare_source(first);
        advance(first, 7);
        CHECK(same_bits(session.download(), seven));
        const int starts = session.starts();
        session.prepare_source(second);
        CHECK(session.starts() == starts);  // the process goes on
        advance(second, 9);
        CHECK(session.step() == 16);
        CHECK(same_bits(session.download(), expected));
    }
}

TEST_CASE("Before its first step a process takes a film's fractal as it is") {
    SessionSettings settings = film_settings(Process::diffuse, 1);
    Session session = session_of();
    session.prepare_source(settings);
    session.complete_source();
    settings = moved(settings, 0.1);
    session.prepare_source(settings);
    session.complete_source();
    CHECK(same_bits(session.download(), fractal_of(settings)));
}

TEST_CASE("Learning that mixes frames in by itself takes the fractal by that alone") {
    SessionSettings settings = film_settings(Process::learn, 2);
    auto [device, session] = fake_session();
    session.prepare_source(settings);
    session.advance(settings, 6);
    CHECK(device->mixes == 3);
    settings.preset.learning.passes = 2;
    settings.preset.learning.frame_mix = 0.2f;
    session.advance(settings, 6);
    CHECK(device->mixes == 3);
    // Its film is the fractal of now: that of another place makes another picture.
    const Checkpoint before = session.checkpoint(CheckpointKind::edit, settings.preset);
    session.advance(settings, 2);
    const Image here = session.download();
    session.restore(before);
    session.prepare_source(moved(settings, 0.3));
    session.advance(moved(settings, 0.3), 2);
    CHECK(!same_bits(session.download(), here));
}

TEST_CASE("Another palette, its speed and its turning iterate nothing again; how it feeds changes nothing") {
    SessionSettings settings = fractal_settings();
    settings.preset.fractal.palette_speed = 0.5f;
    auto [device, session] = fake_session();
    session.prepare_source(settings);
    session.complete_source();
    CHECK(device->fractals == 1);
    const Image ocean = session.download();
    settings.preset.fractal.palette = PaletteName::inferno;
    CHECK(session.prepare_source(settings));
    CHECK(!same_bits(session.download(), ocean));
    settings.preset.fractal.palette_density = 2;
    CHECK(session.prepare_source(settings));
    settings.seconds = 0.7;
    CHECK(session.prepare_source(settings));
    CHECK(device->recolors == 3);
    CHECK(device->fractals == 1);
    CHECK(session.source_complete());
    CHECK(same_bits(session.download(), fractal_of(settings)));
    const int resets = device->resets;
    settings.preset.fractal.feed = FractalFeed::mix;
    settings.preset.fractal.feed_share = 0.9f;
    CHECK(!session.prepare_source(settings));
    CHECK(device->recolors == 3);
    CHECK(device->resets == resets);
}

TEST_CASE("Another size restarts once, with a picture of that size") {
    SessionSettings settings = film_settings(Process::diffuse, 1);
    auto [device, session] = fake_session();
    session.prepare_source(settings);
    session.advance(settings, 5);
    const int starts = session.starts();
    settings.canvas = {33, 21};
    CHECK(session.prepare_source(settings));
    CHECK(session.starts() == starts + 1);
    CHECK(session.step() == 0);
    CHECK(device->fractals == 2);
    CHECK(!session.prepare_source(settings));
    session.complete_source();
    CHECK(same_bits(session.download(), fractal_of(settings)));
    CHECK(session.download().size() == Size{33, 21});
}

TEST_CASE("A fractal that cannot be made leaves the last one, and comes when it can") {
    SessionSettings settings = fractal_settings();
    Session session = session_of();
    session.prepare_source(settings);
    session.complete_source();
    const Image last = session.download();
    SessionSettings wrong = moved(settings, 0.1);
    wrong.preset.fractal.exponent = 0;
    CHECK_THROWS_AS(session.prepare_source(wrong), Error);
    CHECK(session.source_complete());
    CHECK(same_bits(session.download(), last));
    wrong.preset.fractal.exponent = 5;
    CHECK(session.prepare_source(wrong));
    session.complete_source();
    CHECK(same_bits(session.download(), fractal_of(wrong)));
}

TEST_CASE("Leaving the fractal brings the picture back where its run had come to") {
    Session session = session_of();
    SessionSettings settings;
    session.load(std::make_shared<const Image>(make_picture({61, 47}, 3, 21)));
    session.advance(settings, 6);
    const Image six = session.download();
    session.advance(settings, 2);
    const Image eight = session.download();
    session.reset();
    session.advance(settings, 6);
    const SessionSettings fractal = fractal_settings(Process::diffuse);
    session.prepare_source(fractal);
    session.advance(fractal, 3);
    CHECK(session.download().size() == fractal.canvas);
    CHECK(session.prepare_source(settings));
    CHECK(same_bits(session.download(), six));
    CHECK(session.step() == 6);
    session.advance(settings, 2);
    CHECK(same_bits(session.download(), eight));
}

TEST_CASE("A picture loaded while the fractal is the source is the one that comes in its place") {
    Session session = session_of();
    session.load(std::make_shared<const Image>(make_picture({61, 47}, 3, 21)));
    const SessionSettings fractal = fractal_settings();
    session.prepare_source(fractal);
    session.complete_source();
    const auto second = std::make_shared<const Image>(make_picture({20, 30}, 1, 5));
    session.load(second);
    CHECK(same_bits(session.download(), fractal_of(fractal)));
    session.prepare_source({});
    CHECK(same_bits(session.download(), *second));
    CHECK(session.step() == 0);
}

TEST_CASE("Without a picture the fractal can be left and entered all the same") {
    Session session = session_of();
    session.prepare_source(fractal_settings());
    session.complete_source();
    CHECK(session.prepare_source({}));
    CHECK(!session.has_source());
    CHECK(session.advance({}, 3) == 0);
    session.prepare_source(fractal_settings());
    session.complete_source();
    CHECK(same_bits(session.download(), fractal_of(fractal_settings())));
}

TEST_CASE("Kick, brush and reset go by the whole fractal") {
    const SessionSettings settings = fractal_settings(Process::diffuse);
    const Image whole = fractal_of(settings);
    Session session = session_of();
    session.prepare_source(settings);
    session.advance(settings, 4);
    session.kick(1);
    CHECK(same_bits(session.download(), whole));
    BrushDab dab;
    dab.x = 20, dab.y = 10;
    session.paint({dab});
    session.advance(settings, 1);
    session.reset();
    CHECK(same_bits(session.download(), whole));
    CHECK(session.step() == 0);
}

TEST_CASE("A convolution made once follows the fractal, coarse or whole") {
    SessionSettings settings = fractal_settings(Process::convolve);
    Session session = session_of();
    const auto expected = [](const SessionSettings& of) {
        const auto backend = make_cpu_backend(1);
        backend->upload(fractal_of(of));
        backend->convolve(kernel_of(of.preset.convolution, of.preset.custom_kernel), of.preset.convolution);
        return backend->download(Content::result);
    };
    for (const double by : {0.0, 0.1}) {
        settings = moved(settings, by);
        session.prepare_source(settings);
        session.refine_source(100);
        session.derive(settings.preset);
        session.complete_source();
        session.derive(settings.preset);
        CHECK(same_bits(session.download(Content::result), expected(settings)));
    }
}

TEST_CASE("Another backend takes the run along, and the fractal where it is made") {
    const SessionSettings settings = film_settings(Process::diffuse, 2), other = moved(settings, 0.1);
    Session session = session_of();
    session.prepare_source(settings);
    session.advance(settings, 5);
    const Image five = session.download();
    session.prepare_source(other);
    session.refine_source(1);
    session.switch_backend(BackendChoice::cpu);
    CHECK(same_bits(session.download(), five));
    CHECK(session.step() == 5);
    session.advance(other, 4);
    CHECK(same_bits(session.download(), steps_with_film(five, fractal_of(other), other, 5, 4)));
}

TEST_CASE("A picture that still follows the fractal does so on another backend") {
    const SessionSettings settings = fractal_settings();
    Session session = session_of();
    session.prepare_source(settings);
    session.refine_source(1);
    session.switch_backend(BackendChoice::cpu);
    CHECK(session.follows_source());
    session.complete_source();
    CHECK(same_bits(session.download(), fractal_of(settings)));
}

TEST_CASE("When a device fails the run begins again at the whole fractal, on the CPU") {
    for (const Process process : {Process::none, Process::diffuse}) {
        const SessionSettings settings = fractal_settings(process);
        auto [device, session] = fake_session();
        session.prepare_source(settings);
        session.refine_source(1);
        device->fail_from_now_on = true;
        CHECK(session.advance(settings, 2) == (process == Process::none ? 0 : 2));
        session.complete_source();
        CHECK(session.backend_info().name == "cpu");
        CHECK(same_bits(session.download(Content::original), fractal_of(settings)));
        Session fresh = session_of();
        fresh.prepare_source(settings);
        fresh.advance(settings, 2);
        fresh.complete_source();
        CHECK(same_bits(session.download(), fresh.download()));
    }
}

TEST_CASE("What comes after a checkpoint of a fractal's run is the same again") {
    const SessionSettings first = film_settings(Process::diffuse, 4), second = moved(first, 0.2);
    Session session = session_of();
    session.prepare_source(first);
    session.advance(first, 6);
    const Checkpoint six = session.checkpoint(CheckpointKind::edit, first.preset);
    session.advance(first, 5);
    const Image eleven = session.download();
    session.prepare_source(second);
    session.advance(second, 3);
    session.restore(six);
    CHECK(session.source_change(first) == SourceChange::none);
    CHECK(session.step() == 6);
    session.advance(first, 5);
    CHECK(same_bits(session.download(), eleven));
}

TEST_CASE("Frames have the place of what they show; a mixture of several places has none") {
    SessionSettings settings = film_settings(Process::diffuse, 1);
    Session session = session_of();
    session.prepare_source(settings);
    session.advance(settings, 2);
    const auto place_of_frame = [&](Content content) {
        ViewWindow view = settings.view;
        view.contents = {content};
        return session.present(view).front()->place();
    };
    CHECK(place_of_frame(Content::current) == place_of(settings.preset.fractal));
    settings = moved(settings, 0.1);
    session.prepare_source(settings);
    session.advance(settings, 1);
    CHECK(!place_of_frame(Content::current));
    CHECK(place_of_frame(Content::original) == place_of(settings.preset.fractal));
    session.reset();
    CHECK(place_of_frame(Content::current) == place_of(settings.preset.fractal));
}

TEST_CASE("A film made frame by frame has the same bits in every run") {
    SessionSettings settings = film_settings(Process::diffuse, 2);
    settings.preset.animation = coefficient_around_circle(settings.preset.fractal);
    const auto run = [&](int threads, std::int64_t work) {
        Session session = session_of(threads);
        for (int frame = 0; frame < 6; ++frame) {
            settings.seconds = frame_seconds(frame, 25);
            session.prepare_source(settings);
            while (session.refine_source(work)) {
            }
            session.advance(settings, settings.pace.steps_per_frame);
        }
        return session.download();
    };
    const Image once = run(1, 1 << 30);
    CHECK(same_bits(run(1, 900), once));
    CHECK(same_bits(run(2, 20'000), once));
}
