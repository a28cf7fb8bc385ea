#include "media/capture_file.h"

#include <zlib.h>

#include <random>
#include <string>

#include "media/band_writer.h"
#include "media/ffmetadata.h"
#include "media/gif_comment.h"
#include "media/image_io.h"
#include "media/png_frame.h"
#include "media/reading_process.h"
#include "media/recipe_metadata.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;
using namespace std::string_literals;

namespace {

/// A recipe whose text has about so many bytes.
Recipe recipe_of(std::size_t bytes = 0) {
    std::mt19937 random(3);
    Recipe recipe;
    recipe.made_by = "0.4.0";
    recipe.backend = "cpu: 2 threads";
    recipe.run.source.kind = SourceKind::picture;
    recipe.run.source.path = "/home/søren/\"star\" \\ n°1.jpg";
    recipe.run.events.push_back({0, recipe.settings});
    constexpr std::size_t bytes_of_a_kick = 32;
    for (std::size_t i = 0; i < bytes / bytes_of_a_kick; ++i)
        recipe.run.events.push_back(
            {static_cast<std::int64_t>(i), Kick{static_cast<float>(random()) * 1e-10f}});
    recipe.run.step = 1'000'000;
    return recipe;
}

Image small_picture(int channels = 3, bool alpha = false) {
    return image_of(fixture_size, channels, alpha,
                    [](int x, int y, int p) { return static_cast<float>(fixture_value(x, y, p % 3)) / 255; });
}

Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

Bytes png_with(const Bytes& chunks) {
    Bytes png = bytes_of("\x89PNG\r\n\x1A\n");
    for (const Bytes& part :
         {png_chunk("IHDR", {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0}), chunks, png_chunk("IEND", {})})
        png.insert(png.end(), part.begin(), part.end());
    return png;
}

Bytes itxt(const std::string& text) {
    return png_chunk("iTXt", bytes_of("Droplet\0\0\0\0\0"s + text));
}

std::optional<std::string> in_png(const Bytes& bytes, std::size_t most = longest_recipe) {
    ByteSource source{std::span<const unsigned char>(bytes)};
    return png_recipe_text(source, most);
}
std::optional<std::string> in_jpeg(const Bytes& bytes, std::size_t most = longest_recipe) {
    ByteSource source{std::span<const unsigned char>(bytes)};
    return jpeg_recipe_text(source, most);
}
std::optional<std::string> in_tiff(const Bytes& bytes, std::size_t most = longest_recipe) {
    ByteSource source{std::span<const unsigned char>(bytes)};
    return tiff_recipe_text(source, most);
}

const std::string short_recipe = R"({"droplet":"capture"})";

/// Runs a program and requires that it ends well.
void run(const std::vector<std::string>& arguments) {
    ReadingProcess process(arguments);
    process.read_all();
    const int status = process.wait();
    INFO(process.error_output());
    REQUIRE(status == 0);
}

/// A film of ten small pictures that ffmpeg makes of nothing, with a comment.
void make_film(const std::string& path, const std::string& comment, const std::vector<std::string>& options) {
    const std::string metadata = path + ".txt";
    put_bytes(metadata, bytes_of(ffmetadata_text(comment)));
    std::vector<std::string> arguments{"ffmpeg",
                                       "-v",
                                       "error",
                                       "-nostdin",
                                       "-y",
                                       "-f",
                                       "lavfi",
                                       "-i",
                                       "testsrc=size=64x48:rate=10:duration=1",
                                       "-f",
                                       "ffmetadata",
                                       "-i",
                                       "file:" + metadata,
                                       "-map_metadata",
                                       "1"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back("file:" + path);
    run(arguments);
}

void append_number(Bytes& bytes, std::uint64_t value, std::size_t count, bool little) {
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(static_cast<unsigned char>(value >> 8 * (little ? i : count - 1 - i)));
}

/// A TIFF of tags only: one before, and an ImageDescription.
Bytes tiff_of(const std::string& text, bool little, bool big) {
    const std::size_t word = big ? 8 : 4, header = big ? 16 : 8;
    Bytes bytes = bytes_of(little ? "II" : "MM");
    append_number(bytes, big ? 43 : 42, 2, little);
    if (big) {
        append_number(bytes, 8, 2, little);
        append_number(bytes, 0, 2, little);
    }
    append_number(bytes, header, word, little);
    append_number(bytes, 2, big ? 8 : 2, little);
    const std::size_t directory_end = header + (big ? 8 : 2) + 2 * (4 + 2 * word) + word;
    for (const int tag : {256, 270}) {
        append_number(bytes, static_cast<std::uint64_t>(tag), 2, little);
        append_number(bytes, tag == 270 ? 2 : 3, 2, little);
        append_number(bytes, tag == 270 ? text.size() + 1 : 1, word, little);
        append_number(bytes, tag == 270 ? directory_end : 7, word, little);
    }
    append_number(bytes, 0, word, little);
    REQUIRE(bytes.size() == directory_end);
    bytes.insert(bytes.end(), text.begin(), text.end());
    bytes.push_back(0);
    return bytes;
}

}  // namespace

TEST_CASE("a picture of every format carries its recipe, of any length, and stays the same picture") {
    const TempFolder folder;
    for (const std::size_t length : {0u, 65'000u, 300'000u}) {
        const Recipe recipe = recipe_of(length);
        const std::string text = recipe_text(recipe);
        for (const std::string name : {"a.png", "b.png", "a.jpg", "a.tif", "b.tif", "a.pfm"}) {
            CAPTURE(name);
            CAPTURE(text.size());
            const std::string path = folder.file(name), plain = folder.file("plain-" + name);
            WriteOptions options;
            options.bit_depth = name[0] == 'b' ? 16 : 8;
            write_image(small_picture(), plain, options);
            CHECK(recipe_text_of(plain) == std::nullopt);
            const Bytes raw = file_bytes(plain);
            CHECK_FALSE(contains(std::string(raw.begin(), raw.end()), "Droplet"));
            options.recipe = text;
            write_image(small_picture(), path, options);
            CHECK(recipe_text_of(path) == text);
            CHECK(read_recipe(path) == recipe);
            CHECK(may_hold_recipe(path));
            if (name.ends_with(".tif")) continue;  // libtiff's readers are tested elsewhere
            CHECK(differences(read_image(path), read_image(plain)) == 0);
        }
    }
    CHECK(folder.list().size() == 13);  // the recipe beside the .pfm, and nothing else
}

TEST_CASE("pictures written in bands carry the recipe, too") {
    const TempFolder folder;
    const std::string text = recipe_text(recipe_of(100'000));
    for (const char* name : {"a.png", "a.jpg", "a.tiff", "a.pfm"}) {
        CAPTURE(name);
        WriteOptions options;
        options.recipe = text;
        const auto writer = open_bands(folder.file(name), {fixture_size, 1, false}, options, 1);
        writer->add(small_picture(1));
        writer->finish();
        CHECK(recipe_text_of(folder.file(name)) == text);
    }
    std::vector<std::uint8_t> pixels(12, 7);
    CHECK(in_png(png_of_rgb(pixels, {2, 2}, text, 1)) == text);
    CHECK(in_png(png_of_rgb(pixels, {2, 2}, "", 1)) == std::nullopt);
}

TEST_CASE("a picture written where one with a recipe was does not keep that one's") {
    const TempFolder folder;
    WriteOptions options;
    options.recipe = short_recipe;
    write_image(small_picture(), folder.file("a.pfm"), options);
    CHECK(recipe_text_of(folder.file("a.pfm")) == short_recipe);
    write_image(small_picture(), folder.file("a.pfm"));
    CHECK(folder.list() == std::vector<std::string>{"a.pfm"});
    // What somebody else has put there is none of ours.
    put_bytes(folder.file("a.pfm.json"), bytes_of("{\"mine\": 1}"));
    write_image(small_picture(), folder.file("a.pfm"));
    CHECK(folder.list() == std::vector<std::string>{"a.pfm", "a.pfm.json"});
    CHECK(recipe_text_of(folder.file("a.pfm")) == std::nullopt);
}

TEST_CASE("films carry the recipe in their comment, also where they break off") {
    const TempFolder folder;
    const Recipe recipe = recipe_of(200'000);
    const std::string text = recipe_text(recipe);
    const std::string odd_name = "-it's \"ä\" film %d.mp4";
    make_film(folder.file("a.mp4"), text, {"-movflags", "+frag_keyframe+empty_moov", "-g", "2"});
    make_film(folder.file("b.mp4"), text, {"-movflags", "+faststart"});
    make_film(folder.file("c.webm"), text, {"-c:v", "libvpx-vp9", "-g", "2", "-cluster_time_limit", "100"});
    make_film(folder.file(odd_name), text, {"-f", "mp4"});
    make_film(folder.file("d.gif"), text, {});
    CHECK(recipe_text_of(folder.file("d.gif")) == std::nullopt);
    add_gif_comment(folder.file("d.gif"), text);
    for (const std::string& name : {"a.mp4"s, "b.mp4"s, "c.webm"s, odd_name, "d.gif"s}) {
        CAPTURE(name);
        CHECK(recipe_text_of(folder.file(name)) == text);
        CHECK(may_hold_recipe(folder.file(name)));
    }
    CHECK(read_recipe(folder.file("a.mp4")) == recipe);
    for (const char* name : {"a.mp4", "c.webm"}) {
        CAPTURE(name);
        Bytes bytes = file_bytes(folder.file(name));
        bytes.resize(bytes.size() - bytes.size() / 100);
        put_bytes(folder.file("part"), bytes);
        CHECK(recipe_text_of(folder.file("part")) == text);
    }
    make_film(folder.file("e.mp4"), "made on a Sunday", {});
    CHECK(recipe_text_of(folder.file("e.mp4")) == std::nullopt);
    put_bytes(folder.file("f.mp4"), bytes_of("\0\0\0\x18"
                                             "ftypisom\0\0\0\0 and nothing that is a film"s));
    CHECK(contains(error_of([&] { recipe_text_of(folder.file("f.mp4")); }),
                   "f.mp4: cannot be read: ffprobe says: "));
}

TEST_CASE("a performance is read and written as it is; a preset is none") {
    const TempFolder folder;
    const Recipe recipe = recipe_of(1000);
    const std::string path = folder.file("dance.json");
    write_recipe(recipe, path);
    CHECK(folder.list() == std::vector<std::string>{"dance.json"});
    CHECK(read_recipe(path) == recipe);
    put_bytes(folder.file("preset.json"), bytes_of(preset_text(Preset{})));
    CHECK(recipe_text_of(folder.file("preset.json")) == std::nullopt);
    put_bytes(folder.file("broken.json"), bytes_of(R"({"droplet": "capture", "step": )"));
    CHECK(contains(error_of([&] { read_recipe(folder.file("broken.json")); }),
                   "broken.json: not JSON (wrong at byte"));
    CHECK(contains(error_of([&] { write_recipe(recipe, folder.file("no/such.json")); }), "does not exist"));
}

TEST_CASE("what cannot be read is told, and what is no file holds no recipe") {
    const TempFolder folder;
    CHECK(error_of([&] { recipe_text_of(folder.file("none.png")); }) ==
          folder.file("none.png") + ": there is no such file");
    CHECK(
        contains(error_of([&] { recipe_text_of(folder.path().string()); }), ": is a folder; valid: a file"));
    CHECK(recipe_text_of("/dev/zero") == std::nullopt);
    CHECK(recipe_text_of("-") == std::nullopt);
    put_bytes(folder.file("empty.png"), {});
    CHECK(recipe_text_of(folder.file("empty.png")) == std::nullopt);
    // 65 MB that take no room on the disk.
    const std::string huge = folder.file("huge.json");
    put_bytes(huge, bytes_of(short_recipe));
    std::filesystem::resize_file(huge, (std::size_t{65} << 20));
    CHECK(error_of([&] { recipe_text_of(huge); }) == huge + ": a recipe of more than 64 MB; valid: less");
}

TEST_CASE("a file may hold a recipe by its name, or by its first bytes") {
    const TempFolder folder;
    for (const char* name : {"a.PNG", "a.jpeg", "a.tiff", "a.gif", "a.webm", "dance.json"})
        CHECK(may_hold_recipe(folder.file(name)));
    for (const char* name : {"a.bmp", "a.pfm", "a", ".png.bak"})
        CHECK_FALSE(may_hold_recipe(folder.file(name)));
    put_bytes(folder.file("a"), png_with(itxt(short_recipe)));
    CHECK(may_hold_recipe(folder.file("a")));
    CHECK(recipe_text_of(folder.file("a")) == short_recipe);
    put_bytes(folder.file("b"), bytes_of("PF\n1 1\n-1\n"));
    CHECK_FALSE(may_hold_recipe(folder.file("b")));
    put_bytes(folder.file("b.json"), bytes_of(short_recipe));
    CHECK(may_hold_recipe(folder.file("b")));
    CHECK_FALSE(may_hold_recipe(folder.path().string()));
}

TEST_CASE(
    "of a PNG's texts the recipe is found, compressed or not; damaged and foreign ones are passed over") {
    CHECK(in_png(png_with(itxt(short_recipe))) == short_recipe);
    CHECK(in_png(png_with(png_chunk("iTXt", png_recipe_data(short_recipe)))) == short_recipe);
    CHECK(in_png(png_with(itxt("made on a Sunday"))) == std::nullopt);
    CHECK(in_png(png_with({})) == std::nullopt);
    Bytes wrong = itxt(short_recipe);
    wrong[30] ^= 1;
    CHECK(in_png(png_with(wrong)) == std::nullopt);
    const Bytes right = itxt(short_recipe);
    wrong.insert(wrong.end(), right.begin(), right.end());
    CHECK(in_png(png_with(wrong)) == short_recipe);
    CHECK(in_png(png_with(png_chunk("iTXt", bytes_of("Droplet\0\0\0de\0Tröpfchen\0"s + short_recipe)))) ==
          short_recipe);
    for (const std::string& broken : {"Droplet\0"s, "Droplet\0\1"s, "Droplet\0\1\0\0"s, "Droplet\0\1\0\0\0"s,
                                      "Droplet\0\1\0\0\0xyz"s, "Droplet\0\2\0\0\0"s + short_recipe})
        CHECK(in_png(png_with(png_chunk("iTXt", bytes_of(broken)))) == std::nullopt);
}

TEST_CASE("a short chunk that unpacks to gigabytes is no recipe, and takes no memory") {
    std::string text = short_recipe + std::string(3'000'000, ' ');
    const Bytes bomb = png_with(png_chunk("iTXt", png_recipe_data(text)));
    CHECK(bomb.size() < 10'000);
    CHECK(in_png(bomb, 2'000'000) == std::nullopt);
    CHECK(in_png(bomb, 4'000'000) == text);
    CHECK(in_png(png_with(itxt(short_recipe)), short_recipe.size() - 1) == std::nullopt);
}

TEST_CASE("parts of a JPEG's recipe are joined in their order; where one is missing there is none") {
    const auto jpeg_with = [](const Bytes& segments) {
        Bytes jpeg{0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2};
        jpeg.insert(jpeg.end(), segments.begin(), segments.end());
        jpeg.insert(jpeg.end(), {0xFF, 0xDA, 0, 2});
        return jpeg;
    };
    const std::string text = recipe_text(recipe_of(150'000));
    const Bytes segments = jpeg_recipe_segments(text);
    CHECK(in_jpeg(jpeg_with(segments)) == text);
    CHECK(in_jpeg(jpeg_with(segments), text.size() - 1) == std::nullopt);
    CHECK(in_jpeg(jpeg_with(jpeg_recipe_segments(short_recipe))) == short_recipe);
    CHECK(in_jpeg(jpeg_with(jpeg_recipe_segments(short_recipe + "\0"s))) == short_recipe);
    const std::size_t first = 4 + (segments[2] << 8 | segments[3]) - 2;
    Bytes without_first(segments.begin() + static_cast<std::ptrdiff_t>(first), segments.end());
    CHECK(in_jpeg(jpeg_with(without_first)) == std::nullopt);
    Bytes twice(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(first));
    twice.insert(twice.end(), segments.begin(), segments.end());
    CHECK(in_jpeg(jpeg_with(twice)) == text);
    for (const char* head : {"Droplet ", "Droplet 1/", "Droplet 1/1", "Droplet 0/0\n",
                             "Droplet 99999999999999999999/1\n", "Droplet -1/1\n"})
        CHECK(in_jpeg(jpeg_with(jpeg_recipe_segments(head + short_recipe))) == std::nullopt);
    CHECK(in_jpeg(jpeg_with({0xFF, 0xFE, 0, 1})) == std::nullopt);
}

TEST_CASE("a TIFF's description is found in both byte orders and sizes") {
    for (const bool little : {false, true})
        for (const bool big : {false, true}) {
            CHECK(in_tiff(tiff_of(short_recipe, little, big)) == short_recipe);
            CHECK(in_tiff(tiff_of(short_recipe, little, big), short_recipe.size()) == std::nullopt);
            CHECK(in_tiff(tiff_of("made on a Sunday", little, big)) == std::nullopt);
        }
}

TEST_CASE("files cut off anywhere, or with changed bytes, are read as some recipe or none") {
    std::mt19937 random(17);
    const std::string text = recipe_text(recipe_of(3000));
    Bytes jpeg{0xFF, 0xD8};
    const Bytes segments = jpeg_recipe_segments(text);
    jpeg.insert(jpeg.end(), segments.begin(), segments.end());
    const Bytes png = png_with(png_chunk("iTXt", png_recipe_data(text)));
    for (const Bytes& whole : {png, jpeg, tiff_of(text, true, false), tiff_of(text, false, true)}) {
        const auto read = [&](const Bytes& bytes) {
            int found = 0;
            for (const auto& in : {in_png(bytes), in_jpeg(bytes), in_tiff(bytes)})
                if (in) {
                    CHECK(looks_like_recipe(*in));
                    ++found;
                }
            ByteSource source{std::span<const unsigned char>(bytes)};
            return found + (gif_recipe_text(source, 1000) ? 1 : 0);
        };
        CHECK(read(whole) == 1);
        // The last part of a PNG is behind the text.
        for (std::size_t length = 0; length + 14 < whole.size(); length += 7)
            CHECK(read(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length))) == 0);
        for (int i = 0; i < 500; ++i) {
            Bytes changed = whole;
            for (int n = 0; n < 3; ++n)
                changed[random() % std::min<std::size_t>(changed.size(), 60)] =
                    static_cast<unsigned char>(random());
            fix_png_checksums(changed);
            read(changed);
        }
    }
}

TEST_CASE("checksums are SHA-256, of bytes and of files alike") {
    const TempFolder folder;
    CHECK(checksum({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const Bytes abc{'a', 'b', 'c'};
    CHECK(checksum(abc) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // FIPS 180-4's third example.
    const Bytes million(1'000'000, 'a');
    CHECK(checksum(million) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    for (const Bytes& bytes : {Bytes{}, abc, million, Bytes(65'536, 7)}) {
        put_bytes(folder.file("x"), bytes);
        CHECK(file_checksum(folder.file("x")) == checksum(bytes));
    }
    CHECK(contains(error_of([&] { file_checksum(folder.file("y")); }), "there is no such file"));
    CHECK(contains(error_of([&] { file_checksum(folder.path().string()); }), "is a folder"));
    CHECK(contains(error_of([&] { file_checksum("/dev/zero"); }), "is a device or a pipe"));
}
