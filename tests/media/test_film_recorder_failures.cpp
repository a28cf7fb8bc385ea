#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "tests/media/recorder_support.h"

using namespace droplet;
using namespace droplet::test;
using namespace std::chrono_literals;
using State = RecordingStatus::State;

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
        CHECK(recipe_in(path) == first_recipe);
    }
    CHECK(folder.list() == std::vector<std::string>{"a.gif", "a.gif.json", "a.mp4", "a.webm"});
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
        CHECK(recipe_in(path) == first_recipe);
    }
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    CHECK(folder.list() == std::vector<std::string>{"a.gif", "a.gif.json", "a.mp4", "a.webm"});
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
    CHECK(folder.list() == std::vector<std::string>{"a.gif", "a.gif.json", "a.mp4", "a.webm"});
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
