#include <doctest/doctest.h>

#include "media/capture_file.h"
#include "media/capture_source.h"
#include "media/image_io.h"
#include "media/source_picture.h"
#include "media/test_picture.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Image picture(float value) {
    Image image({4, 3}, 1);
    for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 4; ++x) image.plane(0).row(y)[x] = value + static_cast<float>(x) / 10;
    return image;
}

SourceReference reference(SourceKind kind, const std::string& path = {}, const std::string& checksum = {}) {
    SourceReference made;
    made.kind = kind;
    made.path = path;
    made.checksum = checksum;
    return made;
}

/// Of a picture in `folder`, as it is now.
Recipe recipe_of(const std::string& path) {
    Recipe recipe;
    recipe.run.source = reference(SourceKind::picture, path, file_checksum(path));
    return recipe;
}

float first_value(const CaptureSource& source) {
    return source.image->plane(0).row(0)[0];
}

}  // namespace

TEST_CASE("A capture's source is the file at its path while that has the bytes of then") {
    const TempFolder folder, captures;
    write_image(picture(0.25f), folder.file("a.pfm"));
    const Recipe recipe = recipe_of(folder.file("a.pfm"));
    write_image(picture(0.5f), captures.file("a.pfm"));
    const CaptureSource source = find_capture_source(recipe, captures.path() / "still.png");
    CHECK(source.reference.path == folder.file("a.pfm"));
    CHECK(source.notice.empty());
    CHECK(first_value(source) == 0.25f);
}

TEST_CASE("A source that was moved beside its capture is found there, and known by its bytes") {
    const TempFolder folder, captures;
    write_image(picture(0.25f), folder.file("a.pfm"));
    const Recipe recipe = recipe_of(folder.file("a.pfm"));
    std::filesystem::rename(folder.file("a.pfm"), captures.file("a.pfm"));
    SUBCASE("where nothing else has its name") {}
    SUBCASE("where another file has its place") {
        write_image(picture(0.5f), folder.file("a.pfm"));
    }
    const CaptureSource source = find_capture_source(recipe, captures.path() / "still.png");
    CHECK(source.reference.path == captures.file("a.pfm"));
    CHECK(source.notice.empty());
    CHECK(first_value(source) == 0.25f);
}

TEST_CASE("A source that has changed is taken, with a notice") {
    const TempFolder folder;
    write_image(picture(0.25f), folder.file("a.pfm"));
    const Recipe recipe = recipe_of(folder.file("a.pfm"));
    write_image(picture(0.5f), folder.file("a.pfm"));
    const CaptureSource source = find_capture_source(recipe, folder.path() / "still.png");
    CHECK(first_value(source) == 0.5f);
    CHECK(source.notice == folder.file("a.pfm") + " is another file than then: the picture will differ");
}

TEST_CASE("A source is normalized as it was then") {
    const TempFolder folder;
    write_image(picture(0.25f), folder.file("a.pfm"));
    Recipe recipe = recipe_of(folder.file("a.pfm"));
    recipe.run.source.normalized = true;
    const CaptureSource source = find_capture_source(recipe, folder.path() / "still.png");
    CHECK(first_value(source) == 0.0f);
    CHECK(source.image->plane(0).row(0)[3] == 1.0f);
}

TEST_CASE("A source that is missing, or cannot be had again, is named") {
    const TempFolder folder;
    const auto error = [&](const Recipe& recipe) {
        return error_of([&] { static_cast<void>(find_capture_source(recipe, folder.path() / "still.png")); });
    };
    Recipe recipe;
    recipe.run.source = reference(SourceKind::picture, "/nowhere/a.png", "00");
    CHECK(error(recipe) ==
          "a.png: what still.png was made from is missing; valid: at /nowhere/a.png, or beside it");
    recipe.run.source = reference(SourceKind::camera, "/dev/video0");
    CHECK(error(recipe).find("was made from a camera, which cannot be had again") != std::string::npos);
    recipe.run.source = {};
    CHECK(error(recipe).find("was made from standard input") != std::string::npos);
}

TEST_CASE("The test picture and a fractal need no file") {
    Recipe recipe;
    recipe.run.source.kind = SourceKind::fractal;
    CHECK_FALSE(find_capture_source(recipe, "/x/still.png").image);
    recipe.run.source.kind = SourceKind::test_picture;
    const CaptureSource source = find_capture_source(recipe, "/x/still.png");
    CHECK(source.reference.path.empty());
    CHECK(source.image->size() == make_test_picture().size());
}

TEST_CASE(
    "A picture whose name has a percent sign is looked for as any other, the pattern of a video is not") {
    const TempFolder folder, captures;
    write_image(picture(0.25f), captures.file("a50%d.pfm"));
    const SourceReference gone = reference(SourceKind::picture, folder.file("a50%d.pfm"));
    const auto found = find_source_file(gone, captures.path() / "still.png");
    REQUIRE(found.has_value());
    CHECK(found->path == captures.file("a50%d.pfm"));
    const auto pattern =
        find_source_file(reference(SourceKind::video, folder.file("a%d.png")), "/x/still.png");
    REQUIRE(pattern.has_value());
    CHECK(pattern->path == folder.file("a%d.png"));
    CHECK(pattern->same);
}

TEST_CASE("A capture is no source of its own") {
    const TempFolder folder;
    write_image(picture(0.25f), folder.file("a.pfm"));
    const Recipe recipe = recipe_of(folder.file("a.pfm"));
    CHECK(error_of([&] {
              static_cast<void>(find_capture_source(recipe, folder.file("a.pfm")));
          }).find("is missing") != std::string::npos);
}
