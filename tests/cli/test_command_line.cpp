#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "cli/commands.h"
#include "model/learning_params.h"
#include "model/version.h"

using namespace droplet::test;

namespace {

/// In characters: what is not ASCII counts once.
std::size_t widest_line(const std::string& text) {
    std::size_t widest = 0, width = 0;
    for (const char c : text) {
        if (c == '\n')
            width = 0;
        else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80)
            widest = std::max(widest, ++width);
    }
    return widest;
}

std::vector<std::string> job(const TemporaryFolder& folder, std::initializer_list<std::string> more) {
    std::vector<std::string> arguments{"diffuse", "-o", folder / "out.png", "--steps", "1"};
    arguments.insert(arguments.end(), more);
    return arguments;
}

}  // namespace

TEST_CASE("--version and --help answer on standard output, for every command") {
    CHECK(run_droplet({"--version"}).out == std::string("droplet ") + droplet::version + "\n");
    for (const char* command : {"view", "diffuse", "learn", "convolve", "edges", "info"}) {
        const Outcome help = run_droplet({command, "--help"});
        CHECK(help.status == 0);
        CHECK(help.err.empty());
        CHECK(help.out.starts_with(std::string("Usage: droplet ") + command));
        CHECK(run_droplet({command, "--version"}).status == 0);
        CHECK(run_droplet({"--help"}).out.find(std::string("\n  ") + command) != std::string::npos);
    }
    CHECK(run_droplet({"-h"}).out == run_droplet({"--help"}).out);
}

TEST_CASE("the help of diffuse tells every parameter with its limits and its default") {
    const std::string help = run_droplet({"diffuse", "--help"}).out;
    for (const char* text :
         {"--k X", "--rate X", "--conductance NAME", "--coupling channel|vector", "--steps N", "--every N",
          "--fps X", "--bit-depth 8|16", "--backend auto|cpu|cuda", "--threads N", "--preset FILE|KEY",
          "--normalize, --no-normalize", "--quiet", "1e-06 to 10", "0 to 0.25"}) {
        CAPTURE(text);
        CHECK(help.find(text) != std::string::npos);
    }
    for (const char* command : {"view", "diffuse", "learn", "convolve", "edges", "info"}) {
        CAPTURE(command);
        CHECK(widest_line(run_droplet({command, "--help"}).out) <= 100);
    }
}

TEST_CASE("the help of learn has every parameter of its table, and its own files") {
    const std::string help = run_droplet({"learn", "--help"}).out;
    droplet::for_each_field<droplet::LearningParams>([&](const auto& field) {
        CAPTURE(field.key);
        CHECK(help.find(fmt::format("\n  --{}", field.key)) != std::string::npos);
    });
    for (const char* text : {"--operator-out W.json", "--log LOSS.csv", "--operator W.json", "--steps N"}) {
        CAPTURE(text);
        CHECK(help.find(text) != std::string::npos);
    }
}

TEST_CASE("info names the version, both backends, the encoders and the settings folder") {
    const Outcome info = run_droplet({"info"});
    CHECK(info.status == 0);
    CHECK(info.err.empty());
    CHECK(info.out.starts_with(std::string("droplet ") + droplet::version + "\n"));
    for (const char* line : {"\nbuild: ", "\ncpu: ", "\ncuda: ", "\nffmpeg: ", "\nreads: ", "\nwrites: ",
                             "\npresets: art-with-math, art-with-math-video", "\nsettings: /"})
        CHECK(info.out.find(line) != std::string::npos);
}

TEST_CASE("a value outside its limits is refused with the flag and the limits") {
    const TemporaryFolder folder;
    const auto check = [&](const char* flag, const char* value, const std::string& message) {
        CAPTURE(flag);
        CAPTURE(value);
        CHECK(refusal(job(folder, {flag, value}), 2) == std::string(flag) + ": " + message);
    };
    check("--k", "0", "0 is out of range; valid: 1e-06 to 10");
    check("--k", "-1", "-1 is out of range; valid: 1e-06 to 10");
    check("--k", "nan", "nan is out of range; valid: 1e-06 to 10");
    check("--k", "inf", "inf is out of range; valid: 1e-06 to 10");
    check("--k", "", "'' is not valid; valid: 1e-06 to 10");
    check("--k", "a\nb", "'a?b' is not valid; valid: 1e-06 to 10");
    check("--rate", "0.3", "0.3 is out of range; valid: 0 to 0.25");
    check("--rate", "--k", "'--k' is not valid; valid: 0 to 0.25");
    check("--conductance", "round",
          "'round' is not valid; valid: exponential, rational, charbonnier, weickert, tukey");
    check("--coupling", "0", "'0' is not valid; valid: channel, vector");
    check("--backend", "gpu", "'gpu' is not valid; valid: auto, cpu, cuda");
    check("--threads", "-1", "-1 is out of range; valid: 0 to 256");
    check("--bit-depth", "12", "'12' is not valid; valid: 8, 16");
    check("--every", "0", "0 is out of range; valid: 1 to 1000000000");
    check("--fps", "0", "0 is out of range; valid: 1 to 240");
    for (const char* steps : {"-1", "1000000001"})
        CHECK(refusal({"diffuse", "-o", folder / "o.png", "--steps", steps}, 2) ==
              std::string("--steps: ") + steps + " is out of range; valid: 0 to 1000000000");
    for (const char* steps : {"x", "3.5", "1e3", "99999999999999999999", " 3"})
        CHECK(refusal({"diffuse", "-o", folder / "o.png", "--steps", steps}, 2) ==
              std::string("--steps: '") + steps + "' is not valid; valid: 0 to 1000000000");
    CHECK(folder.names().empty());
}

TEST_CASE("an unknown word is refused with the nearest name that is valid") {
    CHECK(refusal({"difuse"}, 2) == "difuse: is no command and no file; nearest: diffuse");
    CHECK(refusal({"zzz"}, 2) ==
          "zzz: is no command and no file; valid: view, diffuse, learn, convolve, edges, fractal, render, "
          "sweep, info");
    CHECK(refusal({"diffuse", "--conductence", "x"}, 2) ==
          "--conductence: is no flag of droplet diffuse; nearest: --conductance");
    CHECK(refusal({"diffuse", "--raet=0.1"}, 2) == "--raet: is no flag of droplet diffuse; nearest: --rate");
    CHECK(refusal({"--k", "0.1"}, 2) == "--k: is no flag of droplet; valid: droplet diffuse --k");
    CHECK(refusal({"diffuse", "--screenshot", "3"}, 2) ==
          "--screenshot: is no flag of droplet diffuse; valid: droplet view --screenshot");
    CHECK(refusal({"view", "-z"}, 2).starts_with("-z: is no flag of droplet view; valid: --frames, "));
}

TEST_CASE("a word too many, a flag twice, a missing value and a missing flag are each told") {
    const TemporaryFolder folder;
    CHECK(refusal({"view", "a.png", "b.png"}, 2) == "b.png: is a second INPUT; valid: one");
    CHECK(refusal({"info", "a.png"}, 2) == "a.png: is too much; valid: droplet info");
    CHECK(refusal({"a.png", "diffuse"}, 2) ==
          "a.png: stands before the command; valid: droplet diffuse a.png");
    CHECK(refusal(job(folder, {"--k", "1", "--k", "1"}), 2) == "--k: stands more than once; valid: once");
    CHECK(refusal(job(folder, {"--k"}), 2) == "--k: has no value; valid: --k VALUE");
    CHECK(refusal(job(folder, {"--quiet=3"}), 2) == "--quiet: takes no value; valid: by itself");
    CHECK(refusal({"diffuse", "--steps", "1"}, 2).starts_with("-o: is missing; valid: "));
    CHECK(refusal({"diffuse", "-o", folder / "o.png"}, 2) == "--steps: is missing; valid: 0 to 1000000000");
    CHECK(
        refusal({"diffuse", "", "-o", folder / "o.png", "--steps", "1"}, 2).starts_with("INPUT: is empty; "));
    CHECK(refusal({"diffuse", "-o", "", "--steps", "1"}, 2).starts_with("--output: is empty; "));
    CHECK(folder.names().empty());
}

TEST_CASE("a flag that the output has no use for is refused, not ignored") {
    const TemporaryFolder folder;
    CHECK(refusal(job(folder, {"--every", "2"}), 2).starts_with("--every: "));
    CHECK(refusal(job(folder, {"--fps", "25"}), 2).starts_with("--fps: "));
    CHECK(refusal({"diffuse", "-o", folder / "o.pfm", "--steps", "1", "--bit-depth", "16"}, 2)
              .starts_with("--bit-depth: "));
    CHECK(folder.names().empty());
}

TEST_CASE("an INPUT for the window that is missing is told without a window") {
    CHECK(refusal({"nope.jpg"}, 1) == "nope.jpg: there is no such file; valid: a picture or a preset");
    CHECK(refusal({"view", "nope.jpg"}, 1) ==
          "nope.jpg: there is no such file; valid: a picture or a preset");
    // A file may be named like a command.
    CHECK(refusal({"--", "info"}, 1) == "info: there is no such file; valid: a picture or a preset");
    CHECK(refusal({"./info"}, 1) == "./info: there is no such file; valid: a picture or a preset");
    CHECK(refusal({"view", "--frames", "1", "--screenshot", "shot.jpg"}, 2) ==
          "--screenshot: 'shot.jpg' is not valid; valid: a file .png");
    CHECK(refusal({"view", "--screenshot", "/nope/shot.png"}, 1).starts_with("/nope/shot.png: "));
}

TEST_CASE("a preset that cannot be read is told in one line, for every command that takes one") {
    const TemporaryFolder folder;
    write_text(folder / "bad.json", R"({"droplet": "preset", "diffusion": {"K": 1}})");
    write_text(folder / "cut.json", "{");
    CHECK(refusal(job(folder, {"--preset", folder / "no.json"}), 1).starts_with(folder / "no.json: "));
    CHECK(refusal(job(folder, {"--preset", folder / "cut.json"}), 1)
              .starts_with(folder / "cut.json: not JSON"));
    CHECK(refusal(job(folder, {"--preset", folder / "bad.json"}), 2) ==
          (folder / "bad.json: diffusion.K: unknown key; nearest: k"));
    CHECK(refusal({folder / "bad.json"}, 2) == (folder / "bad.json: diffusion.K: unknown key; nearest: k"));
    CHECK(refusal({"view", "--preset", folder / "cut.json"}, 1).starts_with(folder / "cut.json: not JSON"));
    CHECK(refusal({"view", "--preset", "art-with-mth"}, 2) ==
          "--preset: 'art-with-mth' is no file and no built-in preset; nearest: art-with-math");
    CHECK(refusal({"--preset", "zzz"}, 2)
              .starts_with("--preset: 'zzz' is no file and no built-in preset; valid: art-with-math, "));
    CHECK(refusal({"--preset", ""}, 2).starts_with("--preset: is empty; "));
}

TEST_CASE("a full standard output is an error") {
    CHECK(refusal({"info"}, 1, {"", "/dev/full"}).starts_with("standard output: "));
    CHECK(refusal({"--help"}, 1, {"", "/dev/full"}).starts_with("standard output: "));
}

TEST_CASE("docs/parameters.md is what the tables say") {
    const bool fresh = read_text(DROPLET_SOURCE_DIR "/docs/parameters.md") ==
                       run_droplet({"info", "--parameters-markdown"}).out;
    CHECK_MESSAGE(fresh, "docs/parameters.md is stale; refresh it: cmake --build BUILD_FOLDER --target docs");
}
