#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <memory>
#include <mutex>
#include <thread>

#include "media/film_recorder.h"
#include "tests/media/film_support.h"
#include "tests/media/recorded_pictures.h"

using namespace droplet;
using namespace droplet::test;
using namespace std::chrono_literals;
using State = RecordingStatus::State;
using Clock = RecordingOptions::Clock;

namespace {

constexpr const char* first_recipe = R"({"droplet": "capture", "version": 1, "step": 1})";
constexpr const char* last_recipe = R"({"droplet": "capture", "version": 1, "step": 20})";

RecordingOptions steps_at(const std::string& path, double fps = 10) {
    RecordingOptions options;
    options.path = path;
    options.fps = fps;
    options.clock = Clock::steps;
    options.recipe = first_recipe;
    return options;
}

RecordingOptions live_at(const std::string& path, double fps = 10) {
    RecordingOptions options = steps_at(path, fps);
    options.clock = Clock::live;
    return options;
}

bool put(FilmRecorder& recorder, const std::shared_ptr<FramePixels>& frame, int frames = 1) {
    return recorder.put(frame, {}, frames);
}

/// Puts pictures until the file has so many bytes, which the encoder's pace decides. Returns how many.
int put_until(FilmRecorder& recorder, const std::string& path, std::uintmax_t bytes) {
    int count = 0;
    std::error_code none_yet;
    for (std::uintmax_t now = 0; now < bytes; now = std::filesystem::file_size(path, none_yet)) {
        if (none_yet) now = 0;
        if (!put(recorder, colorful({64, 48}, count))) break;
        ++count;
    }
    return count;
}

RecordingStatus finished(FilmRecorder& recorder, const std::string& recipe = last_recipe) {
    recorder.finish(recipe);
    recorder.wait();
    return recorder.status();
}

Image as_image(const Picture& picture) {
    return image_of(picture.size(), 3, false,
                    [&](int x, int y, int c) { return static_cast<float>(picture.value(x, y, c)) / 255.0f; });
}

std::string file_text(const std::string& path) {
    const Bytes bytes = file_bytes(path);
    return {bytes.begin(), bytes.end()};
}

}  // namespace

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

TEST_CASE("a recorder that goes without finishing leaves a film that plays and says what it was begun with") {
    const TempFolder folder;
    for (const char* name : {"a.mp4", "a.webm", "a.gif"}) {
        CAPTURE(name);
        const std::string path = folder.file(name);
        int count = 0;
        {
            FilmRecorder recorder(steps_at(path), {});
            count = put_until(recorder, path, 20'000);
        }
        const int frames = frames_of(path);
        CHECK(frames > 0);
        CHECK(frames <= count);
        CHECK(probe(path).ends_with("," + std::to_string(frames)));  // and nothing to complain about
        if (!path.ends_with(".gif")) CHECK(recipe_in(path) == first_recipe);
    }
    CHECK(folder.list().size() == 3);
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left
}

// Run by the next one in a program of its own.
TEST_CASE("(a program that records until it is killed)" * doctest::skip()) {
    const char* film = std::getenv("DROPLET_TEST_FILM");
    REQUIRE(film);
    FilmRecorder recorder(steps_at(film), {});
    put_until(recorder, film, 20'000);
    (void)!::write(STDOUT_FILENO, "ready\n", 6);
    for (int i = 0; put(recorder, colorful({64, 48}, i)); ++i) {
    }
}

TEST_CASE("when the program is killed, the encoder completes what it was given") {
    const TempFolder folder;
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);  // the encoder becomes ours
    for (const char* name : {"a.mp4", "a.webm", "a.gif"}) {
        CAPTURE(name);
        const std::string path = folder.file(name);
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        ::setenv("DROPLET_TEST_FILM", path.c_str(), 1);
        const pid_t program = ::fork();
        if (program == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            ::execl("/proc/self/exe", "recorder", "--no-skip",
                    "--test-case=(a program that records until it is killed)", nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        std::string said;
        char part[256];
        while (!contains(said, "ready")) {
            const ssize_t count = ::read(ends[0], part, sizeof part);
            REQUIRE_MESSAGE(count > 0, said);
            said.append(part, static_cast<std::size_t>(count));
        }
        ::kill(program, SIGKILL);
        int status = 0;
        CHECK(::waitpid(program, &status, 0) == program);
        CHECK(WIFSIGNALED(status));
        CHECK(::waitpid(-1, &status, 0) > 0);  // the encoder, which nobody killed
        CHECK(WIFEXITED(status));
        ::close(ends[0]);
        const int frames = frames_of(path);
        CHECK(frames > 10);
        if (!path.ends_with(".gif")) CHECK(recipe_in(path) == first_recipe);
    }
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    CHECK(folder.list().size() == 3);
}

TEST_CASE("an encoder that is killed ends the recording, and what it had written plays") {
    const TempFolder folder, programs;
    for (const char* name : {"a.mp4", "a.webm", "a.gif"}) {
        CAPTURE(name);
        const std::string path = folder.file(name);
        put_program(programs.file("ffmpeg"), "#!/bin/sh\necho $$ >" + quoted(programs.file("pid")) +
                                                 "\nPATH=${PATH#*:}\nexec ffmpeg \"$@\"\n");
        const PathScope scope(programs.path().string() + ":" + std::getenv("PATH"));
        FilmRecorder recorder(steps_at(path), {});
        put_until(recorder, path, 20'000);
        ::kill(std::stoi(file_text(programs.file("pid"))), SIGKILL);
        int more = 0;
        while (put(recorder, colorful({64, 48}, more))) ++more;
        recorder.wait();
        const RecordingStatus status = recorder.status();
        CHECK(status.state == State::failed);
        CHECK_MESSAGE(contains(status.message, "ended by signal 9"), status.message);
        CHECK_MESSAGE(contains(status.message, "the film until then is kept"), status.message);
        CHECK(status.bytes > 0);
        CHECK(frames_of(path) > 5);
        recorder.finish(last_recipe);  // changes nothing any more
        CHECK(recorder.status().state == State::failed);
    }
    CHECK(folder.list().size() == 3);
}

TEST_CASE("an encoder that fails at once is told in its own words, and leaves nothing") {
    const TempFolder folder, programs;
    const PathScope scope(programs.path().string() + ":" + std::getenv("PATH"));
    put_program(programs.file("ffmpeg"), "#!/bin/sh\necho '[x @ 0x1] no such codec' >&2\nexit 1\n");
    FilmRecorder recorder(steps_at(folder.file("a.mp4")), {});
    while (put(recorder, flat({400, 300}, 1))) {
    }
    recorder.wait();
    const std::string message = recorder.status().message;
    CHECK_MESSAGE(message == folder.file("a.mp4") + ": ffmpeg failed: no such codec", message);
    CHECK(folder.list().empty());
}

TEST_CASE("an encoder that neither reads nor ends holds up nobody") {
    const TempFolder folder, programs;
    const PathScope scope(programs.path().string() + ":" + std::getenv("PATH"));
    RecordingOptions options = steps_at(folder.file("a.mp4"));
    options.patience = 200ms;
    put_program(programs.file("ffmpeg"), "#!/bin/sh\nexec sleep 1000\n");
    {
        FilmRecorder recorder(options, {});
        while (put(recorder, flat({640, 480}, 1))) {
        }
        recorder.wait();
        CHECK_MESSAGE(contains(recorder.status().message, "ffmpeg hangs"), recorder.status().message);
    }
    {
        FilmRecorder gone(options, {});
        put(gone, flat({640, 480}, 1), 9);
    }
    put_program(programs.file("ffmpeg"), "#!/bin/sh\ncat >/dev/null\nexec sleep 1000\n");
    {
        FilmRecorder recorder(options, {});
        put(recorder, flat({64, 48}, 1));
        const RecordingStatus status = finished(recorder);
        CHECK_MESSAGE(contains(status.message, "ffmpeg hangs"), status.message);
    }
    CHECK(folder.list().empty());
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a film that cannot be made one piece stays in pieces, and says so") {
    const TempFolder folder, programs;
    const PathScope scope(programs.path().string() + ":" + std::getenv("PATH"));
    put_program(programs.file("ffmpeg"),
                "#!/bin/sh\ncase \"$*\" in *'-c copy'*) echo 'no copies today' >&2; exit 1;; esac\n"
                "PATH=${PATH#*:}\nexec ffmpeg \"$@\"\n");
    FilmRecorder recorder(steps_at(folder.file("a.mp4")), {});
    for (int i = 0; i < 25; ++i) put(recorder, colorful({64, 48}, i));
    const RecordingStatus status = finished(recorder);
    CHECK(status.state == State::done);
    CHECK_MESSAGE(contains(status.message, "stays in pieces"), status.message);
    CHECK_MESSAGE(contains(status.message, "no copies today"), status.message);
    CHECK(probe(folder.file("a.mp4")) == "h264,64,48,yuv420p,10/1,25");
    CHECK(recipe_in(folder.file("a.mp4")) == first_recipe);
    CHECK(folder.list() == std::vector<std::string>{"a.mp4"});
}

TEST_CASE("a full disk ends the recording, says so, and what was written plays") {
    const TempFolder folder;
    for (const char* name : {"a.mp4", "a.webm", "a.gif", "%05d.png"}) {
        CAPTURE(name);
        if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=300k") != 0) {
            MESSAGE("skipped: mounting a small disk needs root");
            return;
        }
        RecordingStatus status;
        {
            FilmRecorder recorder(steps_at(folder.file(name)), {});
            for (int i = 0; put(recorder, noisy({128, 96}, i)); ++i) {
            }
            recorder.wait();
            status = recorder.status();
        }
        CHECK(status.state == State::failed);
        CHECK_MESSAGE(contains(status.message, "the disk is full"), status.message);
        CHECK(status.bytes > 100'000);
        if (std::string(name) == "%05d.png") {
            CHECK(folder.list().size() > 2);
            for (const std::string& still : folder.list())
                CHECK(read_image(folder.file(still)).size() == Size{128, 96});
        } else {
            CHECK(frames_of(folder.file(name)) > 5);
        }
        REQUIRE(::umount(folder.path().c_str()) == 0);
    }
}

TEST_CASE("a film that is removed, or moved, meanwhile is told of") {
    const TempFolder folder;
    std::filesystem::create_directory(folder.file("sub"));
    {
        FilmRecorder recorder(steps_at(folder.file("sub/a.mp4")), {});
        for (int i = 0; i < 5; ++i) put(recorder, colorful({64, 48}, i));
        std::filesystem::remove_all(folder.file("sub"));
        const RecordingStatus status = finished(recorder);
        CHECK(status.state == State::failed);
        CHECK_MESSAGE(contains(status.message, "was removed while it was recorded"), status.message);
    }
    {
        FilmRecorder recorder(steps_at(folder.file("a.mp4")), {});
        for (int i = 0; i < 5; ++i) put(recorder, colorful({64, 48}, i));
        std::filesystem::rename(folder.file("a.mp4"), folder.file("b.mp4"));
        const RecordingStatus status = finished(recorder);
        CHECK(status.state == State::done);
        CHECK_MESSAGE(contains(status.message, "was moved"), status.message);
        CHECK(frames_of(folder.file("b.mp4")) == 5);
    }
    CHECK(folder.list() == std::vector<std::string>{"b.mp4"});
}

TEST_CASE("a device that fails to give a picture ends the recording, and the film until then plays") {
    const TempFolder folder;
    FilmRecorder recorder(steps_at(folder.file("a.mp4")), {});
    for (int i = 0; i < 25; ++i) put(recorder, colorful({64, 48}, i));
    put(recorder, std::make_shared<LostPicture>());
    recorder.wait();
    CHECK(contains(recorder.status().message, "the device went away"));
    CHECK(frames_of(folder.file("a.mp4")) == 25);
}
