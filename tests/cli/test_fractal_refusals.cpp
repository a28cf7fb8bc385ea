#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "cli/commands.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

const TemporaryFolder& place() {
    static const TemporaryFolder folder;
    return folder;
}

/// How `droplet fractal` refuses a small picture; no OUT is left.
std::string refused(const Names& more, int status = 2, const std::string& out = "out.png") {
    Names arguments{"fractal", "-o", place() / out, "--width", "8", "--height", "6"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Names before = place().names();
    const std::string line = refusal(arguments, status);
    CHECK(place().names() == before);
    return line;
}
std::string refused_size(const std::string& width, const std::string& height,
                         const std::string& out = "out.png", int status = 2) {
    const std::string line =
        refusal({"fractal", "-o", place() / out, "--width", width, "--height", height}, status);
    CHECK(place().names().empty());
    return line;
}

}  // namespace

TEST_CASE("what a picture needs is asked for") {
    CHECK(refusal({"fractal"}, 2).starts_with("-o: is missing; valid: a file .png .tif .jpg .pfm"));
    CHECK(refusal({"fractal", "-o", place() / "a.png", "--width", "5"}, 2) ==
          "--height: is missing; valid: 1 to 1000000");
    CHECK(refusal({"fractal", "-o", place() / "a.png", "--height", "5"}, 2) ==
          "--width: is missing; valid: 1 to 1000000");
    CHECK(refusal({"fractal", "picture.png", "-o", place() / "a.png"}, 2) ==
          "picture.png: is too much; valid: droplet fractal -o OUT --width W --height H");
}

TEST_CASE("sizes that are none, and those that a format cannot hold, are refused") {
    CHECK(refused_size("0", "6") == "--width: 0 is out of range; valid: 1 to 1000000");
    CHECK(refused_size("8", "-1") == "--height: -1 is out of range; valid: 1 to 1000000");
    CHECK(refused_size("1000001", "6") == "--width: 1000001 is out of range; valid: 1 to 1000000");
    CHECK(refused_size("99999999999", "6").starts_with("--width: '99999999999' is not valid"));
    CHECK(refused_size("70000", "6", "a.jpg", 1)
              .ends_with("70000 x 6 pixels do not fit in a JPEG; valid: up to 65535 a side"));
    CHECK(refused_size("8", "6", "a.bmp")
              .ends_with("'.bmp' is not a format for a still; valid: .png, .jpg, .jpeg, "
                         ".tif, .tiff, .pfm"));
}

TEST_CASE("numbers that are none, or out of range, are refused by their flag") {
    for (const char* scale : {"0", "-1", "nan", "inf", "1e-31", "11"}) {
        CAPTURE(scale);
        CHECK(refused({"--scale", scale}).ends_with("is out of range; valid: 1e-30 to 10"));
    }
    CHECK(refused({"--scale", "small"}) == "--scale: 'small' is not valid; valid: 1e-30 to 10");
    CHECK(refused({"--center-x", "nan"}) == "--center-x: 'nan' is not valid; valid: -1000 to 1000");
    CHECK(refused({"--center-y", "1000.0000000000000000000000001"})
              .starts_with("--center-y: 1000.0000000000000000000000001"
                           " is out of range"));
    CHECK(refused({"--center-x", std::string(100'000, '7')}).ends_with("is not valid; valid: -1000 to 1000"));
    CHECK(refused({"--iterations", "0"}) == "--iterations: 0 is out of range; valid: 1 to 10000");
    CHECK(refused({"--samples", "17"}) == "--samples: 17 is out of range; valid: 1 to 16");
    CHECK(refused({"--coloring", "counts"})
              .starts_with("--coloring: 'counts' is not valid; valid: count, escape"));
}

TEST_CASE("an exponent of 0, and one that is not whole where it has to be, are refused") {
    CHECK(refused({"--exponent", "0"}) == "--exponent: 0 is no exponent; valid: -12 to 12 except 0");
    CHECK(refused({"--exponent", "2.5"}) ==
          "--exponent: 2.5 is not whole; valid: whole numbers, or any with real-exponent");
    CHECK(refused({"--exponent", "13"}) == "--exponent: 13 is out of range; valid: -12 to 12");
    write_text(place() / "p.json", R"({"droplet": "preset", "version": 1, "fractal": {"exponent": 0}})");
    const std::string line = refused({"--preset", place() / "p.json"});
    CHECK(line == place() / "p.json" + ": fractal.exponent: 0 is no exponent; valid: -12 to 12 except 0");
    std::filesystem::remove(place() / "p.json");
}

TEST_CASE("a palette that is no name and no file is refused with the nearest name") {
    CHECK(refused({"--palette", "ocaen"}) ==
          "--palette: 'ocaen' is no palette and no file; nearest: ocean, or a file");
    CHECK(refused({"--palette", "custom"}).starts_with("--palette: there is no custom palette; "));
    CHECK(refused({"--palette", ""}).starts_with("--palette: is empty; "));
    CHECK(refused({"--palette", place() / "none.map"}, 1).starts_with(place() / "none.map"));
}

TEST_CASE("a mistake in a formula is told in one line, by its column") {
    CHECK(refused({"--formula", "z^2 + * c"}).starts_with("--formula: column 7: "));
    CHECK(refused({"--formula", "\u03c0\u03c0 + ?"}).starts_with("--formula: column 6: "));
    CHECK(refused({"--formula", ""}).starts_with("--formula: column 1: "));
    CHECK(refused({"--formula", "foo(z)"}).starts_with("--formula: column 1: "));
    CHECK(refused({"--formula", "z +"}).starts_with("--formula: column "));
    CHECK(refused({"--formula", "z\n+ &"}).starts_with("--formula: column 5: "));
    CHECK(refused({"--formula", std::string(100'000, '(')}).starts_with("--formula: column "));
    CHECK(refused({"--formula", std::string(200, '(') + "z" + std::string(200, ')')})
              .starts_with("--formula: column "));
    CHECK(refused({"--formula", "z", "--recurrence", "power"}) ==
          "--formula: the recurrence is power; valid with --recurrence formula");
    CHECK(refused({"--formula", "conj(z)^2 + c", "--coloring", "distance"})
              .starts_with("--coloring: distance takes "));
    write_text(
        place() / "p.json",
        R"({"droplet": "preset", "version": 1, "formula": "z ^", "fractal": {"recurrence": "formula"}})");
    CHECK(refused({"--preset", place() / "p.json"}).starts_with(place() / "p.json: formula: column "));
    std::filesystem::remove(place() / "p.json");
}

TEST_CASE("a flag that would change nothing is refused, with where it would") {
    CHECK(refused({"--julia-re", "1"}) == "--julia-re: c is the pixel; valid with --julia");
    CHECK(refused({"--julia", "--start-power", "2"}).ends_with("valid with --no-julia"));
    CHECK(refused({"--start-re", "1"}).ends_with("valid with --start constant"));
    CHECK(refused({"--start", "constant", "--start-factor", "2"}).ends_with("valid with --start power"));
    CHECK(refused({"--trap-re", "1"}).ends_with("valid with --coloring trap"));
    CHECK(refused({"--coloring", "trap", "--trap-size", "1"}).ends_with("valid with --trap circle"));
    CHECK(refused({"--formula", "z^2 + c", "--exponent", "3"}).ends_with("valid with --recurrence power"));
    CHECK(refused({"--normalize"}).starts_with("--normalize: "));
    CHECK(refused({"--seconds", "1"}).starts_with("--seconds: nothing moves; "));
    CHECK(
        refused({"--frames", "3"}).ends_with("is one still; valid with .mp4, .webm, .gif or frame-%05d.png"));
    CHECK(refused({"--bit-depth", "16"}, 2, "out.jpg").ends_with("is no PNG; valid with .png and .tif"));
    CHECK(refused({"--feed", "mix"}).starts_with("--feed: is no flag of droplet fractal; "));
}

TEST_CASE("a film needs something that moves") {
    for (const char* out : {"a.mp4", "a.webm", "a.gif", "f%03d.png"})
        CHECK(refused({}, 2, out)
                  .ends_with("is of many pictures, and nothing moves; valid: a still, a --preset that is "
                             "animated, or --palette-speed"));
}

TEST_CASE("presets without a fractal are refused by name, files that cannot be read by theirs") {
    CHECK(refused({"--preset", "nothing-like-that"})
              .starts_with("--preset: 'nothing-like-that' is no file and no"));
    CHECK(refused({"--preset", place() / "none.json"}, 1).starts_with(place() / "none.json"));
}

TEST_CASE("a full disk, and a place that cannot be written, are told in one line") {
    const TemporaryFolder folder;
    for (const std::string name : {"full.png", "full.tif", "full.jpg", "full.pfm"}) {
        std::filesystem::create_symlink("/dev/full", folder / name);
        const std::string line =
            refusal({"fractal", "-o", folder / name, "--width", "400", "--height", "300"}, 1);
        CHECK(line == folder / name + ": cannot be written: the disk is full");
    }
    CHECK(refusal({"fractal", "-o", folder / "none/a.png", "--width", "4", "--height", "3"}, 1)
              .ends_with("does not exist"));
}
