#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <memory>

#include "media/film_writer.h"
#include "media/image_io.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

// Sets PATH for a scope.
class PathScope {
 public:
    explicit PathScope(const std::string& path) : before_(std::getenv("PATH")) {
        ::setenv("PATH", path.c_str(), 1);
    }
    ~PathScope() { ::setenv("PATH", before_.c_str(), 1); }
    PathScope(const PathScope&) = delete;
    PathScope& operator=(const PathScope&) = delete;

 private:
    std::string before_;
};

void put_program(const std::string& path, const std::string& script) {
    put_bytes(path, Bytes(script.begin(), script.end()));
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    REQUIRE(pipe);
    std::string text;
    char part[4096];
    while (const std::size_t count = std::fread(part, 1, sizeof part, pipe.get())) text.append(part, count);
    return text;
}

// "h264,46,34,yuv420p,25/1,3" and the like.
std::string probe(const std::string& path) {
    std::string text = output_of(
        "ffprobe -v error -count_frames -show_entries "
        "stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_read_frames -of csv=p=0 file:" +
        quoted(path));
    while (!text.empty() && (text.back() == '\n' || text.back() == ',')) text.pop_back();
    return text;
}

// The first frame, as ffmpeg decodes it.
Image first_frame(const std::string& film, const TempFolder& folder) {
    const std::string still = folder.file("first-frame.png");
    output_of("ffmpeg -v error -y -i file:" + quoted(film) + " -frames:v 1 " + quoted(still));
    Image image = read_image(still);
    std::filesystem::remove(still);
    return image;
}

// Smooth, so that codecs keep it; one colour leads in each frame.
Image picture(Size size, int channels, int frame) {
    return image_of(size, channels, false, [&](int x, int y, int c) {
        const float ramp = static_cast<float>(x + y) / static_cast<float>(size.width + size.height);
        return 0.2f + 0.4f * ramp + (c == frame % 3 ? 0.2f : 0.0f);
    });
}

void write_film(const std::string& path, Size size, int channels, int frames, double fps) {
    const auto film = open_film(path, fps);
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
        const Image frame = first_frame(path, folder), original = picture(c.size, c.channels, 0);
        double sum = 0;
        for_each_pixel(c.size, [&](int x, int y) {
            for (int p = 0; p < c.channels; ++p)
                sum += std::abs(frame.plane(p % frame.channels()).row(y)[x] - original.plane(p).row(y)[x]);
        });
        CHECK(sum / static_cast<double>(c.size.area() * c.channels) < 0.03);
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
