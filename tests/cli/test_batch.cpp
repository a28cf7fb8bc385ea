#include <doctest/doctest.h>

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/batch.h"
#include "cli/commands.h"
#include "cli/frame_range.h"
#include "media/image_io.h"
#include "model/error.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

std::string message_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

std::string name_of(const std::string& pattern, const std::string& input = "folder/photo.tar.jpg",
                    std::size_t index = 7) {
    return batch_name({"-o", pattern}, input, index);
}

/// Two small pictures of different sizes.
void write_two(const TemporaryFolder& folder) {
    write_input(folder / "a.pfm", {41, 29});
    write_input(folder / "b.pfm", {30, 37});
}

}  // namespace

TEST_CASE("fields of a pattern are the input's name, extension and number") {
    CHECK(name_of("out/{name}.png") == "out/photo.tar.png");
    CHECK(name_of("{index}-{index:03}.{ext}") == "7-007.jpg");
    CHECK(name_of("{{x}}-%05d.png") == "{x}-%05d.png");
    CHECK(name_of("{name}", "") == "test-picture");
    CHECK(name_of("{name}", "-") == "stdin");
    CHECK(name_of("{name}", "in/frame-%05d.png") == "frame");
    CHECK(message_of([] { name_of("{nmae}.png"); }) ==
          "-o: '{nmae}' is no field; nearest: name, and {{ for a brace");
    CHECK(message_of([] { name_of("{index:x}.png"); }) ==
          "-o: '{index:x}' is no field; valid: {index}, {index:03}, and {{ for a brace");
    CHECK(message_of([] { name_of("{name.png"); }).starts_with("-o: '{name.png' has a '{' without its '}'"));
}

TEST_CASE("a range of frames is told by its ends, of which one may be left out") {
    CHECK(parse_frame_range("3:9", "x") == FrameRange{3, 9});
    CHECK(parse_frame_range("3:", "x") == FrameRange{3, {}});
    CHECK(parse_frame_range(":9", "x") == FrameRange{0, 9});
    CHECK(parse_frame_range(":9", "x").end_of(5) == 5);
    for (const char* wrong : {"3", ":", "3:3", "4:3", "-1:3", "a:b", "1:2:3", "1:9999999999"})
        CHECK(message_of([&] {
                  parse_frame_range(wrong, "--frames");
              }).starts_with(fmt::format("--frames: '{}' ", wrong)));
}

TEST_CASE("a batch makes for each input what a job of its own makes, and the last folder") {
    const TemporaryFolder folder;
    write_two(folder);
    const Outcome outcome =
        run_droplet({"diffuse", folder / "a.pfm", folder / "b.pfm", "-o",
                     folder / "out/{index:02}-{name}.pfm", "--steps", "9", "--backend", "cpu"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    for (const char* name : {"a", "b"}) {
        REQUIRE(run_on_cpu("diffuse", folder / (std::string(name) + ".pfm"),
                           folder / (std::string(name) + "-alone.pfm"), {"--steps", "9"})
                    .status == 0);
        const std::string index = name == std::string("a") ? "00-" : "01-";
        CHECK(read_text(folder / "out/" + index + name + ".pfm") ==
              read_text(folder / (std::string(name) + "-alone.pfm")));
    }
}

TEST_CASE("each input of a batch learns from the start, and has its own operator, losses and frames") {
    const TemporaryFolder folder;
    write_two(folder);
    const Names rest{"--steps", "6", "--every", "3", "--learning-rate", "1e-5", "--backend", "cpu"};
    Names both{"learn",
               folder / "b.pfm",
               folder / "a.pfm",
               "-o",
               folder / "{name}-%d.pfm",
               "--operator-out",
               folder / "{name}.w.json",
               "--log",
               folder / "{name}.csv"};
    both.insert(both.end(), rest.begin(), rest.end());
    REQUIRE(run_droplet(both).status == 0);
    Names alone{"learn",          folder / "a.pfm",      "-o",    folder / "alone-%d.pfm",
                "--operator-out", folder / "alone.json", "--log", folder / "alone.csv"};
    alone.insert(alone.end(), rest.begin(), rest.end());
    REQUIRE(run_droplet(alone).status == 0);
    for (const char* frame : {"0", "1", "2"})
        CHECK(read_text(folder / "a-" + frame + ".pfm") == read_text(folder / "alone-" + frame + ".pfm"));
    CHECK(read_text(folder / "a.w.json") == read_text(folder / "alone.json"));
    CHECK(read_text(folder / "a.csv") == read_text(folder / "alone.csv"));
    CHECK(read_text(folder / "a.w.json") != read_text(folder / "b.w.json"));
}

TEST_CASE("an input that fails has a line of its own, and the others are made") {
    const TemporaryFolder folder;
    write_two(folder);
    write_text(folder / "broken.png", "no picture");
    const Outcome outcome =
        run_droplet({"edges", folder / "a.pfm", folder / "broken.png", folder / "none.png", folder / "b.pfm",
                     "-o", folder / "{name}-edges.png", "--backend", "cpu"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err.starts_with("droplet: " + folder / "broken.png" + ": "));
    CHECK(outcome.err.find("none.png: there is no such file") != std::string::npos);
    CHECK(outcome.err.ends_with("droplet: batch: 2 of 4 INPUTs failed; the others are done\n"));
    CHECK(std::filesystem::exists(folder / "a-edges.png"));
    CHECK(std::filesystem::exists(folder / "b-edges.png"));
    CHECK_FALSE(std::filesystem::exists(folder / "broken-edges.png"));
}

TEST_CASE("what would be written twice, over an input, or nowhere is refused before anything is") {
    const TemporaryFolder folder;
    write_two(folder);
    const auto refused = [&](const std::string& out, const std::string& second, int status = 2) {
        return refusal({"diffuse", folder / "a.pfm", second, "-o", out, "--steps", "1"}, status);
    };
    const std::string a = folder / "a.pfm", b = folder / "b.pfm";
    CHECK(refused(folder / "out.png", b) ==
          fmt::format("-o: {} is one file for 2 INPUTs; valid: a name with {{name}} or {{index}}",
                      folder / "out.png"));
    CHECK(refused(folder / "{name}.png", a)
              .ends_with(fmt::format("would be that of {0} and of {0}; valid: a name with {{index}}", a)));
    CHECK(refused(folder / "./{name}.pfm", b).ends_with("a.pfm is an INPUT; valid: another folder or name"));
    CHECK(refused(folder / "{Name}.png", b).starts_with("-o: '{Name}' is no field; nearest: name"));
    CHECK(refused(folder / "{name}.xyz", b).find("'.xyz' is not known") != std::string::npos);
    CHECK(refused(folder / "no/such/{name}.png", b, 1).find("does not exist") != std::string::npos);
    write_input(folder / "0-7.pfm");
    CHECK(refused(folder / "{index}-%d.pfm", folder / "0-7.pfm")
              .ends_with("0-%d.pfm is an INPUT; valid: another folder or name"));
}

TEST_CASE("Ctrl-C ends a batch at a step and says how many are done") {
    const TemporaryFolder folder;
    write_two(folder);
    TerminalRun run({"diffuse", folder / "a.pfm", folder / "b.pfm", "-o", folder / "{name}.png", "--steps",
                     "1000000000", "--backend", "cpu"});
    REQUIRE(run.wait_for("1/2 "));
    REQUIRE(run.wait_for(" left"));
    run.signal(SIGINT);
    const Outcome outcome = run.finish();
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("stopped at step ") != std::string::npos);
    CHECK(outcome.err.find("stopped: 0 of 2 INPUTs are done") != std::string::npos);
    CHECK(folder.names() == Names{"a.pfm", "a.png", "b.pfm"});
}

TEST_CASE("frames of a range have the bits and the numbers that they have in the whole film") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    struct Job {
        std::string command;
        Names flags;
    };
    const std::vector<Job> jobs{{"diffuse", {}},
                                {"learn", {"--learning-rate", "1e-5", "--schedule-period", "4"}},
                                {"convolve", {"--kernel", "sharpen", "--feed", "diffuse"}},
                                {"edges", {"--feed", "learn"}}};
    for (const Job& job : jobs) {
        CAPTURE(job.command);
        Names flags = job.flags;
        flags.insert(flags.end(), {"--steps", "14", "--every", "2"});
        REQUIRE(run_on_cpu(job.command, folder / "in.pfm", folder / "whole-%02d.pfm", flags).status == 0);
        flags.insert(flags.end(), {"--frames", "3:6"});
        REQUIRE(run_on_cpu(job.command, folder / "in.pfm", folder / "part-%02d.pfm", flags).status == 0);
        for (int frame = 0; frame < 8; ++frame) {
            CAPTURE(frame);
            const std::string part = read_text(folder / fmt::format("part-{:02}.pfm", frame));
            CHECK(part.empty() == (frame < 3 || frame >= 6));
            if (!part.empty()) CHECK(part == read_text(folder / fmt::format("whole-{:02}.pfm", frame)));
        }
        for (int frame = 0; frame < 8; ++frame)
            std::filesystem::remove(folder / fmt::format("part-{:02}.pfm", frame));
    }
}

TEST_CASE("frames of a fractal's film are its own, and none before is made") {
    const TemporaryFolder folder;
    const auto draw = [&](const std::string& out, const std::string& frames) {
        return run_droplet({"fractal", "-o", folder / out, "--width", "40", "--height", "30",
                            "--palette-speed", "5", "--fps", "20", "--frames", frames});
    };
    REQUIRE(draw("whole-%d.png", "4").status == 0);
    REQUIRE(draw("part-%d.png", "2:4").status == 0);
    CHECK(read_text(folder / "part-1.png").empty());
    for (const char* number : {"2", "3"}) {
        const Image part = read_image(folder / "part-" + number + ".png");
        const Image whole = read_image(folder / "whole-" + number + ".png");
        bool same = part.size() == whole.size();
        for (int c = 0; same && c < 3; ++c)
            for (int y = 0; y < part.height(); ++y)
                same = same && std::equal(part.plane(c).row(y), part.plane(c).row(y) + part.width(),
                                          whole.plane(c).row(y));
        CHECK(same);
    }
    CHECK(draw("part-%d.png", "x").status == 2);
}

TEST_CASE("a range without a frame, or for a still, is refused") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    const auto refused = [&](const std::string& out, const std::string& range) {
        return refusal({"diffuse", folder / "in.png", "-o", folder / out, "--steps", "10", "--frames", range},
                       2);
    };
    CHECK(refused("f-%d.png", "11:") ==
          "--frames: begins at frame 11, and there are 11; valid: from 0 to 10");
    CHECK(refused("f-%d.png", "5:4").starts_with("--frames: '5:4' has no frame; "));
    CHECK(refused("f.png", "0:4").ends_with("is one still; valid with .mp4, .webm, .gif or frame-%05d.png"));
}
