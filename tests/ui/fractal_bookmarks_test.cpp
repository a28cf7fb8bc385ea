#include "ui/fractal_bookmarks.h"

#include <doctest/doctest.h>

#include <fstream>

#include "media/image_io.h"
#include "model/error.h"
#include "ui/fractal_explorer.h"
#include "ui/temporary_folder.h"

using namespace droplet;

namespace {

Preset fractal_at(const FractalPlace& place) {
    Preset preset;
    preset.source = Source::fractal;
    preset.formula = "z^3 + c";
    preset.fractal.exponent = -3;
    set_place(preset.fractal, place);
    return preset;
}

const FractalPlace deep{Precise(-0.74364388703715870, 4.752191506114774e-18), Precise(0.125, 1e-19), 3e-24};

}  // namespace

TEST_CASE("A place is the same after it was written as a text and read, to its last digit") {
    for (const FractalPlace& place : {deep, FractalPlace{0.0, -2.5, 4e-3}, {1e-3, 1e-9, 1e-30}})
        CHECK(parse_place(place_text(place)) == place);
    CHECK(parse_place(" -0.5,\n0.25;  1e-5\n") == FractalPlace{-0.5, 0.25, 1e-5});
}

TEST_CASE("What is no place is refused in one line that says what is valid") {
    for (const char* text :
         {"", "1 2", "1 2 3 4", "1 x 1e-3", "1 2 0", "1 2 -1e-3", "1 2 nan", "2000 0 1e-3"}) {
        CAPTURE(text);
        try {
            static_cast<void>(parse_place(text));
            FAIL("taken");
        } catch (const Error& error) {
            CHECK(std::string(error.what()).find("valid") != std::string::npos);
            CHECK(std::string(error.what()).find('\n') == std::string::npos);
        }
    }
}

TEST_CASE("Bookmarks are there again after a restart, with their fractal, name and picture") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "data" / "places.json";
    Image picture({600, 300}, 3);
    for (int y = 0; y < 300; ++y) std::fill_n(picture.plane(1).row(y), 600, 0.5f);
    {
        FractalBookmarks bookmarks(file);
        CHECK(bookmarks.load().empty());
        bookmarks.add("First", fractal_at(deep), picture);
        bookmarks.add("Second", fractal_at({0.0, 1.0, 1e-3}), {});
        bookmarks.rename(1, "Sekunde “2” \\ \"quoted\"");
    }
    FractalBookmarks again(file);
    CHECK(again.load().empty());
    REQUIRE(again.all().size() == 2);
    CHECK(again.all()[0].name == "First");
    CHECK(again.all()[0].preset.fractal == fractal_at(deep).fractal);
    CHECK(again.all()[0].preset.formula == "z^3 + c");
    CHECK(again.all()[1].name == "Sekunde “2” \\ \"quoted\"");
    CHECK(again.all()[1].picture.empty());
    const Image kept = read_image(again.all()[0].picture.string());
    CHECK(kept.size() == Size{256, 128});
    CHECK(kept.plane(1).row(64)[128] == doctest::Approx(0.5).epsilon(0.01));

    const auto kept_file = again.all()[0].picture;
    again.remove(0);
    CHECK(again.all().size() == 1);
    CHECK_FALSE(std::filesystem::exists(kept_file));
    FractalBookmarks third(file);
    CHECK(third.load().empty());
    CHECK(third.all().size() == 1);
}

TEST_CASE("A broken file of places is set aside, named, and what can be read of it is kept") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "places.json";
    const auto written = [&](const std::string& text) {
        std::ofstream(file) << text;
        FractalBookmarks bookmarks(file);
        const auto messages = bookmarks.load();
        REQUIRE_FALSE(messages.empty());
        CHECK(messages.back().find("set aside as places.json.broken-") != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(file));
        return bookmarks.all().size();
    };
    CHECK(written("") == 0);
    CHECK(written("{\"droplet\": \"pla") == 0);
    CHECK(written("[1, 2]") == 0);
    CHECK(written("{\"droplet\": \"preset\"}") == 0);
    CHECK(written("{\"droplet\": \"places\", \"places\": [{\"name\": \"x\", \"picture\": \"../x.png\", "
                  "\"preset\": {\"droplet\": \"preset\"}}, {\"name\": \"good\", \"picture\": \"\", "
                  "\"preset\": {\"droplet\": \"preset\", \"source\": \"fractal\"}}, 7]}") == 1);
}

TEST_CASE("Where bookmarks cannot be written, nothing has changed and the reason is told") {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    FractalBookmarks bookmarks(folder.path() / "file" / "places.json");
    CHECK_THROWS_AS(bookmarks.add("x", fractal_at(deep), {}), Error);
    CHECK(bookmarks.all().empty());
}

TEST_CASE("Every known place is valid and of the recurrence that it is said to be of") {
    for (const FractalBookmark& place : known_places()) {
        CAPTURE(place.name);
        CHECK_NOTHROW(check(place.preset.fractal, "fractal"));
        CHECK(parse_place(place_text(place_of(place.preset.fractal))) == place_of(place.preset.fractal));
    }
    Preset other = known_places()[0].preset;
    CHECK(same_fractal(other, known_places()[0].preset));
    set_place(other.fractal, deep);
    CHECK(same_fractal(other, known_places()[0].preset));
    other.fractal.iterations += 1;
    CHECK_FALSE(same_fractal(other, known_places()[0].preset));
}
