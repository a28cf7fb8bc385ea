#include "ui/thumbnails.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "media/image_io.h"
#include "ui/temporary_folder.h"

using namespace droplet;
namespace fs = std::filesystem;

namespace {

Image filled(Size size, int channels, float value, bool has_alpha = false) {
    Image image(size, channels, has_alpha);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) image.plane(c).row(y)[x] = value;
    return image;
}

FileVersion version(const fs::path& path) {
    return {path, 1, fs::exists(path) ? fs::file_size(path) : 0};
}

std::vector<LoadedThumbnail> load(ThumbnailLoader& loader, std::vector<FileVersion> files) {
    loader.want(std::move(files));
    loader.wait();
    return loader.take();
}

}  // namespace

TEST_CASE("a thumbnail fits into its square, keeps the proportions, and never enlarges") {
    const auto size = [](Size from, int longest) { return make_thumbnail(filled(from, 1, 0), longest).size; };
    CHECK(size({640, 480}, 320) == Size{320, 240});
    CHECK(size({257, 89}, 64) == Size{64, 22});
    CHECK(size({89, 257}, 64) == Size{22, 64});
    CHECK(size({1, 1}, 64) == Size{1, 1});
    CHECK(size({64, 3}, 64) == Size{64, 3});
    CHECK(size({4000, 1}, 64) == Size{64, 1});
}

TEST_CASE("every pixel of a constant picture stays what it is, in any size and for one or three channels") {
    for (const Size from : {Size{1, 1}, Size{1, 301}, Size{257, 89}, Size{640, 480}})
        for (const int channels : {1, 3}) {
            const Thumbnail thumbnail = make_thumbnail(filled(from, channels, 0.2f), 100);
            REQUIRE(thumbnail.rgba.size() == static_cast<std::size_t>(thumbnail.size.area()) * 4);
            CHECK(thumbnail.original == from);
            for (std::size_t i = 0; i < thumbnail.rgba.size(); ++i)
                CHECK(thumbnail.rgba[i] == (i % 4 == 3 ? 255 : 51));
        }
}

TEST_CASE("a thumbnail averages what it leaves out, and values beyond [0, 1] are clamped first") {
    Image image = filled({4, 2}, 1, 0);
    image.plane(0).row(0)[0] = 100.0f;
    image.plane(0).row(1)[1] = 1.0f;
    image.plane(0).row(0)[3] = -5.0f;
    const Thumbnail thumbnail = make_thumbnail(image, 2);
    CHECK(thumbnail.size == Size{2, 1});
    CHECK(thumbnail.rgba[0] == 128);
    CHECK(thumbnail.rgba[4] == 0);
}

TEST_CASE("what is transparent does not bleed into the colours beside it") {
    Image image = filled({2, 2}, 3, 1.0f, true);
    for (int y = 0; y < 2; ++y) {
        image.alpha().row(y)[0] = 1.0f;
        for (int c = 0; c < 3; ++c) image.plane(c).row(y)[1] = 0.0f;  // black, and invisible
    }
    const Thumbnail thumbnail = make_thumbnail(image, 1);
    CHECK(thumbnail.rgba == std::vector<std::uint8_t>{255, 255, 255, 128});
}

TEST_CASE("files become thumbnails in the order of their urgency") {
    const TemporaryFolder folder;
    std::vector<FileVersion> files;
    for (const char* name : {"a.png", "b.pfm", "c.jpg"}) {
        write_image(filled({40, 30}, 3, 0.5f), (folder.path() / name).string());
        files.push_back(version(folder.path() / name));
    }
    ThumbnailLoader loader;
    const auto loaded = load(loader, files);
    REQUIRE(loaded.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(loaded[i].file == files[i]);
        CHECK(loaded[i].error.empty());
        CHECK(loaded[i].thumbnail.size == Size{40, 30});
    }
}

TEST_CASE(
    "a broken, missing or too large file gives one line instead of a thumbnail, and the next is loaded") {
    const TemporaryFolder folder;
    const fs::path good = folder.path() / "good.png", cut = folder.path() / "cut.png";
    write_image(filled({40, 30}, 3, 0.5f), good.string());
    folder.write("cut.png", file_text(good).substr(0, 60));
    FileVersion huge = version(good);
    huge.bytes = ThumbnailLoader::max_file_bytes + 1;
    const std::vector<FileVersion> files{version(cut),
                                         version(folder.write("empty.png", "")),
                                         version(folder.write("text.png", "not a picture")),
                                         version(folder.path() / "missing.png"),
                                         huge,
                                         version(good)};
    ThumbnailLoader loader;
    const auto loaded = load(loader, files);
    REQUIRE(loaded.size() == files.size());
    for (std::size_t i = 0; i + 1 < loaded.size(); ++i) {
        CHECK(!loaded[i].error.empty());
        CHECK(loaded[i].error.find('\n') == std::string::npos);
        CHECK(loaded[i].thumbnail.rgba.empty());
    }
    CHECK(loaded.back().error.empty());
}

TEST_CASE("what is not wanted any more is cancelled, and what is asked for twice is loaded once") {
    const TemporaryFolder folder;
    write_image(filled({300, 300}, 3, 0.5f), (folder.path() / "0.png").string());
    std::vector<FileVersion> many;
    for (int i = 0; i < 100; ++i) {
        const fs::path path = folder.path() / (std::to_string(i) + ".png");
        if (i > 0) fs::copy_file(folder.path() / "0.png", path);
        many.push_back(version(path));
    }
    ThumbnailLoader loader;
    loader.want(many);
    const FileVersion last = many.back();
    auto loaded = load(loader, {last});
    CHECK(loaded.size() < many.size());
    CHECK(std::count_if(loaded.begin(), loaded.end(), [&](const auto& l) { return l.file == last; }) == 1);
    loader.want({many[1]});
    loaded = load(loader, {many[1]});
    CHECK(loaded.size() == 1);
}
