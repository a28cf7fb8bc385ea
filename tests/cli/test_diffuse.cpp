#include <doctest/doctest.h>

#include <signal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "cli/commands.h"
#include "media/image_io.h"
#include "media/preset_file.h"
#include "media/test_picture.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

double mean(const Image& image, int channel) {
    double sum = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) sum += image.plane(channel).row(y)[x];
    return sum / static_cast<double>(image.size().area());
}

Outcome diffuse(const std::string& in, const std::string& out, int steps,
                std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"diffuse", in, "-o", out, "--steps", std::to_string(steps)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_droplet(arguments);
}

}  // namespace

TEST_CASE("a job diffuses the picture, keeps its mean, says nothing, and leaves only the file") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {257, 89});
    const Outcome outcome = diffuse(folder / "in.pfm", folder / "out.pfm", 50, {"--k", "0.3"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.empty());
    const Image before = read_image(folder / "in.pfm"), after = read_image(folder / "out.pfm");
    REQUIRE(after.size() == before.size());
    CHECK(largest_difference(before, after) > 0.05);
    for (int c = 0; c < 3; ++c) CHECK(mean(after, c) == doctest::Approx(mean(before, c)).epsilon(1e-5));
    CHECK(folder.names() == Names{"in.pfm", "out.pfm", "out.pfm.json"});
}

TEST_CASE("no step at all gives the picture back, bit by bit") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {257, 89});
    CHECK(diffuse(folder / "in.pfm", folder / "out.pfm", 0).status == 0);
    CHECK(read_text(folder / "in.pfm") == read_text(folder / "out.pfm"));
}

TEST_CASE("the file is the same for any number of threads") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {257, 89});
    for (const char* threads : {"1", "2", "7"})
        REQUIRE(diffuse(folder / "in.pfm", folder / threads + ".pfm", 33,
                        {"--backend", "cpu", "--threads", threads})
                    .status == 0);
    CHECK(read_text(folder / "1.pfm") == read_text(folder / "2.pfm"));
    CHECK(read_text(folder / "1.pfm") == read_text(folder / "7.pfm"));
}

TEST_CASE("a hundred steps at once are twice fifty") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {257, 89});
    REQUIRE(diffuse(folder / "in.pfm", folder / "half.pfm", 50).status == 0);
    REQUIRE(diffuse(folder / "half.pfm", folder / "twice.pfm", 50).status == 0);
    REQUIRE(diffuse(folder / "in.pfm", folder / "once.pfm", 100).status == 0);
    CHECK(read_text(folder / "twice.pfm") == read_text(folder / "once.pfm"));
}

TEST_CASE("every parameter changes the result, and a flag comes after the preset") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {61, 33});
    Preset preset;
    preset.diffusion = {
        .k = 0.2f, .rate = 0.1f, .conductance = Conductance::tukey, .coupling = Coupling::vector};
    write_preset(preset, folder / "p.json");
    const auto result = [&](std::vector<std::string> more) {
        REQUIRE(diffuse(folder / "in.pfm", folder / "out.pfm", 5, std::move(more)).status == 0);
        return read_text(folder / "out.pfm");
    };
    const std::string plain = result({});
    for (const std::vector<std::string>& flags :
         std::vector<std::vector<std::string>>{{"--k", "0.2"},
                                               {"--rate", "0.1"},
                                               {"--conductance", "tukey"},
                                               {"--coupling", "vector"},
                                               {"--normalize"}}) {
        CAPTURE(flags.front());
        CHECK(result(flags) != plain);
    }
    CHECK(result({"--no-normalize"}) == plain);
    const std::string by_flags =
        result({"--k=0.2", "--rate=0.1", "--conductance=tukey", "--coupling=vector"});
    CHECK(result({"--preset", folder / "p.json"}) == by_flags);
    CHECK(result({"--k", "0.3", "--preset", folder / "p.json"}) ==
          result({"--k=0.3", "--rate=0.1", "--conductance=tukey", "--coupling=vector"}));
}

TEST_CASE("without INPUT the built-in picture is taken, and - is standard input and output") {
    const TemporaryFolder folder;
    REQUIRE(run_droplet({"diffuse", "-o", folder / "built-in.png", "--steps", "0"}).status == 0);
    CHECK(read_image(folder / "built-in.png").size() == make_test_picture().size());
    write_input(folder / "in.png", {31, 17});
    REQUIRE(diffuse(folder / "in.png", folder / "out.png", 3).status == 0);
    const Outcome piped = run_droplet({"diffuse", "-", "-o", "-", "--steps", "3"}, {folder / "in.png", ""});
    CHECK(piped.status == 0);
    // Only what they say of their source differs.
    write_text(folder / "piped.png", piped.out);
    CHECK(largest_difference(read_image(folder / "piped.png"), read_image(folder / "out.png")) == 0);
}

TEST_CASE("a sequence shows step 0 and every so many steps, at the bit depth asked for") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {31, 17});
    REQUIRE(
        diffuse(folder / "in.png", folder / "f-%03d.png", 7, {"--every", "3", "--bit-depth", "16"}).status ==
        0);
    CHECK(folder.names() == Names{"f-000.png", "f-001.png", "f-002.png", "in.png"});
    REQUIRE(diffuse(folder / "in.png", folder / "six.png", 6, {"--bit-depth", "16"}).status == 0);
    CHECK(read_text(folder / "six.png") == read_text(folder / "f-002.png"));
    CHECK(largest_difference(read_image(folder / "f-000.png"), read_image(folder / "in.png")) < 1e-6);
}

TEST_CASE("films of every kind are written, and nothing beside them") {
    for (const char* name : {"f.mp4", "f.webm", "f.gif"}) {
        CAPTURE(name);
        const TemporaryFolder folder;
        const Outcome outcome =
            run_droplet({"diffuse", "-o", folder / name, "--steps", "4", "--every", "2", "--fps", "12"});
        CHECK(outcome.err.empty());
        CHECK(outcome.status == 0);
        CHECK(folder.names() == Names{name});
        CHECK(read_text(folder / name).size() > 1000);
    }
}

TEST_CASE("an OUT that cannot be written is told before the work, and nothing is left") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {64, 64});
    write_text(folder / "file", "");
    const auto refused = [&](const std::string& out, int status) {
        CAPTURE(out);
        // So many steps take days: an answer shows that none was done.
        const Outcome outcome = diffuse(folder / "in.png", out, 1000000000);
        CHECK(outcome.status == status);
        CHECK(outcome.err.starts_with("droplet: "));
        CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    };
    refused(folder / "no/out.png", 1);
    refused(folder / "no/out.mp4", 1);
    refused(folder / "no/out-%d.png", 1);
    refused(folder / "file/out.png", 1);
    refused("/proc/out.png", 1);
    refused(folder / "out.bmp", 2);
    refused(folder / "out", 2);
    CHECK(folder.names() == Names{"file", "in.png"});
}

TEST_CASE("a full disk is told, whatever is written") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {64, 64});
    const Outcome piped =
        run_droplet({"diffuse", folder / "in.png", "-o", "-", "--steps", "1"}, {"", "/dev/full"});
    CHECK(piped.status == 1);
    CHECK(piped.err == "droplet: standard output: cannot be written: the disk is full\n");
    CHECK(diffuse(folder / "in.png", "/dev/full", 1).status == 1);
}

TEST_CASE("an INPUT that is no picture is told, and no OUT appears") {
    const TemporaryFolder folder;
    write_text(folder / "empty.png", "");
    write_text(folder / "text.png", "not a picture\n");
    for (const char* name : {"empty.png", "text.png", "none.png", "."}) {
        CAPTURE(name);
        const Outcome outcome = diffuse(folder / name, folder / "out.png", 1);
        CHECK(outcome.status == 1);
        CHECK(outcome.err.starts_with("droplet: " + (folder / name) + ": "));
        CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
    }
    CHECK(folder.names() == Names{"empty.png", "text.png"});
}

TEST_CASE("a terminal sees progress with steps/s and the time left, and --quiet shows none") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {64, 64});
    const std::vector<std::string> job{"diffuse",          folder / "in.png", "-o",
                                       folder / "out.png", "--steps",         "20"};
    const Outcome shown = TerminalRun(job).finish();
    CHECK(shown.status == 0);
    const auto bar = shown.err.find(" 5 % [#");
    REQUIRE(bar != std::string::npos);
    double speed = -1;
    int length = 0;
    CHECK(std::sscanf(shown.err.c_str() + bar, " 5 %% [%*[#.]] 1/20 steps %lf steps/s %*s%n", &speed,
                      &length) == 1);
    CHECK(speed > 0);
    CHECK(length > 0);
    CHECK(shown.err.find(" left", bar) != std::string::npos);
    CHECK(shown.err.find("out.png: 20 steps in ") != std::string::npos);
    std::vector<std::string> quiet = job;
    quiet.push_back("--quiet");
    CHECK(TerminalRun(quiet).finish().err.empty());
}

TEST_CASE("Ctrl-C stops at a step, finishes the file, and says at which step") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {64, 64});
    for (const int number : {SIGINT, SIGTERM}) {
        TerminalRun run({"diffuse", folder / "in.png", "-o", folder / "out.pfm", "--steps", "1000000000"});
        REQUIRE(run.wait_for(" left"));
        run.signal(number);
        const Outcome outcome = run.finish();
        CHECK(outcome.status == 1);
        const auto stopped = outcome.err.find("stopped at step ");
        REQUIRE(stopped != std::string::npos);
        int step = -1;
        REQUIRE(std::sscanf(outcome.err.c_str() + stopped, "stopped at step %d of 1000000000", &step) == 1);
        REQUIRE(diffuse(folder / "in.png", folder / "again.pfm", step).status == 0);
        CHECK(read_text(folder / "out.pfm") == read_text(folder / "again.pfm"));
        CHECK(folder.names() == Names{"again.pfm", "again.pfm.json", "in.png", "out.pfm", "out.pfm.json"});
    }
}

TEST_CASE("Ctrl-C completes a film with the frames that were done") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {64, 64});
    TerminalRun run({"diffuse", folder / "in.png", "-o", folder / "out.mp4", "--steps", "1000000000"});
    REQUIRE(run.wait_for(" left"));
    run.signal(SIGINT);
    const Outcome outcome = run.finish();
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("stopped at step ") != std::string::npos);
    CHECK(folder.names() == Names{"in.png", "out.mp4"});
    CHECK(read_text(folder / "out.mp4").find("moov") != std::string::npos);
}
