#include <array>
#include <string>

#include "media/byte_source.h"
#include "media/ffmetadata.h"
#include "media/gif_comment.h"
#include "media/image_io.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

constexpr std::size_t plenty = std::size_t{1} << 20;

void append(Bytes& bytes, const Bytes& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

/// Two pixels of one colour: a control, and a picture with its own table.
Bytes gif_picture() {
    return {0x21, 0xF9, 4,    0, 10, 0, 0, 0, 0x2C, 0, 0, 0,    0,    2, 0,
            1,    0,    0x80, 0, 0,  0, 9, 9, 9,    2, 2, 0x04, 0x0A, 0};
}

Bytes gif_of(int pictures) {
    Bytes bytes{'G', 'I', 'F', '8', '9', 'a', 2, 0, 1, 0, 0, 0, 0};
    append(bytes, {0x21, 0xFF, 11, 'N', 'E', 'T', 'S', 'C', 'A', 'P', 'E', '2', '.', '0', 3, 1, 0, 0, 0});
    for (int i = 0; i < pictures; ++i) append(bytes, gif_picture());
    bytes.push_back(0x3B);
    return bytes;
}

std::string recipe_of(std::size_t length) {
    std::string text = R"({"droplet":"capture","version":1,"x":")";
    while (text.size() + 2 < length) text += static_cast<char>('a' + text.size() % 26);
    return text + "\"}";
}

std::optional<std::string> recipe_in(const Bytes& bytes, std::size_t most = plenty) {
    ByteSource source{std::span<const unsigned char>(bytes)};
    return gif_recipe_text(source, most);
}

}  // namespace

TEST_CASE("a comment goes behind a GIF's pictures, which stay as they are, and is read again at any length") {
    const TempFolder folder;
    const std::string path = folder.file("film.gif");
    for (const std::size_t length : {40u, 254u, 255u, 256u, 510u, 100'000u}) {
        CAPTURE(length);
        put_bytes(path, gif_of(3));
        const std::string text = recipe_of(length);
        add_gif_comment(path, text);
        const Bytes bytes = file_bytes(path), before = gif_of(3);
        REQUIRE(bytes.size() == before.size() + length + (length + 254) / 255 + 3);
        CHECK(std::equal(before.begin(), before.end() - 1, bytes.begin()));
        CHECK(bytes.back() == 0x3B);
        CHECK(recipe_in(bytes) == text);
        CHECK(recipe_in(bytes, length - 1) == std::nullopt);
    }
}

TEST_CASE("a new comment replaces the one before it") {
    const TempFolder folder;
    const std::string path = folder.file("film.gif");
    put_bytes(path, gif_of(1));
    add_gif_comment(path, recipe_of(50));
    const Bytes once = file_bytes(path);
    add_gif_comment(path, recipe_of(3000));
    CHECK(recipe_in(file_bytes(path)) == recipe_of(3000));
    add_gif_comment(path, recipe_of(50));
    CHECK(file_bytes(path) == once);
}

TEST_CASE("a still with a comment is the same picture") {
    const TempFolder folder;
    const std::string path = folder.file("still.gif");
    put_bytes(path, gif_of(1));
    const Image before = read_image(path);
    add_gif_comment(path, recipe_of(1000));
    CHECK(differences(before, read_image(path)) == 0);
}

TEST_CASE("a GIF that breaks off anywhere ends behind its last whole picture, with the comment") {
    const TempFolder folder;
    const std::string path = folder.file("film.gif");
    const Bytes whole = gif_of(3);
    const std::size_t first_picture = gif_of(1).size() - 1, a_picture = gif_picture().size();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CAPTURE(length);
        put_bytes(path, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
        if (length < first_picture) {
            CHECK(contains(error_of([&] { add_gif_comment(path, recipe_of(60)); }), "film.gif: "));
            CHECK(file_bytes(path).size() == length);
            continue;
        }
        add_gif_comment(path, recipe_of(60));
        const Bytes bytes = file_bytes(path);
        const int pictures = 1 + static_cast<int>((length - first_picture) / a_picture);
        const Bytes expected = gif_of(pictures);
        REQUIRE(bytes.size() == expected.size() + 60 + 4);
        CHECK(std::equal(expected.begin(), expected.end() - 1, bytes.begin()));
        CHECK(recipe_in(bytes) == recipe_of(60));
    }
}

TEST_CASE("what is no GIF is told in a line and left alone") {
    const TempFolder folder;
    const std::string path = folder.file("film.gif");
    put_bytes(path, {'P', 'N', 'G', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14});
    CHECK(error_of([&] { add_gif_comment(path, "x"); }) == path + ": is no GIF");
    CHECK(file_bytes(path).size() == 17);
    CHECK(contains(error_of([&] { add_gif_comment(folder.file("none.gif"), "x"); }),
                   "cannot be written: there is no such file or folder"));
}

TEST_CASE("a comment of something else is not taken for a recipe") {
    const TempFolder folder;
    const std::string path = folder.file("film.gif");
    put_bytes(path, gif_of(2));
    add_gif_comment(path, "made on a Sunday");
    CHECK(recipe_in(file_bytes(path)) == std::nullopt);
}

TEST_CASE("ffmpeg's metadata file keeps the characters that mean something there") {
    CHECK(ffmetadata_text("{\"a\": \"b=c;#d\\n\"}") ==
          ";FFMETADATA1\ncomment={\"a\": \"b\\=c\\;\\#d\\\\n\"}\n");
    CHECK(ffmetadata_text(std::string("a\0b\nc", 5)) == ";FFMETADATA1\ncomment=ab\\\nc\n");
}

TEST_CASE("bytes of a file and of memory are the same, by place and in order, and end where they end") {
    const TempFolder folder;
    Bytes bytes(200'000);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i * 7 + i / 251);
    put_bytes(folder.file("x"), bytes);
    ByteSource file(folder.file("x")), memory{std::span<const unsigned char>(bytes)};
    for (ByteSource* source : {&file, &memory}) {
        CHECK(source->size() == bytes.size());
        for (const std::size_t place : {150'000u, 3u, 65'530u, 199'990u}) {
            REQUIRE(source->go_to(place));
            CHECK(source->byte() == bytes[place]);
            CHECK(source->big(2) == (bytes[place + 1] << 8 | bytes[place + 2]));
            CHECK(source->little(2) == (bytes[place + 4] << 8 | bytes[place + 3]));
        }
        REQUIRE(source->go_to(10));
        const auto text = source->text(150'000);
        REQUIRE(text.has_value());
        CHECK(std::equal(text->begin(), text->end(), bytes.begin() + 10,
                         [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; }));
        CHECK(source->left() == 49'990);
        CHECK_FALSE(source->text(49'991).has_value());
        CHECK(source->left() == 0);
        CHECK_FALSE(source->byte().has_value());
        CHECK(source->peek(3).empty());
        CHECK_FALSE(source->go_to(200'001));
        CHECK_FALSE(source->skip(1));
    }
}
