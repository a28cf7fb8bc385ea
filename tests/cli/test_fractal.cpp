#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/fractals.h"
#include "media/image_io.h"
#include "media/preset_file.h"
#include "model/builtin_presets.h"
#include "model/fractal_animation.h"
#include "tests/media/read_tiff.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

/// Roundings of integers, and of what is between float and double.
constexpr double eight_bits = 0.5 / 255 + 1e-6, sixteen_bits = 0.5 / 65535 + 1e-6;

Preset small_fractal() {
    Preset preset;
    preset.source = Source::fractal;
    preset.fractal.scale = 0.03;
    preset.fractal.iterations = 20;
    return preset;
}
const Names small_flags{"--scale", "0.03", "--iterations", "20"};

}  // namespace

TEST_CASE("the counts of the golden pictures come out exactly") {
    const TemporaryFolder folder;
    for (const char* name : {"fractal.json", "fractal_n3.json"}) {
        CAPTURE(name);
        std::ifstream file(std::string(DROPLET_GOLDEN_DIR "/") + name);
        const nlohmann::json golden = nlohmann::json::parse(file);
        const Size size{golden.at("width"), golden.at("height")};
        const auto number = [&](const nlohmann::json& value) {
            return fmt::format("{}", value.get<double>());
        };
        const Outcome outcome =
            draw(folder / "out.pfm", size,
                 {"--center-x", number(golden.at("center")[0]), "--center-y", number(golden.at("center")[1]),
                  "--scale", number(golden.at("scale")), "--iterations", number(golden.at("iterations")),
                  "--radius", number(golden.at("radius")), "--exponent", number(golden.at("exponent")),
                  "--coefficient-re", number(golden.at("coefficient")[0]), "--coefficient-im",
                  number(golden.at("coefficient")[1]), "--precision", "float64"});
        CHECK(outcome.status == 0);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.empty());
        const Image out = read_image(folder / "out.pfm");
        REQUIRE(out.size() == size);
        REQUIRE(out.channels() == 1);
        int different = 0;
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                different += out.plane(0).row(y)[x] !=
                             golden.at("counts")[static_cast<std::size_t>(y * size.width + x)].get<float>();
        CHECK(different == 0);
    }
    CHECK(folder.names() == Names{"out.pfm", "out.pfm.json"});
}

TEST_CASE("a picture made in bands has the bits of the whole one, colours and values") {
    const TemporaryFolder folder;
    const Size size{40, 120'000};  // 4.8 million pixels: three bands
    Preset preset = small_fractal();
    preset.fractal.scale = 4e-5;
    preset.fractal.iterations = 4;
    const Names flags{"--scale", "4e-5", "--iterations", "4"};
    const Drawn whole = drawn_whole(preset, size);
    REQUIRE(draw(folder / "out.pfm", size, flags).status == 0);
    CHECK(largest_difference(read_image(folder / "out.pfm"), whole.values) == 0);
    REQUIRE(draw(folder / "out.png", size, flags).status == 0);
    write_image(whole.colors, folder / "whole.png");
    CHECK(largest_difference(read_image(folder / "out.png"), read_image(folder / "whole.png")) == 0);
    REQUIRE(draw(folder / "out.tif", size, flags).status == 0);
    CHECK(largest_difference(read_tiff(folder / "out.tif", 8), read_image(folder / "whole.png")) == 0);
}

TEST_CASE("memory does not grow with the picture's height") {
    const TemporaryFolder folder;
    for (const std::string name : {"out.png", "out.tif"}) {
        const auto peak_kb = [&](int height) {
            const Outcome outcome =
                draw(folder / name, {256, height}, {"--iterations", "1", "--threads", "2"});
            REQUIRE(outcome.status == 0);
            return outcome.peak_kb;
        };
        const long low = peak_kb(17'000);  // two bands
        // The allocator keeps some more of what is freed; the whole picture would take 1.7 GB.
        CHECK(peak_kb(140'000) < 3 * low);
    }
}

TEST_CASE("the same file for any number of threads") {
    const TemporaryFolder folder;
    Names flags{"--coloring", "escape", "--samples", "3", "--threads", ""};
    flags.insert(flags.end(), small_flags.begin(), small_flags.end());
    for (const std::string extension : {".png", ".tif", ".jpg", ".pfm"}) {
        CAPTURE(extension);
        const auto made = [&](const std::string& threads) {
            flags[5] = threads;
            const std::string path = folder / ("out" + extension);
            REQUIRE(draw(path, {301, 211}, flags).status == 0);
            return read_text(path);
        };
        const std::string one = made("1");
        CHECK(made("2") == one);
        CHECK(made("5") == one);
    }
}

TEST_CASE("16 bits keep 16 bits, in a PNG and in a TIFF") {
    const TemporaryFolder folder;
    Names flags = small_flags;
    flags.insert(flags.end(), {"--bit-depth", "16", "--palette", "viridis", "--coloring", "trap"});
    Preset preset = small_fractal();
    preset.fractal.palette = PaletteName::viridis;
    preset.fractal.coloring = Coloring::trap;
    const Size size{90, 70};
    const Image colors = drawn_whole(preset, size).colors;
    REQUIRE(draw(folder / "out.png", size, flags).status == 0);
    CHECK(largest_difference(read_image(folder / "out.png"), colors) < sixteen_bits);
    REQUIRE(draw(folder / "out.tiff", size, flags).status == 0);
    CHECK(largest_difference(read_tiff(folder / "out.tiff", 16), colors) < sixteen_bits);
}

TEST_CASE("flags, and a preset's file with the same, make the same picture; flags come after it") {
    const TemporaryFolder folder;
    Preset preset = small_fractal();
    FractalParams& p = preset.fractal;
    p.center_x = 0.25;
    p.center_y = -0.125;
    p.exponent = 2.5f;
    p.real_exponent = true;
    p.coefficient_re = 0.25;
    p.julia = true;
    p.julia_re = 0.5;
    p.radius = 3;
    p.coloring = Coloring::escape;
    p.palette = PaletteName::ember;
    p.palette_density = 2;
    p.samples = 2;
    const Size size{60, 50};
    write_preset(preset, folder / "preset.json");
    REQUIRE(draw(folder / "preset.png", size, {"--preset", folder / "preset.json"}).status == 0);
    Names flags = small_flags;
    flags.insert(flags.end(), {"--center-x", "0.25",    "--center-y",        "-0.125",
                               "--exponent", "2.5",     "--real-exponent",   "--coefficient-re",
                               "0.25",       "--julia", "--julia-re",        "0.5",
                               "--radius",   "3",       "--coloring",        "escape",
                               "--palette",  "ember",   "--palette-density", "2",
                               "--samples",  "2"});
    REQUIRE(draw(folder / "flags.png", size, flags).status == 0);
    const std::string expected = read_text(folder / "preset.png");
    CHECK(read_text(folder / "flags.png") == expected);
    CHECK(largest_difference(read_image(folder / "flags.png"), drawn_whole(preset, size).colors) <
          eight_bits);
    REQUIRE(draw(folder / "after.png", size, {"--preset", folder / "preset.json", "--no-julia"}).status == 0);
    CHECK(read_text(folder / "after.png") != expected);
}

TEST_CASE("a typed formula is the recurrence, and the built-in one when it says the same") {
    const TemporaryFolder folder;
    const Size size{60, 50};
    Names flags = small_flags;
    flags.insert(flags.end(), {"--precision", "float64", "--formula", "-i/(pi*z^7) + c"});
    REQUIRE(draw(folder / "formula.pfm", size, flags).status == 0);
    Preset preset = small_fractal();
    preset.fractal.precision = Precision::float64;
    const Image builtin = drawn_whole(preset, size).values;
    const Image formula = read_image(folder / "formula.pfm");
    int different = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            different += formula.plane(0).row(y)[x] != builtin.plane(0).row(y)[x];
    CHECK(different < 60);  // of 3000: points of the border, where the last bits decide
    flags.back() = "z^2 + c";
    REQUIRE(draw(folder / "mandelbrot.pfm", size, flags).status == 0);
    CHECK(read_text(folder / "mandelbrot.pfm") != read_text(folder / "formula.pfm"));
}

TEST_CASE("all 32 digits of a center count") {
    const TemporaryFolder folder;
    const Size size{48, 40};
    const std::string x = "0.73189271038124310924713208974103", y = "0.21347091823740912837409182374091";
    Preset preset;
    preset.source = Source::fractal;
    preset.fractal.center_x = *parse_precise(x);
    preset.fractal.center_y = *parse_precise(y);
    preset.fractal.scale = 1e-26;
    preset.fractal.coloring = Coloring::angle;
    preset.fractal.iterations = 60;
    const Names flags{"--center-x", x,       "--center-y",   y,   "--scale", "1e-26",
                      "--coloring", "angle", "--iterations", "60"};
    REQUIRE(draw(folder / "out.pfm", size, flags).status == 0);
    CHECK(largest_difference(read_image(folder / "out.pfm"), drawn_whole(preset, size).values) == 0);
}

TEST_CASE("a palette comes from a file too") {
    const TemporaryFolder folder;
    std::string map;
    for (int i = 0; i < 64; ++i) map += fmt::format("{} {} {}\n", 4 * i, 255 - 3 * i, 7);
    write_text(folder / "my.map", map);
    Names flags = small_flags;
    flags.insert(flags.end(), {"--palette", folder / "my.map"});
    REQUIRE(draw(folder / "out.png", {60, 50}, flags).status == 0);
    const Image out = read_image(folder / "out.png");
    int of_palette = 0, inside = 0;
    for (int y = 0; y < out.height(); ++y)
        for (int x = 0; x < out.width(); ++x) {
            of_palette += std::abs(out.plane(2).row(y)[x] * 255 - 7) < 0.6f;
            inside += out.plane(2).row(y)[x] == 1.0f;
        }
    CHECK(of_palette > 300);
    CHECK(of_palette + inside == 3000);
}

TEST_CASE("an animated preset gives numbered stills of its moments, and a film") {
    const TemporaryFolder folder;
    Preset preset = small_fractal();
    preset.animation = one_iteration_a_frame(6, 25);
    write_preset(preset, folder / "preset.json");
    const Size size{40, 30};
    REQUIRE(
        draw(folder / "f%02d.pfm", size, {"--preset", folder / "preset.json", "--fps", "25", "--frames", "4"})
            .status == 0);
    CHECK(folder.names() == Names{"f00.pfm", "f00.pfm.json", "f01.pfm", "f01.pfm.json", "f02.pfm",
                                  "f02.pfm.json", "f03.pfm", "f03.pfm.json", "preset.json"});
    for (int frame = 0; frame < 4; ++frame) {
        CAPTURE(frame);
        const Image values = read_image(folder / fmt::format("f{:02}.pfm", frame));
        CHECK(largest_difference(values, drawn_whole(preset, size, frame / 25.0).values) == 0);
    }
    REQUIRE(
        draw(folder / "still.pfm", size, {"--preset", folder / "preset.json", "--seconds", "0.12"}).status ==
        0);
    CHECK(read_text(folder / "still.pfm") == read_text(folder / "f03.pfm"));
    REQUIRE(draw(folder / "all%d.png", size, {"--preset", folder / "preset.json", "--fps", "25"}).status ==
            0);
    CHECK(read_text(folder / "all5.png") != "");  // a whole round is six frames
    CHECK(read_text(folder / "all6.png") == "");
    REQUIRE(draw(folder / "film.mp4", size, {"--preset", folder / "preset.json", "--frames", "5"}).status ==
            0);
    CHECK(read_text(folder / "film.mp4").size() > 500);
}

TEST_CASE("a moving palette is an animation of one round") {
    const TemporaryFolder folder;
    Names flags = small_flags;
    flags.insert(flags.end(), {"--palette-speed", "5", "--fps", "20"});
    REQUIRE(draw(folder / "f%d.png", {20, 16}, flags).status == 0);
    CHECK(folder.names() == Names{"f0.png", "f1.png", "f2.png", "f3.png"});
    CHECK(read_text(folder / "f0.png") != read_text(folder / "f1.png"));
}

TEST_CASE("every built-in preset of the fractal is drawn, with as much of the plane at any size") {
    const TemporaryFolder folder;
    int drawn = 0;
    for (const BuiltinPreset& builtin : builtin_presets()) {
        if (!builtin.sets_source) continue;
        CAPTURE(std::string(builtin.key));
        const Size size{32, 24};
        const Outcome outcome = draw(folder / "out.png", size, {"--preset", std::string(builtin.key)});
        CHECK(outcome.err == "");
        REQUIRE(outcome.status == 0);
        const Preset fitted = put_in_force(builtin, Preset{}, size);
        CHECK(largest_difference(read_image(folder / "out.png"), drawn_whole(fitted, size).colors) <
              eight_bits);
        ++drawn;
    }
    CHECK(drawn > 3);
}

TEST_CASE("- is a PNG on standard output") {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_droplet({"fractal", "-o", "-", "--width", "30", "--height", "20", "--backend", "cpu"},
                    {"", folder / "out.png"});
    CHECK(outcome.status == 0);
    CHECK(read_image(folder / "out.png").size() == Size{30, 20});
}

TEST_CASE("Ctrl-C stops between portions, says where, and leaves nothing of a picture") {
    const TemporaryFolder folder;
    TerminalRun run({"fractal", "-o", folder / "out.png", "--width", "100000", "--height", "100000",
                     "--iterations", "10000", "--coloring", "escape", "--backend", "cpu"});
    REQUIRE(run.wait_for(" rows"));
    run.signal(SIGINT);
    const Outcome outcome = run.finish();
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("out.png: stopped at row ") != std::string::npos);
    CHECK(outcome.err.find(" of 100000; nothing is written") != std::string::npos);
    CHECK(folder.names().empty());
}
