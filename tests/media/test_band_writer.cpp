#include "media/band_writer.h"

#include <png.h>

#include <algorithm>

#include "tests/media/read_tiff.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

/// Multiples of 1 / full that never repeat for long.
Image noise(Size size, int channels, bool has_alpha, int full) {
    return image_of(size, channels, has_alpha, [full](int x, int y, int p) {
        const std::int64_t mixed = (std::int64_t{x} * 7919 + std::int64_t{y} * y * 104729 + p * 31337) % 9973;
        return static_cast<float>(mixed % (full + 1)) / static_cast<float>(full);
    });
}

Image rows_of(const Image& image, int first, int end) {
    return image_of({image.width(), end - first}, image.channels(), image.has_alpha(),
                    [&](int x, int y, int p) {
                        return (p < image.channels() ? image.plane(p) : image.alpha()).row(first + y)[x];
                    });
}

/// Writes the picture in bands of about so many rows, in the order that the format wants.
void write_in_bands(const Image& image, const std::string& path, int rows, const WriteOptions& options = {},
                    int threads = 1) {
    const auto writer =
        open_bands(path, {image.size(), image.channels(), image.has_alpha()}, options, threads);
    const int unit = writer->row_unit(), height = std::max(unit, rows / unit * unit);
    const int bands = (image.height() + height - 1) / height;
    for (int i = 0; i < bands; ++i) {
        const int first = (writer->bottom_up() ? bands - 1 - i : i) * height;
        writer->add(rows_of(image, first, std::min(first + height, image.height())));
    }
    writer->finish();
}

/// libpng looks at every checksum, which stb does not.
bool libpng_reads(const std::string& path) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&png, path.c_str()) == 0) return false;
    png.format = PNG_FORMAT_RGBA;
    std::vector<unsigned char> pixels(PNG_IMAGE_SIZE(png));
    const bool read = png_image_finish_read(&png, nullptr, pixels.data(), 0, nullptr) != 0;
    return read && png.warning_or_error == 0;
}

}  // namespace

TEST_CASE("a PNG of many pieces and bands keeps every value, and its checksums are right") {
    const TempFolder folder;
    const std::string path = folder.file("a.png");
    for (const int depth : {8, 16})
        for (const int channels : {1, 3})
            for (const bool alpha : {false, true})
                for (const Size size : {Size{1, 1}, Size{701, 1501}}) {
                    CAPTURE(depth);
                    CAPTURE(channels);
                    const Image image = noise(size, channels, alpha, depth == 16 ? 65535 : 255);
                    write_in_bands(image, path, 997, {.bit_depth = depth});
                    CHECK(differences(image, read_image(path)) == 0);
                    CHECK(libpng_reads(path));
                }
}

TEST_CASE("a TIFF keeps every value, as libtiff reads it") {
    const TempFolder folder;
    const std::string path = folder.file("a.tif");
    for (const int depth : {8, 16})
        for (const int channels : {1, 3})
            for (const bool alpha : {false, true})
                for (const Size size : {Size{1, 1}, Size{701, 1501}}) {
                    CAPTURE(depth);
                    CAPTURE(channels);
                    const Image image = noise(size, channels, alpha, depth == 16 ? 65535 : 255);
                    write_in_bands(image, path, 997, {.bit_depth = depth});
                    CHECK(differences(image, read_tiff(path, depth)) == 0);
                }
    const Image image = noise({30, 20}, 3, false, 255);
    write_image(image, folder.file("b.TIFF"));
    CHECK(differences(image, read_tiff(folder.file("b.TIFF"), 8)) == 0);
}

TEST_CASE("bands of any height, and any number of threads, make the same file") {
    const TempFolder folder;
    const Image image = noise({640, 3000}, 3, false, 255);
    for (const std::string name : {"a.pfm", "a.jpg", "a.tif", "a.png"}) {
        CAPTURE(name);
        const std::string path = folder.file(name);
        write_in_bands(image, path, 3000, {}, 1);
        const Bytes whole = file_bytes(path);
        for (const int threads : {2, 7}) {
            write_in_bands(image, path, 3000, {}, threads);
            CHECK(file_bytes(path) == whole);
        }
        write_in_bands(image, path, 1700, {}, 3);
        // Where a PNG's pieces end is not fixed.
        if (name == "a.png")
            CHECK(differences(image, read_image(path)) == 0);
        else
            CHECK(file_bytes(path) == whole);
    }
    write_image(image, folder.file("b.pfm"));
    CHECK(file_bytes(folder.file("a.pfm")) == file_bytes(folder.file("b.pfm")));
}

TEST_CASE("a TIFF that could pass 4 GB is a BigTIFF, and a smaller one is not") {
    const TempFolder folder;
    const auto magic = [&](Size size, int depth) {
        const auto writer = open_bands(folder.file("a.tif"), {size, 3, false}, {.bit_depth = depth});
        const std::vector<std::string> names = folder.list();  // not yet under its name
        REQUIRE(names.size() == 1);
        return file_bytes(folder.file(names.front())).at(2);
    };
    constexpr int classic = 42, big = 43;
    CHECK(magic({30'000, 40'000}, 8) == classic);
    CHECK(magic({30'000, 40'000}, 16) == big);
    CHECK(magic({100'000, 100'000}, 8) == big);
    CHECK(folder.list().empty());
}

TEST_CASE("a picture that is not finished leaves nothing, and the one that was there stays") {
    const TempFolder folder;
    for (const std::string name : {"a.png", "a.tif", "a.jpg", "a.pfm"}) {
        put_bytes(folder.file(name), {1, 2, 3});
        const auto writer = open_bands(folder.file(name), {{64, 64}, 3, false});
        writer->add(Image({64, writer->row_unit()}, 3));
    }
    CHECK(folder.list() == std::vector<std::string>{"a.jpg", "a.pfm", "a.png", "a.tif"});
    for (const std::string& name : folder.list()) CHECK(file_bytes(folder.file(name)) == Bytes{1, 2, 3});
}

TEST_CASE("a full disk is told while bands are written") {
    const TempFolder folder;
    for (const std::string name : {"a.png", "a.tif", "a.jpg", "a.pfm"}) {
        std::filesystem::create_symlink("/dev/full", folder.file(name));
        const std::string text = error_of([&] {
            write_in_bands(noise({400, 300}, 3, false, 255), folder.file(name), 100);
        });
        CHECK_MESSAGE(contains(text, name + ": cannot be written: the disk is full"), text);
    }
}

TEST_CASE("what a format cannot hold is told in its first line") {
    const TempFolder folder;
    const auto refused = [&](const std::string& name, Size size) {
        return error_of([&] { open_bands(folder.file(name), {size, 3, false}); });
    };
    CHECK(contains(refused("a.jpg", {65536, 1}), "do not fit in a JPEG; valid: up to 65535 a side"));
    CHECK(
        contains(refused("a.jpg", {65535, 65535}), "too many for the JPEG encoder; valid: up to 715827882"));
    CHECK(contains(error_of(
                       [&] {
                           open_bands(folder.file("a.bmp"), {{2, 2}, 3, false});
                       },
                       Fault::usage),
                   ".tif, .tiff"));
    CHECK(folder.list().empty());
}
