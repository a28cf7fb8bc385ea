#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <memory>

#include "media/film_writer.h"
#include "media/image_io.h"
#include "tests/media/film_support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

void write_film(const std::string& path, Size size, int channels, int frames, double fps,
                const WriteOptions& options = {}, const FilmOptions& film_options = {}) {
    const auto film = open_film(path, fps, options, film_options);
    for (int i = 0; i < frames; ++i) film->add(picture(size, channels, i));
    film->finish();
}

}  // namespace

TEST_CASE("films and patterns are told from stills by their names") {
    for (const char* path : {"a.mp4", "a.WEBM", "b/c.gif", "frame-%05d.png", "f%d.jpg", "50%/f%3.%d.pfm"}) {
        CAPTURE(path);
        CHECK(is_sequence_path(path));
    }
    for (const char* path :
         {"a.png", "-", "%d/a.png", "a%d%d.png", "a%5d.png", "a%d.txt", "mp4", "a%s.png"}) {
        CAPTURE(path);
        CHECK_FALSE(is_sequence_path(path));
    }
}

TEST_CASE("a film has every frame, its size (even for 4:2:0), its rate, and the colours that were put in") {
    const TempFolder folder;
    struct Case {
        const char* name;
        Size size;
        int channels;
        double fps;
        const char* probed;
    };
    for (const Case& c : {Case{"odd.mp4", {45, 33}, 3, 25, "h264,46,34,yuv420p,25/1,5"},
                          Case{"even.mp4", {64, 48}, 1, 30, "h264,64,48,yuv420p,30/1,5"},
                          Case{"one.mp4", {1, 1}, 3, 12.5, "h264,2,2,yuv420p,25/2,5"},
                          Case{"odd.webm", {45, 33}, 3, 25, "vp9,46,34,yuv420p,25/1,5"},
                          Case{"odd.gif", {45, 33}, 3, 20, "gif,45,33,bgra,20/1,5"}}) {
        CAPTURE(c.name);
        const std::string path = folder.file(c.name);
        write_film(path, c.size, c.channels, 5, c.fps);
        CHECK(probe(path) == c.probed);
        const Image frame = frame_of(path, 0, folder);
        CHECK(mean_difference(frame, picture(c.size, c.channels, 0)) < 0.03);
        // What pads an odd size repeats the edge.
        if (frame.width() > c.size.width && c.size.width > 1)
            CHECK(frame.plane(0).row(5)[c.size.width] ==
                  doctest::Approx(frame.plane(0).row(5)[c.size.width - 1]).epsilon(0.06));
    }
    CHECK(folder.list().size() == 5);
}

TEST_CASE("names with spaces, quotes, dashes, percents and other letters are names like any other") {
    const TempFolder folder;
    for (const char* name :
         {"two words.mp4", "it's \"quoted\".mp4", "-y.mp4", "a:b%d$(x).mp4", "ß☂ 水.mp4"}) {
        CAPTURE(name);
        write_film(folder.file(name), {32, 16}, 3, 2, 10);
        CHECK(probe(folder.file(name)) == "h264,32,16,yuv420p,10/1,2");
    }
    CHECK(folder.list().size() == 5);
}

TEST_CASE("a pattern numbers stills from 0") {
    const TempFolder folder;
    const auto film = open_film(folder.file("f-%03d.png"), 25, {.bit_depth = 16});
    for (int i = 0; i < 3; ++i) film->add(picture({9, 7}, 3, i));
    film->finish();
    CHECK(folder.list() == std::vector<std::string>{"f-000.png", "f-001.png", "f-002.png"});
    const Image back = read_image(folder.file("f-002.png"));
    CHECK(back.plane(2).row(3)[4] == doctest::Approx(picture({9, 7}, 3, 2).plane(2).row(3)[4]).epsilon(1e-4));
}

TEST_CASE("a film that is not finished leaves nothing behind, and an older one alone") {
    const TempFolder folder;
    put_bytes(folder.file("a.mp4"), {1, 2, 3});
    {
        const auto film = open_film(folder.file("a.mp4"), 25);
        for (int i = 0; i < 3; ++i) film->add(picture({64, 64}, 3, i));
    }
    CHECK(folder.list() == std::vector<std::string>{"a.mp4"});
    CHECK(file_bytes(folder.file("a.mp4")) == Bytes{1, 2, 3});
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left
}

TEST_CASE("a missing encoder is told before the work begins") {
    const TempFolder folder;
    const PathScope path(folder.path().string());
    for (const std::string& text : {error_of([&] { open_film(folder.file("a.mp4"), 25); }),
                                    error_of([&] { check_writable(folder.file("a.mp4")); })})
        CHECK_MESSAGE(contains(text, "need the program ffmpeg"), text);
    CHECK(folder.list().empty());
}

TEST_CASE("an encoder that dies, or stops reading, is an error with its own words") {
    const TempFolder programs, folder;
    const PathScope path(programs.path().string() + ":" + std::getenv("PATH"));
    const std::pair<const char*, const char*> cases[] = {
        {"#!/bin/sh\necho 'no such codec' >&2\nexit 1\n", "ffmpeg failed: no such codec"},
        {"#!/bin/sh\nexec <&-\nexit 3\n", "exit status 3"},
        {"#!/bin/sh\ncat >/dev/null\necho '[mux @ 0x1] disk trouble' >&2\nexit 1\n",
         "ffmpeg failed: disk trouble"},
        {"#!/bin/sh\nkill -9 $$\n", "signal 9"},
    };
    for (const auto& test_case : cases) {
        const auto& script = test_case.first;
        const auto& message = test_case.second;
        CAPTURE(message);
        put_program(programs.file("ffmpeg"), script);
        const std::string text = error_of([&] { write_film(folder.file("a.mp4"), {400, 300}, 3, 20, 25); });
        CHECK_MESSAGE(contains(text, message), text);
        CHECK(text.starts_with(folder.file("a.mp4")));
        CHECK(folder.list().empty());
    }
}

TEST_CASE("an encoder that neither reads nor ends is given up") {
    const TempFolder programs, folder;
    const PathScope path(programs.path().string() + ":" + std::getenv("PATH"));
    using namespace std::chrono_literals;
    for (const char* script :
         {"#!/bin/sh\nexec sleep 1000\n", "#!/bin/sh\ncat >/dev/null\nexec sleep 1000\n"}) {
        CAPTURE(script);
        put_program(programs.file("ffmpeg"), script);
        const std::string text = error_of([&] {
            write_film(folder.file("a.mp4"), {400, 300}, 3, 20, 25, {}, {.patience = 200ms});
        });
        CHECK_MESSAGE(contains(text, "ffmpeg hangs: it did nothing for 0.2 s"), text);
        CHECK(folder.list().empty());
    }
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left
}

TEST_CASE("a film carries its recipe, however long and whatever is in it") {
    const TempFolder folder;
    std::string recipe = R"({"droplet": "capture", "version": 1, "path": "/a b/\\=;#'%d\n☂ \"q\"", "x": ")";
    recipe += std::string(300'000, '=') + "\"}";
    for (const char* name : {"a.mp4", "a.webm", "a.gif"}) {
        CAPTURE(name);
        write_film(folder.file(name), {32, 16}, 3, 3, 10, {.recipe = recipe});
        CHECK(recipe_in(folder.file(name)) == recipe);
        CHECK(frames_of(folder.file(name)) == 3);
    }
    CHECK(folder.list().size() == 3);
}

TEST_CASE("the best quality is nearer to the picture than the smallest, and takes more bytes") {
    const TempFolder folder;
    const auto waves = [](int frame) {
        return image_of({96, 64}, 3, false, [frame](int x, int y, int c) {
            const auto h = static_cast<std::uint32_t>(x * 73 + y * 151 + frame * 31) * 2654435761u;
            const float noise = 0.05f * static_cast<float>(h >> 24) / 255.0f;
            return 0.45f + noise +
                   0.4f * std::sin(static_cast<float>(x + 10 * frame) / 30.0f + static_cast<float>(c)) *
                       std::cos(static_cast<float>(y) / 20.0f - static_cast<float>(c));
        });
    };
    for (const char* extension : {".mp4", ".webm", ".gif"}) {
        CAPTURE(extension);
        double differences[2];
        std::uintmax_t bytes[2];
        for (const int best : {0, 1}) {
            const std::string path = folder.file((best ? "best" : "small") + std::string(extension));
            const auto film =
                open_film(path, 25, {}, {.quality = best ? FilmQuality::best : FilmQuality::small});
            for (int i = 0; i < 5; ++i) film->add(waves(i));
            film->finish();
            differences[best] = mean_difference(frame_of(path, 3, folder), waves(3));
            bytes[best] = std::filesystem::file_size(path);
        }
        CHECK(differences[1] < 0.7 * differences[0]);
        CHECK(bytes[1] > 1.3 * static_cast<double>(bytes[0]));
    }
}

TEST_CASE("an odd size is padded or scaled, as told, to the same even one") {
    const TempFolder folder;
    const Size odd{33, 21};
    const auto split = image_of(odd, 1, false, [](int x, int, int) { return x < 16 ? 0.1f : 0.9f; });
    for (const OddSize odd_size : {OddSize::pad, OddSize::scale}) {
        const std::string path = folder.file(odd_size == OddSize::pad ? "pad.mp4" : "scale.mp4");
        const auto film = open_film(path, 25, {}, {.quality = FilmQuality::best, .odd_size = odd_size});
        film->add(split);
        film->finish();
        CHECK(probe(path) == "h264,34,22,yuv420p,25/1,1");
        // The edge stays at 16 of 33 pixels, or goes to 16.5 of 34.
        const float at_edge = frame_of(path, 0, folder).plane(0).row(10)[16];
        CHECK(at_edge == doctest::Approx(odd_size == OddSize::pad ? 0.9 : 0.5).epsilon(0.15));
    }
}

TEST_CASE("a disk that fills up under a film is told, and nothing is left on it") {
    const TempFolder folder;
    if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=48k") != 0) {
        MESSAGE("skipped: mounting a small disk needs root");
        return;
    }
    for (const char* name : {"a.mp4", "a.webm", "a.gif"}) {
        CAPTURE(name);
        const std::string text = error_of([&] {
            const auto film = open_film(folder.file(name), 25);
            for (std::uint32_t i = 0; i < 8; ++i)
                film->add(image_of({300, 300}, 3, false, [i](int x, int y, int c) {
                    const auto h =
                        static_cast<std::uint32_t>((x * 73 + y * 151 + c * 7)) * 2654435761u * (i + 1);
                    return static_cast<float>(h >> 24) / 255.0f;
                }));
            film->finish();
        });
        CHECK_MESSAGE(contains(text, "the disk is full"), text);
        CHECK(folder.list().empty());
    }
    REQUIRE(::umount(folder.path().c_str()) == 0);
}

TEST_CASE("what a film cannot be is refused") {
    const TempFolder folder;
    CHECK(contains(error_of([&] { open_film(folder.file("a.mp4"), 0); }, Fault::usage), "out of range"));
    CHECK(contains(error_of([&] { open_film(folder.file("a.gif"), 60); }, Fault::usage), "up to 50"));
    CHECK(contains(error_of([&] { open_film(folder.file("a.avi"), 25); }, Fault::usage), ".mp4"));
    CHECK(contains(error_of([&] { open_film(folder.file("none/a.mp4"), 25); }), "does not exist"));
    CHECK(contains(error_of([&] { open_film(folder.file("a.mp4"), 25)->finish(); }), "without pictures"));
    const auto film = open_film(folder.file("a.mp4"), 25);
    film->add(picture({8, 8}, 3, 0));
    CHECK(contains(error_of([&] { film->add(picture({9, 8}, 3, 0)); }), "does not fit"));
}
