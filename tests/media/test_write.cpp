#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <limits>

#include "media/atomic_file.h"
#include "media/image_io.h"
#include "media/test_picture.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

// Multiples of 1 / full, so that a file of that depth keeps them.
Image steps(Size size, int channels, bool has_alpha, int full) {
    return image_of(size, channels, has_alpha, [full](int x, int y, int p) {
        return static_cast<float>((x * 7919 + y * 104729 + p * 31) % (full + 1)) / static_cast<float>(full);
    });
}

}  // namespace

TEST_CASE("PNG keeps every 8- and 16-bit value, grey and colour, with and without alpha, at odd sizes") {
    const TempFolder folder;
    for (const Size size : {Size{1, 1}, Size{1, 37}, Size{41, 1}, Size{257, 89}})
        for (const int channels : {1, 3})
            for (const bool alpha : {false, true})
                for (const int depth : {8, 16}) {
                    CAPTURE(size.width);
                    CAPTURE(channels);
                    CAPTURE(alpha);
                    CAPTURE(depth);
                    const Image image = steps(size, channels, alpha, (1 << depth) - 1);
                    write_image(image, folder.file("a.png"), {.bit_depth = depth});
                    CHECK(differences(read_image(folder.file("a.png")), image) == 0);
                }
}

TEST_CASE("PFM keeps every finite float, and leaves alpha out") {
    const TempFolder folder;
    for (const int channels : {1, 3}) {
        const Image image = image_of({257, 89}, channels, true, [](int x, int y, int p) {
            return std::ldexp(static_cast<float>(x - 100) + 0.1f * static_cast<float>(p), y % 60 - 30);
        });
        write_image(image, folder.file("a.pfm"));
        const Image back = read_image(folder.file("a.pfm"));
        CHECK_FALSE(back.has_alpha());
        const Image colors = image_of(image.size(), channels, false,
                                      [&](int x, int y, int p) { return image.plane(p).row(y)[x]; });
        CHECK(differences(back, colors) == 0);
    }
}

TEST_CASE("JPEG keeps a smooth picture closely, in grey and in colour") {
    const TempFolder folder;
    for (const char* name : {"a.jpg", "b.JPEG"})
        for (const int channels : {1, 3}) {
            const Image image = image_of({61, 33}, channels, false, [](int x, int y, int p) {
                return 0.1f + 0.01f * static_cast<float>(x) + 0.005f * static_cast<float>(y * (p + 1) % 33);
            });
            write_image(image, folder.file(name), {.jpeg_quality = 100});
            const Image back = read_image(folder.file(name));
            REQUIRE(back.size() == image.size());
            double sum = 0;
            // A grey picture may come back in three equal channels.
            for_each_pixel(image.size(), [&](int x, int y) {
                sum += std::abs(back.plane(0).row(y)[x] - image.plane(0).row(y)[x]);
            });
            CHECK(sum / static_cast<double>(image.size().area()) < 0.02);
        }
}

TEST_CASE("integer formats clamp to [0, 1] and round to nearest") {
    const TempFolder folder;
    const float values[] = {-infinity,       -3.0f,           1.5f, infinity, std::nanf(""),
                            100.4f / 255.0f, 100.6f / 255.0f, 0.0f, 1.0f,     0.499f / 255.0f};
    const int expected[] = {0, 0, 255, 255, 0, 100, 101, 0, 255, 0};
    const Image image = image_of({10, 1}, 1, false, [&](int x, int, int) { return values[x]; });
    write_image(image, folder.file("a.png"));
    const Image back = read_image(folder.file("a.png"));
    for (int x = 0; x < 10; ++x) CHECK(back.plane(0).row(0)[x] == static_cast<float>(expected[x]) / 255.0f);
}

TEST_CASE("writing leaves the file alone in its folder, and replaces an older one") {
    const TempFolder folder;
    write_image(steps({9, 5}, 1, false, 255), folder.file("a.png"));
    write_image(steps({4, 3}, 3, false, 255), folder.file("a.png"));
    CHECK(folder.list() == std::vector<std::string>{"a.png"});
    CHECK(read_image(folder.file("a.png")).size() == Size{4, 3});
}

TEST_CASE("what is replaced keeps its mode, and a symbolic link stays a link") {
    const TempFolder folder;
    const Image image = steps({4, 3}, 1, false, 255);
    write_image(image, folder.file("a.png"));
    REQUIRE(::chmod(folder.file("a.png").c_str(), 0640) == 0);
    std::filesystem::create_symlink("a.png", folder.file("link.png"));
    write_image(steps({5, 5}, 1, false, 255), folder.file("link.png"));
    CHECK(std::filesystem::is_symlink(folder.file("link.png")));
    CHECK(read_image(folder.file("a.png")).size() == Size{5, 5});
    struct stat status {};
    REQUIRE(::stat(folder.file("a.png").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a file that is not committed leaves the old one as it was, and nothing else") {
    const TempFolder folder;
    put_bytes(folder.file("a.png"), {1, 2, 3});
    {
        AtomicFile file(folder.file("a.png"));
        const Bytes more(1 << 20, 7);
        file.write(more);
        CHECK(folder.list().size() == 2);
    }
    CHECK(folder.list() == std::vector<std::string>{"a.png"});
    CHECK(file_bytes(folder.file("a.png")) == Bytes{1, 2, 3});
}

TEST_CASE("a full disk is told, for every format, and nothing is left behind") {
    const TempFolder folder;
    for (const char* name : {"full.png", "full.jpg", "full.tif", "full.pfm"}) {
        std::filesystem::create_symlink("/dev/full", folder.file(name));
        const std::string text = error_of([&] {
            write_image(make_test_picture({300, 200}), folder.file(name));
        });
        CHECK_MESSAGE(contains(text, "the disk is full"), text);
        CHECK(contains(text, name));
    }
    CHECK(folder.list().size() == 4);
    CHECK(contains(error_of([] {
                       write_image(make_test_picture({3, 2}), "/dev/full");
                   }),
                   "the disk is full"));
    write_image(make_test_picture({3, 2}), "/dev/null");
}

TEST_CASE(
    "a place that cannot be written is told before and at writing, and the file's name is the subject") {
    const TempFolder folder;
    const Image image = steps({4, 3}, 1, false, 255);
    std::filesystem::create_directory(folder.file("folder.png"));
    put_bytes(folder.file("plain"), {1});
    const std::pair<std::string, std::string> cases[] = {
        {folder.file("none/a.png"), "does not exist"},
        {folder.file("folder.png"), "it is a folder"},
        {folder.file("plain/a.png"), "a part of the path is not a folder"},
        {folder.file(std::string(300, 'n') + ".png"), "too long"},
        {"", "no extension"},
    };
    for (const auto& test_case : cases) {
        const std::string& path = test_case.first;
        const std::string& message = test_case.second;
        CAPTURE(path);
        const Fault fault = path.empty() ? Fault::usage : Fault::job;
        for (const std::string& text : {error_of([&] { write_image(image, path); }, fault),
                                        error_of([&] { check_writable(path); }, fault)}) {
            CHECK_MESSAGE(contains(text, message), text);
            CHECK(text.starts_with(path + ": "));
        }
    }
    CHECK(folder.list() == std::vector<std::string>{"folder.png", "plain"});
}

TEST_CASE("a folder or file without permission to write is refused" * doctest::skip(::geteuid() == 0)) {
    const TempFolder folder;
    put_bytes(folder.file("a.png"), {1});
    REQUIRE(::chmod(folder.file("a.png").c_str(), 0444) == 0);
    CHECK(contains(error_of([&] { check_writable(folder.file("a.png")); }), "permission denied"));
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    CHECK(contains(error_of([&] { check_writable(folder.file("b.png")); }), "permission denied"));
}

TEST_CASE("an unknown extension is a wrong command line, and the valid ones are listed") {
    const TempFolder folder;
    for (const char* name : {"a.bmp", "a", "a.png.txt", "frame-%d.xyz"}) {
        CAPTURE(name);
        for (const std::string& text : {error_of(
                                            [&] {
                                                write_image(steps({2, 2}, 1, false, 255), folder.file(name));
                                            },
                                            Fault::usage),
                                        error_of([&] { check_writable(folder.file(name)); }, Fault::usage)})
            for (const char* valid : {".png", ".jpg", ".tif", ".pfm"})
                CHECK_MESSAGE(contains(text, valid), text);
    }
    CHECK(
        contains(error_of([&] { check_writable(folder.file("a.bmp")); }, Fault::usage), ".mp4, .webm, .gif"));
    CHECK(folder.list().empty());
}

TEST_CASE("checking a place that can be written leaves nothing there") {
    const TempFolder folder;
    for (const char* name : {"a.png", "a.JPG", "a.pfm", "frame-%05d.png", "f%d.jpg"})
        check_writable(folder.file(name));
    check_writable("-");
    check_writable("/dev/null");
    CHECK(folder.list().empty());
    put_bytes(folder.file("a.png"), {1, 2, 3});
    check_writable(folder.file("a.png"));
    CHECK(file_bytes(folder.file("a.png")) == Bytes{1, 2, 3});
}

TEST_CASE("values outside of what a format takes are refused") {
    const TempFolder folder;
    const Image image = steps({2, 2}, 1, false, 255);
    CHECK(
        contains(error_of([&] { write_image(image, folder.file("a.png"), {.bit_depth = 12}); }, Fault::usage),
                 "8, 16"));
    CHECK(contains(
        error_of([&] { write_image(image, folder.file("a.jpg"), {.jpeg_quality = 0}); }, Fault::usage),
        "1 to 100"));
    CHECK(contains(error_of([&] {
                       write_image(steps({65536, 1}, 1, false, 255), folder.file("a.jpg"));
                   }),
                   "65535"));
    CHECK(folder.list().empty());
}

TEST_CASE("a closed pipe is an error and not a death by SIGPIPE") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    const Bytes bytes(100, 1);
    CHECK(write_all(ends[1], bytes) == EPIPE);
    ::close(ends[1]);
    sigset_t pending;
    sigpending(&pending);
    CHECK(sigismember(&pending, SIGPIPE) == 0);
}
