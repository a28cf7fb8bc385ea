#include <cmath>
#include <cstdio>
#include <thread>

#include "media/image_io.h"
#include "media/video_path.h"
#include "media/video_reader.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

class PathOverride {
 public:
    explicit PathOverride(const std::string& path) : before_(std::getenv("PATH")) {
        ::setenv("PATH", path.c_str(), 1);
    }
    ~PathOverride() { ::setenv("PATH", before_.c_str(), 1); }
    PathOverride(const PathOverride&) = delete;
    PathOverride& operator=(const PathOverride&) = delete;

 private:
    std::string before_;
};

void put_script(const std::string& path, const std::string& script) {
    put_bytes(path, Bytes(script.begin(), script.end()));
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

constexpr Size film_size{48, 34};

/// The values of frame f, whole numbers of 255.
int value_of(int frame, int x, int y, int c) {
    return (x * 3 + y * 2 + frame * 7 + c * 50) % 256;
}

void put_frames(const TempFolder& folder, int frames, int first = 0, Size size = film_size) {
    for (int f = 0; f < frames; ++f) {
        const Image image = image_of(size, 3, false, [&](int x, int y, int c) {
            return static_cast<float>(value_of(f, x, y, c)) / 255.0f;
        });
        char name[32];
        std::snprintf(name, sizeof name, "still-%03d.png", first + f);
        write_image(image, folder.file(name));
    }
}

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

/// A film of put_frames(), by ffmpeg with these arguments.
std::string film_of(const TempFolder& folder, const std::string& name, const std::string& arguments) {
    const std::string path = folder.file(name);
    const std::string command = "ffmpeg -v error -y -framerate 10 -i " +
                                quoted(folder.file("still-%03d.png")) + " " + arguments + " " +
                                quoted("file:" + path);
    REQUIRE(std::system(command.c_str()) == 0);
    return path;
}

/// The largest difference to frame f.
double error_at(const Image& image, int frame) {
    double largest = 0;
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                largest = std::max(
                    largest, std::abs(double{image.plane(c).row(y)[x]} * 255 - value_of(frame, x, y, c)));
    return largest;
}

bool same(const Image& a, const Image& b) {
    if (!(a.size() == b.size()) || a.channels() != b.channels()) return false;
    for (int c = 0; c < a.channels(); ++c)
        for (int y = 0; y < a.height(); ++y)
            if (!std::equal(a.plane(c).row(y), a.plane(c).row(y) + a.width(), b.plane(c).row(y)))
                return false;
    return true;
}

std::vector<Image> all_of(VideoReader& reader) {
    std::vector<Image> frames;
    while (auto frame = reader.next()) frames.push_back(std::move(*frame));
    return frames;
}

/// Every frame reached from the start, from behind and from far, is that of the way from start to end.
void check_seeking(const std::string& path) {
    VideoReader reader(path);
    const std::vector<Image> frames = all_of(reader);
    const auto count = static_cast<std::int64_t>(frames.size());
    REQUIRE(count > 4);
    CHECK(reader.info().frames == count);
    CHECK(reader.position() == count);
    for (std::int64_t f : {count - 1, std::int64_t{0}, count / 2, std::min(count / 2 + 3, count - 1),
                           count / 2 - 1, std::int64_t{1}}) {
        reader.seek(f);
        CHECK(reader.position() == f);
        const auto frame = reader.next();
        REQUIRE_MESSAGE(frame, path << " " << f);
        CHECK_MESSAGE(same(*frame, frames[static_cast<std::size_t>(f)]), path << " " << f);
        VideoReader fresh(path);
        fresh.seek(f);
        const auto first = fresh.next();
        REQUIRE(first);
        CHECK_MESSAGE(same(*first, frames[static_cast<std::size_t>(f)]), path << " " << f);
        CHECK(fresh.position() == f + 1);
    }
    reader.seek(count);
    CHECK(!reader.next());
    reader.seek(count - 1);
    CHECK(reader.next());
    CHECK(!reader.next());
}

}  // namespace

TEST_CASE("Frames of a lossless film are exact, of a lossy one within its error, all of them and in order") {
    const TempFolder folder;
    put_frames(folder, 12);
    struct Film {
        const char *name, *arguments;
        double tolerance;
    };
    for (const Film& film :
         {Film{"ffv1.mkv", "-c:v ffv1 -pix_fmt gbrp", 0}, Film{"png.mov", "-c:v png -pix_fmt rgb24", 0},
          Film{"rgb.avi", "-c:v ffvhuff -pix_fmt rgb24", 0}, Film{"x264rgb.mp4", "-c:v libx264rgb -qp 0", 0},
          Film{"x264.mp4", "-c:v libx264 -crf 2 -pix_fmt yuv444p", 14},
          Film{"deep.mkv", "-c:v ffv1 -pix_fmt gbrp10le", 0.76}}) {
        VideoReader reader(film_of(folder, film.name, film.arguments));
        CHECK(reader.info().size == film_size);
        CHECK(reader.info().fps == 10);
        CHECK(reader.info().seekable);
        CHECK(!reader.info().live);
        CHECK(reader.info().frames == 12);
        const std::vector<Image> frames = all_of(reader);
        CHECK_MESSAGE(frames.size() == 12, film.name);
        for (std::size_t f = 0; f < frames.size(); ++f)
            CHECK_MESSAGE(error_at(frames[f], static_cast<int>(f)) <= film.tolerance + 1e-4,
                          film.name << " " << f);
    }
}

TEST_CASE("A frame has the same bits however one comes to it, in containers with and without an index") {
    const TempFolder folder;
    put_frames(folder, 80);
    for (const auto& [name, arguments] :
         {std::pair{"long.mp4", "-c:v libx264 -g 12 -bf 3 -pix_fmt yuv420p"},
          std::pair{"open.mkv", "-c:v libx264 -x264-params open-gop=1:keyint=16:bframes=3 -pix_fmt yuv420p"},
          std::pair{"vp9.webm", "-c:v libvpx-vp9 -g 20 -deadline realtime -cpu-used 8 -pix_fmt yuv420p"},
          std::pair{"mpeg2.ts", "-r 25 -c:v mpeg2video -g 15 -bf 2 -q:v 3 -pix_fmt yuv420p"},
          std::pair{"late.mp4", "-c:v libx264 -g 25 -pix_fmt yuv420p -output_ts_offset 3.7"},
          std::pair{"mjpeg.avi", "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p"}, std::pair{"loop.gif", "-f gif"}})
        check_seeking(film_of(folder, name, arguments));
}

TEST_CASE("A film of uneven frames is taken at a constant rate, the same from every frame on") {
    const TempFolder folder;
    put_frames(folder, 40);
    const std::string uneven = film_of(
        folder, "uneven.mkv",
        "-vf \"setpts='(N+floor(N/5)*3+0.37*mod(N,3))/(12.3*TB)'\" -vsync vfr -c:v ffv1 -g 6 -pix_fmt gbrp");
    check_seeking(uneven);
    VideoReader reader(uneven);
    // The pauses are filled by the frame before.
    CHECK(reader.info().frames > 40);
    int frame = 0;
    for (const Image& image : all_of(reader)) {
        while (frame < 40 && error_at(image, frame) > 1e-3) ++frame;
        REQUIRE(frame < 40);
    }
    CHECK(frame >= 38);
}

TEST_CASE("A film is scaled to half or a quarter, is upright, and has square pixels") {
    const TempFolder folder;
    put_frames(folder, 6);
    const std::string film = film_of(folder, "film.mkv", "-c:v ffv1 -pix_fmt gbrp");
    CHECK(VideoReader(film, VideoSize::half).info().size == Size{24, 17});
    VideoReader quarter(film, VideoSize::quarter);
    CHECK(quarter.info().size == Size{12, 9});
    const auto small = quarter.next();
    REQUIRE(small);
    CHECK(small->size() == Size{12, 9});
    // The mean of a block, away from the wrap of the values.
    CHECK(small->plane(0).row(2)[3] * 255 == doctest::Approx((13.5 * 3) + (9.3 * 2)).epsilon(0.06));

    const std::string plain = film_of(folder, "plain.mp4", "-c:v libx264rgb -qp 0");
    const std::string turned = folder.file("turned.mp4");
    REQUIRE(std::system(("ffmpeg -v error -y -display_rotation 90 -i " + plain + " -c copy " + turned +
                         " 2>/dev/null || ffmpeg -v error -y -i " + plain +
                         " -c copy -metadata:s:v:0 rotate=270 " + turned)
                            .c_str()) == 0);
    VideoReader upright(turned);
    CHECK(upright.info().size == Size{34, 48});
    const auto frame = upright.next();
    REQUIRE(frame);
    CHECK(frame->size() == Size{34, 48});

    VideoReader wide(film_of(folder, "wide.mkv", "-vf setsar=4/3 -c:v ffv1 -pix_fmt gbrp"));
    CHECK(wide.info().size == Size{64, 34});
    CHECK(wide.next()->size() == Size{64, 34});
}

TEST_CASE("A pattern of pictures is a video from its smallest number up to the first that is missing") {
    const TempFolder folder;
    std::filesystem::create_directory(folder.path() / "100% odd %d");
    put_frames(folder, 9, 95);
    std::filesystem::remove(folder.file("still-101.png"));
    const std::string pattern = folder.file("still-%03d.png");
    CHECK(is_video_path(pattern));
    VideoReader reader(pattern);
    CHECK(reader.info().frames == 6);
    const std::vector<Image> frames = all_of(reader);
    REQUIRE(frames.size() == 6);
    for (std::size_t f = 0; f < 6; ++f) CHECK(error_at(frames[f], static_cast<int>(f)) < 1e-4);
    check_seeking(pattern);

    std::filesystem::rename(folder.file("still-095.png"), folder.file("100% odd %d/a b-7.png"));
    VideoReader odd(folder.file("100% odd %d/a b-%d.png"));
    CHECK(odd.info().frames == 1);
    CHECK(error_at(*odd.next(), 0) < 1e-4);
    CHECK(!odd.next());
    CHECK(
        error_of([&] { VideoReader none(folder.file("nothing-%05d.png")); }).ends_with("nothing-00001.png"));
}

TEST_CASE("Films and animations are known by their name or their first bytes, stills are not taken for one") {
    const TempFolder folder;
    put_frames(folder, 3);
    const std::string film = film_of(folder, "film.mp4", "-c:v libx264rgb -qp 0");
    CHECK(is_video_path(film));
    std::filesystem::copy(film, folder.file("film without extension"));
    CHECK(is_video_path(folder.file("film without extension")));
    CHECK(is_video_path(film_of(folder, "moves.gif", "-f gif")));
    CHECK(is_video_path(film_of(folder, "moves.png", "-f apng")));
    CHECK(!is_video_path(film_of(folder, "still.gif", "-frames:v 1 -f gif")));
    CHECK(!is_video_path(folder.file("still-000.png")));
    CHECK(!is_video_path(folder.file("still-%03d.txt")));
    CHECK(!is_video_path(folder.path().string()));
    CHECK(!is_video_path("/dev/null"));
    CHECK(is_video_path("/dev/video12"));
    CHECK(is_camera_path("/dev/video0"));
    CHECK(!is_camera_path("/dev/videos"));
}

TEST_CASE("A film's name may hold anything") {
    const TempFolder folder;
    put_frames(folder, 6);
    const std::string film = film_of(folder, "film.mkv", "-c:v ffv1 -pix_fmt gbrp");
    for (const char* name : {"with spaces and 'quotes\" \\ back.mkv", "-dash.mkv", "Größe ∇ 映画.mkv",
                             "pipe:0.mkv", "a:b|c.mkv", "100%d %05d.mkv", "http:..mkv", "[x]*?.mkv"}) {
        std::filesystem::copy_file(film, folder.file(name));
        VideoReader reader(folder.file(name));
        CHECK_MESSAGE(all_of(reader).size() == 6, name);
    }
    const auto here = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    VideoReader relative("-dash.mkv");
    std::filesystem::current_path(here);
    CHECK(all_of(relative).size() == 6);
}

TEST_CASE("What is missing, damaged or no video is told in one line") {
    const TempFolder folder;
    put_frames(folder, 30);
    const std::string film = film_of(folder, "film.mp4", "-c:v libx264rgb -qp 0");
    const auto error = [](const std::string& path) {
        return error_of([&] {
            VideoReader reader(path);
            all_of(reader);
        });
    };
    CHECK(error(folder.file("none.mp4")) == folder.file("none.mp4") + ": there is no such file");
    CHECK(error(folder.path().string()).find("is no file") != std::string::npos);
    put_bytes(folder.file("empty.mp4"), {});
    CHECK(error(folder.file("empty.mp4")).find("damaged or no video") != std::string::npos);
    Bytes noise(20'000);
    std::uint32_t state = 1;
    for (auto& byte : noise) byte = static_cast<unsigned char>((state = state * 1664525 + 1013904223) >> 24);
    put_bytes(folder.file("noise.mp4"), noise);
    CHECK(!error(folder.file("noise.mp4")).empty());
    Bytes cut = file_bytes(film);
    cut.resize(cut.size() / 2);
    put_bytes(folder.file("cut.mp4"), cut);  // its index stood at the end
    CHECK(error(folder.file("cut.mp4")).find("damaged or no video") != std::string::npos);
    const std::string sound = folder.file("sound.mp4");
    REQUIRE(std::system(("ffmpeg -v error -f lavfi -i sine=d=0.2 " + sound).c_str()) == 0);
    CHECK(error(sound).find("holds no video") != std::string::npos);
    // A list of other places is not followed out of the files.
    const std::string list = "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n";
    put_bytes(folder.file("list.ts"), Bytes(list.begin(), list.end()));
    CHECK(!error(folder.file("list.ts")).empty());
}

TEST_CASE("A film whose data is cut or damaged ends early or fails in one line, and can be opened again") {
    const TempFolder folder;
    put_frames(folder, 30);
    Bytes bytes = file_bytes(film_of(folder, "film.mkv", "-c:v ffv1 -pix_fmt gbrp"));
    bytes.resize(bytes.size() / 2);
    put_bytes(folder.file("cut.mkv"), bytes);
    VideoReader cut(folder.file("cut.mkv"));
    const std::vector<Image> frames = all_of(cut);
    CHECK(frames.size() > 5);
    CHECK(frames.size() < 30);
    for (std::size_t f = 0; f + 1 < frames.size(); ++f)
        CHECK(error_at(frames[f], static_cast<int>(f)) < 1e-4);
    CHECK(cut.info().frames == static_cast<std::int64_t>(frames.size()));
}

TEST_CASE("A camera that is absent, or is none, is told in one line") {
    CHECK(error_of([] {
              VideoReader reader("/dev/video9731");
          }).starts_with("/dev/video9731: there is no such camera; valid: "));
    CHECK(error_of([] { VideoReader reader("/dev/null"); }) == "/dev/null: is no camera that gives pictures");
}

TEST_CASE("What a driver says of a camera becomes one line, before and while it runs") {
    const TempFolder folder;
    const PathOverride path(folder.path().string() + ":" + std::getenv("PATH"));
    const auto failing = [&](const char* text) {
        put_script(folder.file("ffprobe"), std::string("#!/bin/sh\necho '") + text + "' >&2\nexit 1\n");
        return error_of([] { VideoReader reader("/dev/null"); });
    };
    CHECK(failing("[video4linux2 @ 0x1] ioctl(VIDIOC_STREAMON): Device or resource busy").find("is busy") !=
          std::string::npos);
    CHECK(failing("[v4l2 @ 0x1] Cannot open video device /dev/null: Permission denied").find("its group") !=
          std::string::npos);
    CHECK(failing("/dev/null: No such device").find("unplugged") != std::string::npos);

    put_script(folder.file("ffprobe"),
               "#!/bin/sh\necho '{\"streams\": [{\"codec_name\": \"rawvideo\", \"width\": 2, \"height\": 1, "
               "\"pix_fmt\": \"yuyv422\", \"avg_frame_rate\": \"30/1\", \"r_frame_rate\": \"30/1\"}]}'\n");
    // Planes of green, blue, red; then the camera goes.
    put_script(folder.file("ffmpeg"),
               "#!/bin/sh\nprintf '\\000\\377\\063\\146\\231\\314\\001\\002\\003'\n"
               "echo 'ioctl(VIDIOC_DQBUF): No such device' >&2\nexit 0\n");
    VideoReader camera("/dev/null");
    CHECK(camera.info().live);
    CHECK(!camera.info().seekable);
    CHECK(camera.info().frames == 0);
    const auto frame = camera.next();
    REQUIRE(frame);
    CHECK(frame->plane(0).row(0)[1] == 204 / 255.0f);
    CHECK(frame->plane(1).row(0)[1] == 1.0f);
    CHECK(frame->plane(2).row(0)[0] == 51 / 255.0f);
    CHECK(error_of([&] { camera.next(); }).find("unplugged") != std::string::npos);

    // A camera that gives nothing is waited for, until one asks to stop.
    put_script(folder.file("ffmpeg"), "#!/bin/sh\nexec sleep 600\n");
    VideoReader silent("/dev/null");
    std::stop_source stop;
    std::jthread requester([&] { stop.request_stop(); });
    CHECK(!silent.next(stop.get_token()));
}

TEST_CASE("A decoder that is killed or missing is told in one line, and another try starts anew") {
    const TempFolder folder;
    const TempFolder programs;
    put_frames(folder, 6);
    const std::string film = film_of(folder, "film.mkv", "-c:v ffv1 -pix_fmt gbrp");
    VideoReader reader(film);
    {
        const PathOverride path(programs.path().string() + ":" + std::getenv("PATH"));
        put_script(programs.file("ffmpeg"), "#!/bin/sh\nkill -SEGV $$\n");
        CHECK(error_of([&] { reader.next(); }) == film + ": ffmpeg was ended by signal 11");
        CHECK(!reader.next());
    }
    reader.seek(0);
    CHECK(all_of(reader).size() == 6);
    const PathOverride nothing(programs.file("nowhere"));
    CHECK(error_of([&] { VideoReader none(film); }).find("sudo apt install ffmpeg") != std::string::npos);
}
