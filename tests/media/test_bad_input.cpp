#include <sys/stat.h>
#include <unistd.h>

#include <limits>
#include <random>

#include "media/image_io.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

std::string read_error(const std::string& path) {
    return error_of([&] { read_image(path); });
}

std::string decode_error(const Bytes& bytes) {
    return error_of([&] { decode_image(bytes, "NAME"); });
}

Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

// A PNG that declares a size and has no pixels.
Bytes png_header(std::uint32_t width, std::uint32_t height) {
    Bytes bytes = bytes_of("\x89PNG\r\n\x1A\n"), header;
    append_big32(header, width);
    append_big32(header, height);
    for (const unsigned char b : {8, 2, 0, 0, 0}) header.push_back(b);
    for (const Bytes& chunk : {png_chunk("IHDR", header), png_chunk("IDAT", {}), png_chunk("IEND", {})})
        bytes.insert(bytes.end(), chunk.begin(), chunk.end());
    return bytes;
}

// All fixtures that are read.
const std::vector<std::string> pictures{
    "rgb8.png",        "interlaced.png", "rgb16.png",   "grey8.png",   "grey16.png",      "rgba8.png",
    "grey_alpha8.png", "palette.png",    "grey1.png",   "rgb.jpg",     "progressive.jpg", "restart.jpg",
    "grey.jpg",        "rgb8.bmp",       "rgb8.tga",    "rgb8.psd",    "still.gif",       "rgb8.ppm",
    "rgb16.ppm",       "grey8.pgm",      "grey100.pgm", "rgb_big.pfm", "grey_little.pfm"};

}  // namespace

TEST_CASE("what is no file is told with the path as the subject") {
    const TempFolder folder;
    put_bytes(folder.file("empty.png"), {});
    CHECK(read_error(folder.file("none.png")) == folder.file("none.png") + ": there is no such file");
    CHECK(contains(read_error(folder.path().string()), "is a folder"));
    CHECK(read_error(folder.file("empty.png")) == folder.file("empty.png") + ": is empty");
    CHECK(contains(read_error("/dev/null"), "is empty"));
}

TEST_CASE("what is no picture is told with what is read") {
    CHECK(contains(decode_error(bytes_of("Once upon a time there was a file that held no picture at all.")),
                   "is not a picture; valid: PNG, JPEG"));
    CHECK(contains(decode_error(bytes_of(std::string("RIFF\x10\0\0\0WEBPVP8 ", 16))), "a WebP picture"));
    CHECK(contains(decode_error(bytes_of(std::string("II*\0abcdefgh", 12))), "a TIFF picture"));
    CHECK(contains(decode_error(bytes_of("#?RADIANCE\n")), "a Radiance HDR picture"));
    CHECK(contains(decode_error({'x'}), "is not a picture"));
}

TEST_CASE("CMYK and animations are refused with a way out") {
    CHECK(contains(read_error(fixture_path("cmyk.jpg")), "CMYK picture; valid: RGB or grey; convert it"));
    for (const char* name : {"animated.gif", "animated.png"}) {
        const std::string text = read_error(fixture_path(name));
        CHECK_MESSAGE(contains(text, "animated"), text);
        CHECK_MESSAGE(contains(text, "ffmpeg"), text);
    }
}

TEST_CASE("a file of more than 2^31 - 1 bytes is refused by its size") {
    const TempFolder folder;
    put_bytes(folder.file("huge.pfm"), bytes_of("PF\n1 1\n-1\n"));
    REQUIRE(::truncate(folder.file("huge.pfm").c_str(), (std::int64_t{1} << 31)) == 0);  // sparse
    CHECK_MESSAGE(contains(read_error(folder.file("huge.pfm")), "2.1 GB"),
                  read_error(folder.file("huge.pfm")));
}

TEST_CASE("a declared size beyond the memory is refused before decoding, with the need") {
    for (const Bytes& bytes :
         {png_header(2000000000, 2000000000), png_header(16000000, 16000000),
          bytes_of("PF 1000000 10000000 -1\n"), bytes_of("P6 2000000000 2000000000 255\n")}) {
        const std::string text = decode_error(bytes);
        CHECK_MESSAGE(contains(text, "of memory"), text);
        CHECK_MESSAGE(contains(text, "B are free"), text);
    }
}

TEST_CASE("a declared size that the file cannot hold is refused before it is allocated") {
    CHECK(contains(decode_error(png_header(20000, 10000)), "is truncated"));
}

TEST_CASE("a picture without pixels is told so") {
    Bytes jpeg = file_bytes(fixture_path("rgb.jpg"));
    const unsigned char frame[] = {0xFF, 0xC0, 0, 17, 8};
    const auto at = std::search(jpeg.begin(), jpeg.end(), std::begin(frame), std::end(frame));
    REQUIRE(at != jpeg.end());
    at[5] = at[6] = 0;
    Bytes bmp = file_bytes(fixture_path("rgb8.bmp"));
    bmp[18] = 0;
    for (const Bytes& bytes :
         {png_header(0, 5), png_header(5, 0), bytes_of("P5 0 3 255\n"), bytes_of("Pf 3 0 1\n"), jpeg, bmp,
          bytes_of(std::string("GIF89a\0\0\5\0\0\0\0;", 14))}) {
        const std::string text = decode_error(bytes);
        CHECK_MESSAGE(contains(text, "has no pixels"), text);
    }
}

TEST_CASE("a PFM with a value that is not finite is refused, with the place") {
    for (const float value :
         {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
        Image image = image_of({5, 4}, 3, false, [](int, int, int) { return 0.5f; });
        image.plane(1).row(3)[2] = value;
        const TempFolder folder;
        write_image(image, folder.file("a.pfm"));
        CHECK_MESSAGE(contains(read_error(folder.file("a.pfm")), "pixel (2, 3) is"),
                      read_error(folder.file("a.pfm")));
    }
}

TEST_CASE("a damaged header of a netpbm file is told") {
    for (const char* text : {"P5 -3 4 255\n", "P5 3 4 70000\n", "P5 x 4 255\n", "Pf 3 4 0\n", "Pf 3 4 nan\n",
                             "P5 3 4 255x", "P5 99999999999 4 255\n"}) {
        CAPTURE(text);
        CHECK(decode_error(bytes_of(text)) != "");
    }
}

TEST_CASE("a picture cut off at any byte is refused") {
    for (const std::string& name : pictures) {
        CAPTURE(name);
        const Bytes whole = file_bytes(fixture_path(name));
        REQUIRE(error_of([&] { decode_image(whole, name); }) == "");
        // The last bytes of these are padding or a trailer that no pixel is in.
        const bool has_tail = name.ends_with(".bmp") || name.ends_with(".tga") || name.ends_with(".psd");
        for (std::size_t length = 0; length < whole.size() - (has_tail ? 64 : 0); ++length) {
            CAPTURE(length);
            const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
            CHECK(decode_error(part) != "");
        }
    }
}

TEST_CASE("a PNG with a flipped bit anywhere is refused by its checksums") {
    const Bytes whole = file_bytes(fixture_path("rgb8.png"));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes flipped = whole;
        flipped[at] ^= static_cast<unsigned char>(1u << at % 8);
        CAPTURE(at);
        CHECK(decode_error(flipped) != "");
    }
}

TEST_CASE("whatever bytes are changed, a picture is decoded or refused with an Error") {
    std::mt19937 random(20240229);
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    int decoded = 0, refused = 0;
    for (const std::string& name : pictures) {
        CAPTURE(name);
        const Bytes whole = file_bytes(fixture_path(name));
        for (int round = 0; round < 400; ++round) {
            Bytes bytes = whole;
            for (std::size_t changes = 1 + below(6); changes > 0; --changes) {
                // Half of the changes hit the header.
                const std::size_t at =
                    below(below(2) ? bytes.size() : std::min<std::size_t>(bytes.size(), 64));
                switch (below(4)) {
                    case 0:
                        bytes[at] = static_cast<unsigned char>(below(256));
                        break;
                    case 1:
                        bytes[at] ^= static_cast<unsigned char>(1u << below(8));
                        break;
                    case 2:
                        bytes[at] = below(2) ? 0xFF : 0;
                        break;
                    default:
                        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                                     bytes[below(bytes.size())]);
                }
            }
            if (below(4) == 0) bytes.resize(1 + below(bytes.size()));
            if (name.ends_with(".png") && below(4) != 0) fix_png_checksums(bytes);
            const bool refusal = decode_error(bytes) != "";
            ++(refusal ? refused : decoded);
        }
    }
    // Both ends are reached, or the changes would be too rough or too mild to tell anything.
    CHECK(decoded > 500);
    CHECK(refused > 500);
}

TEST_CASE("random bytes behind each signature are refused or decoded, never worse") {
    std::mt19937 random(7);
    for (const char* signature : {"\x89PNG\r\n\x1A\n", "\xFF\xD8\xFF\xE0", "GIF89a", "BM", "8BPS",
                                  "#?RADIANCE\n", "P5 9 9 255 ", "PF 9 9 1 ", ""}) {
        for (int round = 0; round < 300; ++round) {
            Bytes bytes = bytes_of(signature);
            for (auto count = random() % 300; count > 0; --count)
                bytes.push_back(static_cast<unsigned char>(random()));
            decode_error(bytes);
        }
    }
}
