// The fractal as the source of a session on its own thread: settings that change faster than pictures are
// made, commands among them, and what a process makes of a fractal that moves.
#include <doctest/doctest.h>

#include "compute/cpu/cpu_backend.h"
#include "session/fake_backend.h"
#include "session/fractal_settings.h"
#include "session/session_bench.h"

using namespace droplet;
using namespace droplet::test;

namespace {

/// A bench whose device makes fractals in small parts, and changes the settings before each of them.
struct MovingBench {
    explicit MovingBench(SessionSettings first, std::int64_t work = 2000) : settings(std::move(first)) {
        auto fake = std::make_unique<FakeBackend>(make_cpu_backend(1));
        device = fake.get();
        device->refine_work = work;
        // The session's thread sets: so each change falls between two parts, whatever the machine does.
        device->on_refine = [this] {
            if (!moves) return;
            change(settings, ++changes);
            (*bench)->set(settings);
        };
        bench.emplace(std::move(fake));
    }
    Bench& operator*() { return *bench; }
    Bench* operator->() { return &*bench; }

    SessionSettings settings;  // of the session's thread while it moves
    std::function<void(SessionSettings&, int)> change = [](SessionSettings& s, int) { s = moved(s, 1e-3); };
    std::atomic<bool> moves = true;
    std::atomic<int> changes = 0;
    FakeBackend* device = nullptr;
    std::optional<Bench> bench;
};

Image fractal_of(const SessionSettings& settings) {
    Session session(open_backend(BackendChoice::cpu, 1), 1);
    session.prepare_source(settings);
    session.complete_source();
    return session.download(Content::original);
}

}  // namespace

TEST_CASE("Places that change with every part of a picture: frames go on to come, and the newest wins") {
    MovingBench moving(fractal_settings());
    (*moving)->set(moving.settings);
    std::vector<FractalPlace> places;
    for (int i = 0; i < 12; ++i) {
        const auto frame = moving->wait_for_frame();
        REQUIRE(frame->place());
        if (places.empty() || !(*frame->place() == places.back())) places.push_back(*frame->place());
        CHECK((*moving)->status().fractal.progress.share > 0);
    }
    CHECK(places.size() > 3);
    for (std::size_t i = 1; i < places.size(); ++i) CHECK(places[i - 1].x < places[i].x);
    moving.moves = false;
    const Image last = moving->current();
    const FractalPlace newest = (*moving)->status().fractal.place;
    CHECK(newest == place_of(moving.settings.preset.fractal));
    CHECK(same_bits(last, fractal_of(moving.settings)));
}

TEST_CASE("A command that needs a whole picture has one although the places go on to change") {
    MovingBench moving(fractal_settings());
    (*moving)->set(moving.settings);
    moving->wait_for_frame();
    const Image whole = moving->current();  // waits for ever if no picture becomes whole
    SessionSettings one = fractal_settings();
    bool found = false;
    for (int i = 0; i <= moving.changes && !found; ++i, one = moved(one, 1e-3))
        found = same_bits(whole, fractal_of(one));
    CHECK(found);
    moving.moves = false;
}

TEST_CASE("Nothing of a new place is shown before every pixel has a value of it") {
    MovingBench still(fractal_settings(), 100);
    still.moves = false;
    (*still)->set(still.settings);
    const auto frame = still->wait_for_frame();
    const FractalProgress progress = (*still)->taken_progress();
    CHECK((progress.block > 0 || progress.complete));
    still->wait([&] { return (*still)->status().fractal.progress.complete; });
}

TEST_CASE("A fractal that moves while a process steps is shown whole and after its steps, moment by moment") {
    for (const FractalFeed feed : {FractalFeed::start, FractalFeed::mix}) {
        SessionSettings settings = film_settings(Process::diffuse, 3);
        settings.preset.fractal.feed = feed;
        settings.preset.animation = coefficient_around_circle(settings.preset.fractal);
        settings.running = true;
        MovingBench moving(settings);
        moving.change = [](SessionSettings& s, int n) { s.seconds = 0.01 * n; };
        (*moving)->set(settings);
        // The first moment is one that was set, not one that has come to be by the clock: it refines.
        do moving->wait_for_frame();
        while (!(*moving)->taken_progress().complete);
        for (int i = 0; i < 6; ++i) {
            moving->wait_for_frame();
            CHECK((*moving)->taken_progress().complete);
        }
        CHECK(moving.device->steps_done >= 9);
        moving.moves = false;
    }
}

TEST_CASE("A film whose place is changed all the time is still mixed in and stepped") {
    SessionSettings settings = film_settings(Process::diffuse, 2);
    settings.running = true;
    MovingBench moving(settings);
    (*moving)->set(settings);
    while (moving.device->mixes < 4) moving->wait_for_frame();
    CHECK((*moving)->status().step >= 6);
    moving.moves = false;
}

TEST_CASE("A formula with a mistake keeps the last picture and is told once, until another is wrong") {
    Bench bench;
    SessionSettings settings = fractal_settings();
    bench->set(settings);
    const Image last = bench.current();
    settings.preset.fractal.recurrence = Recurrence::formula;
    settings.preset.formula = "z^2 +";
    bench->set(settings);
    std::vector<std::string> errors;
    bench.wait([&] { return !(errors = bench->take_errors()).empty(); });
    CHECK(errors.size() == 1);
    CHECK(errors.front().find("formula: ") == 0);
    for (const int iterations : {13, 14, 15}) {  // other settings, the same mistake
        settings.preset.fractal.iterations = iterations;
        bench->set(settings);
        CHECK(same_bits(bench.current(), last));
    }
    CHECK(bench->take_errors().empty());
    settings.preset.fractal.recurrence = Recurrence::power;
    bench->set(settings);
    CHECK(same_bits(bench.current(), fractal_of(settings)));
}

TEST_CASE("The history of a fractal's run begins at the whole picture, and going back brings it") {
    Bench bench;
    SessionSettings settings = fractal_settings(Process::diffuse);
    bench->set(settings);
    bench.step(4);
    auto history = bench->status().history;
    REQUIRE(!history->checkpoints.empty());
    CHECK(history->checkpoints.front().kind == CheckpointKind::start);
    CHECK(history->checkpoints.front().step == 0);
    bench->go_to(history->checkpoints.front().id);
    CHECK(same_bits(bench.current(), fractal_of(settings)));
    CHECK(bench->take_adopted());
    // Another fractal is another picture: its run has a history of its own.
    settings = moved(settings, 0.1);
    bench->set(settings);
    bench.settle();
    bench.step(2);
    history = bench->status().history;
    REQUIRE(!history->checkpoints.empty());
    bench->go_to(history->checkpoints.front().id);
    CHECK(same_bits(bench.current(), fractal_of(settings)));
}

TEST_CASE("A picture loaded beside the fractal changes nothing of it, and its source brings it") {
    Bench bench;
    SessionSettings settings = fractal_settings(Process::diffuse);
    bench->set(settings);
    bench.step(3);
    const Image three = bench.current();
    const auto history = bench->status().history;
    const auto photo = picture();
    bench->load(photo, "a photo");
    CHECK(same_bits(bench.current(), three));
    CHECK(bench->status().step == 3);
    CHECK(bench->status().history->checkpoints.size() == history->checkpoints.size());
    settings.preset.source = Source::picture;
    bench->set(settings);
    CHECK(same_bits(bench.current(), *photo));
    CHECK(bench->status().source_name == "a photo");
    settings.preset.source = Source::fractal;
    bench->set(settings);
    CHECK(same_bits(bench.current(), fractal_of(settings)));
}
