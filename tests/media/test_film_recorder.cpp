#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "model/recipe.h"
#include "tests/media/recorder_support.h"

using namespace droplet;
using namespace droplet::test;
using namespace std::chrono_literals;
using State = RecordingStatus::State;

TEST_CASE("a recording has every frame that was put, its size and rate, the colours, and the last recipe") {
    const TempFolder folder, decoded;
    struct Case {
        const char* name;
        double fps;
        const char* probed;
    };
    for (const Case& c :
         {Case{"a.mp4", 25, "h264,46,34,yuv420p,25/1,27"}, Case{"a.webm", 25, "vp9,46,34,yuv420p,25/1,27"},
          Case{"a.gif", 20, "gif,45,33,bgra,20/1,27"}}) {
        CAPTURE(c.name);
        const std::string path = folder.file(c.name);
        FilmRecorder recorder(steps_at(path, c.fps), {});
        CHECK(std::filesystem::exists(path));
        for (int i = 0; i < 26; ++i) REQUIRE(put(recorder, colorful({45, 33}, i), i == 20 ? 2 : 1));
        const RecordingStatus status = finished(recorder);
        CHECK(status.state == State::done);
        CHECK(status.message.empty());
        CHECK(status.frames == 27);
        CHECK(status.repeated == 1);
        CHECK(status.left_out + status.dropped == 0);
        CHECK(status.film_seconds == doctest::Approx(27 / c.fps));
        CHECK(status.bytes == std::filesystem::file_size(path));
        CHECK(status.disk_left > 0);
        CHECK(probe(path) == c.probed);
        CHECK(recipe_in(path) == last_recipe);
        for (const int frame : {0, 19, 26}) {
            CAPTURE(frame);
            const int shown = frame > 20 ? frame - 1 : frame;
            CHECK(mean_difference(frame_of(path, frame, decoded), as_image(*colorful({45, 33}, shown))) <
                  0.03);
        }
    }
    CHECK(folder.list() == std::vector<std::string>{"a.gif", "a.mp4", "a.webm"});
}

TEST_CASE("a finished MP4 is one piece with its index in front") {
    const TempFolder folder;
    FilmRecorder recorder(steps_at(folder.file("a.mp4")), {});
    for (int i = 0; i < 25; ++i) put(recorder, colorful({64, 48}, i));
    CHECK(finished(recorder).state == State::done);
    const std::string text = file_text(folder.file("a.mp4"));
    CHECK_FALSE(contains(text, "moof"));
    CHECK(text.find("moov") < text.find("mdat"));
}

TEST_CASE("a pattern gets numbered stills with exact pixels and the recipe, without any program") {
    const TempFolder folder, nothing;
    const PathScope path(nothing.path().string());
    FilmRecorder recorder(steps_at(folder.file("f %03d.png")), {});
    for (int i = 0; i < 3; ++i) REQUIRE(put(recorder, colorful({301, 200}, i), i == 1 ? 2 : 1));
    const RecordingStatus status = finished(recorder);
    CHECK(status.state == State::done);
    CHECK(status.size == Size{301, 200});
    CHECK(folder.list() == std::vector<std::string>{"f 000.png", "f 001.png", "f 002.png", "f 003.png"});
    std::uintmax_t bytes = 0;
    for (int i = 0; i < 4; ++i) {
        const std::string still = folder.file("f 00" + std::to_string(i) + ".png");
        bytes += std::filesystem::file_size(still);
        CHECK(differences(read_image(still), as_image(*colorful({301, 200}, i > 1 ? i - 1 : i))) == 0);
        CHECK(contains(file_text(still), std::string("iTXtDroplet\0\0\0\0\0", 16) + first_recipe));
    }
    CHECK(status.bytes == bytes);
}

TEST_CASE("a still of a film carries the recipe of its own frame, where that has one") {
    const TempFolder folder;
    FilmRecorder recorder(steps_at(folder.file("%d.png")), {});
    Recipe own;
    own.run.step = 7;
    const auto known = colorful({30, 20}, 1);
    known->recipe = std::make_shared<const Recipe>(own);
    put(recorder, colorful({30, 20}, 0));
    put(recorder, known, 2);
    CHECK(finished(recorder).state == State::done);
    CHECK(recipe_in(folder.file("0.png")) == first_recipe);
    CHECK(recipe_in(folder.file("1.png")) == recipe_text(own));
    CHECK(recipe_in(folder.file("2.png")) == recipe_text(own));
}

TEST_CASE("what a film cannot be is refused, and what stands there stays as it is") {
    const TempFolder folder;
    const auto refused = [&](const RecordingOptions& options, Fault fault = Fault::job) {
        return error_of([&] { FilmRecorder recorder(options, {}); }, fault);
    };
    put_bytes(folder.file("a.mp4"), {1, 2, 3});
    CHECK(contains(refused(live_at(folder.file("a.mp4"))), "something stands there"));
    CHECK(file_bytes(folder.file("a.mp4")) == Bytes{1, 2, 3});
    put_bytes(folder.file("f-017.png"), {1, 2, 3});
    CHECK(contains(refused(live_at(folder.file("f-%03d.png"))), "f-017.png: stands there already"));
    std::filesystem::create_symlink(folder.file("nowhere"), folder.file("link.gif"));
    CHECK(contains(refused(live_at(folder.file("link.gif"))), "something stands there"));
    CHECK(contains(refused(live_at(folder.file("none/a.mp4"))), "does not exist"));
    CHECK(contains(refused(live_at(folder.file("none/a%d.png"))), "does not exist"));
    CHECK(contains(refused(live_at(folder.file("a.avi")), Fault::usage), ".mp4"));
    CHECK(contains(refused(live_at(folder.file("b.mp4"), 0), Fault::usage), "out of range"));
    CHECK(contains(refused(live_at(folder.file("b.gif"), 60), Fault::usage), "up to 50"));
    RecordingOptions options = live_at(folder.file("b.mp4"));
    options.most_seconds = -1;
    CHECK(contains(refused(options, Fault::usage), "out of range"));
    const TempFolder nothing;
    const PathScope path(nothing.path().string());
    CHECK(contains(refused(live_at(folder.file("b.mp4"))), "need the program ffmpeg"));
    CHECK(folder.list() == std::vector<std::string>{"a.mp4", "f-017.png", "link.gif"});
}

TEST_CASE("a recording to which nothing came leaves nothing") {
    const TempFolder folder;
    for (const char* name : {"a.mp4", "a-%d.png"}) {
        FilmRecorder recorder(live_at(folder.file(name)), {});
        const RecordingStatus status = finished(recorder);
        CHECK(status.state == State::failed);
        CHECK(contains(status.message, "nothing came to be recorded"));
    }
    { FilmRecorder recorder(live_at(folder.file("b.webm")), {}); }
    CHECK(folder.list().empty());
}

TEST_CASE("names with spaces, quotes, dashes, line ends and other letters are names like any other") {
    const TempFolder folder;
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    for (const char* name : {"two words.mp4", "it's \"quoted\".mp4", "-y.mp4", "a:b%d$(x).mp4", "ß☂ 水.mp4",
                             "two\nlines.mp4", "pipe:0.mp4"}) {
        CAPTURE(name);
        FilmRecorder recorder(steps_at(name), {});
        put(recorder, colorful({32, 16}, 0), 2);
        const RecordingStatus status = finished(recorder);
        CHECK_MESSAGE(status.state == State::done, status.message);
        CHECK(status.message.empty());
        CHECK(probe(folder.file(name)) == "h264,32,16,yuv420p,10/1,2");
    }
    std::filesystem::current_path(before);
    CHECK(folder.list().size() == 7);
}

TEST_CASE("frames of another size are fitted, with black beside") {
    const TempFolder folder;
    RecordingOptions options = steps_at(folder.file("%d.png"));
    options.size = {40, 20};
    FilmRecorder recorder(options, {});
    for (const Size size : {Size{40, 20}, Size{20, 10}, Size{20, 20}, Size{80, 10}})
        put(recorder, flat(size, 200));
    CHECK(finished(recorder).size == Size{40, 20});
    const auto lit = [&](int still, int x0, int y0, int x1, int y1) {
        CAPTURE(still);
        const Image image = read_image(folder.file(std::to_string(still) + ".png"));
        REQUIRE(image.size() == Size{40, 20});
        int wrong = 0;
        for_each_pixel(image.size(), [&](int x, int y) {
            const bool inside = x >= x0 && x < x1 && y >= y0 && y < y1;
            wrong += image.plane(1).row(y)[x] != (inside ? 200.0f / 255.0f : 0.0f);
        });
        CHECK(wrong == 0);
    };
    lit(0, 0, 0, 40, 20);
    lit(1, 0, 0, 40, 20);
    lit(2, 10, 0, 30, 20);
    lit(3, 0, 7, 40, 12);
}

TEST_CASE("a live film shows what was newest, as long as it lasted, and counts what it left out") {
    const TempFolder folder;
    FilmRecorder recorder(live_at(folder.file("%02d.png")), {});
    const auto begin = std::chrono::steady_clock::now() + 1h;  // so that the clock on the wall adds nothing
    const std::pair<std::chrono::milliseconds, int> pictures[] = {
        {0ms, 10}, {30ms, 20}, {60ms, 30}, {100ms, 40}, {450ms, 50}};
    for (const auto& [at, value] : pictures) recorder.show(flat({8, 8}, value), begin + at);
    recorder.finish(last_recipe, begin + 700ms);
    recorder.wait();
    const RecordingStatus status = recorder.status();
    CHECK(status.state == State::done);
    CHECK(status.frames == 7);
    CHECK(status.film_seconds == doctest::Approx(0.7));
    CHECK(status.left_out == 2);
    CHECK(status.repeated == 4);
    CHECK(status.dropped == 0);
    const std::vector<int> values{10, 40, 40, 40, 40, 50, 50};
    REQUIRE(folder.list().size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        CHECK(std::lround(read_image(folder.file("0" + std::to_string(i) + ".png")).plane(0).row(3)[3] *
                          255) == values[i]);
}

TEST_CASE("a live film goes on by itself while nothing new comes") {
    const TempFolder folder;
    std::mutex mutex;
    std::condition_variable changed;
    int reports = 0;
    FilmRecorder recorder(live_at(folder.file("a.mp4"), 30), [&] {
        const std::scoped_lock lock(mutex);
        ++reports;
        changed.notify_all();
    });
    const auto begin = std::chrono::steady_clock::now() - 10s;
    recorder.show(flat({64, 48}, 90), begin);
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return recorder.status().frames > 240; });
    }
    recorder.finish(last_recipe, begin + 3600s / 30);
    recorder.wait();
    CHECK(recorder.status().frames == 3600);
    CHECK(recorder.status().repeated == 3599);
    CHECK(frames_of(folder.file("a.mp4")) == 3600);
    const std::scoped_lock lock(mutex);
    CHECK(reports >= 2);
}

TEST_CASE("live, an encoder that is behind costs frames and no memory, and the film keeps its length") {
    const TempFolder folder;
    Gate gate;
    FilmRecorder recorder(live_at(folder.file("%03d.png")), {});
    const auto begin = std::chrono::steady_clock::now() + 1h;
    recorder.show(std::make_shared<Picture>(Size{8, 8}, 0, &gate), begin);
    recorder.show(flat({8, 8}, 1), begin + 100ms);  // the first one is due now
    gate.wait_until_entered();
    const int before = Picture::alive();
    for (int i = 2; i < 60; ++i) recorder.show(flat({8, 8}, i), begin + i * 100ms);
    RecordingStatus status = recorder.status();
    CHECK(status.queued == status.queue_size);
    CHECK(Picture::alive() - before <= status.queue_size);
    // The queue holds frames 1 to 8; those of 9 to 58 had no room, and the last picture is not due yet.
    CHECK(status.dropped == 58 - status.queue_size);
    gate.open();
    recorder.finish(last_recipe, begin + 6s);
    recorder.wait();
    status = recorder.status();
    CHECK(status.frames == 60);
    CHECK(status.dropped == 58 - status.queue_size);
    CHECK(status.repeated == status.dropped);
    CHECK(status.left_out == 0);
    CHECK(folder.list().size() == 60);
    // The last picture is in the film, and what came before the gap is repeated in it.
    CHECK(std::lround(read_image(folder.file("059.png")).plane(0).row(3)[3] * 255) == 59);
    CHECK(std::lround(read_image(folder.file("058.png")).plane(0).row(3)[3] * 255) == status.queue_size);
    CHECK(Picture::alive() == 0);
}

TEST_CASE("by steps, a frame waits for room, and no frame is lost") {
    const TempFolder folder;
    Gate gate;
    FilmRecorder recorder(steps_at(folder.file("%02d.png")), {});
    put(recorder, std::make_shared<Picture>(Size{8, 8}, 0, &gate));
    gate.wait_until_entered();
    const int room = recorder.status().queue_size;
    CHECK(room >= 2);
    for (int i = 0; i < room; ++i) REQUIRE(put(recorder, flat({8, 8}, i + 1)));
    std::stop_source stopped;
    stopped.request_stop();
    CHECK_FALSE(recorder.put(flat({8, 8}, 99), stopped.get_token()));  // it would have waited
    std::jthread waiting([&] { CHECK(put(recorder, flat({8, 8}, room + 1))); });
    gate.open();
    waiting.join();
    CHECK(finished(recorder).frames == room + 2);
    for (int i = 0; i < room + 2; ++i)
        CHECK(
            std::lround(
                read_image(folder.file((i < 10 ? "0" : "") + std::to_string(i) + ".png")).plane(0).row(0)[0] *
                255) == i);
}

TEST_CASE("a limit ends the film at its frame") {
    const TempFolder folder;
    RecordingOptions options = steps_at(folder.file("a.mp4"));
    options.most_seconds = 0.5;
    FilmRecorder recorder(options, {});
    CHECK(put(recorder, colorful({32, 16}, 0), 3));
    CHECK_FALSE(recorder.status().at_limit);
    CHECK(put(recorder, colorful({32, 16}, 1), 3));
    CHECK(recorder.status().at_limit);
    CHECK_FALSE(put(recorder, colorful({32, 16}, 2)));
    CHECK(finished(recorder).frames == 5);
    CHECK(frames_of(folder.file("a.mp4")) == 5);
}
