// Videos and numbered pictures as INPUT.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/program.h"
#include "media/image_io.h"
#include "model/image.h"

using namespace droplet;
using namespace droplet::test;

namespace {

constexpr int frames = 3;

std::string numbered(const std::string& name, int frame, const std::string& extension) {
    return name + "-" + std::to_string(frame) + extension;
}

/// in-0.png, in-1.png, in-2.png, each another picture.
void write_frames(const TemporaryFolder& folder) {
    for (int frame = 0; frame < frames; ++frame) {
        Image image({24, 18}, 3);
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < 18; ++y)
                for (int x = 0; x < 24; ++x)
                    image.plane(c).row(y)[x] =
                        static_cast<float>((x * 7 + y * 3 + c * 40 + frame * 29) % 211) / 255.0f;
        write_image(image, folder / numbered("in", frame, ".png"));
    }
}

Outcome diffuse(const std::string& in, const std::string& out, std::vector<std::string> more = {}) {
    more.push_back("--quiet");
    return run_on_cpu("diffuse", in, out, more);
}

}  // namespace

TEST_CASE("each frame of numbered pictures gets its steps, and is a frame of the output") {
    const TemporaryFolder folder;
    write_frames(folder);
    const Outcome outcome =
        diffuse(folder / "in-%d.png", folder / "out-%d.pfm", {"--steps-per-frame", "3", "--k", "0.2"});
    CHECK_MESSAGE(outcome.status == 0, outcome.err);
    for (int frame = 0; frame < frames; ++frame) {
        CAPTURE(frame);
        REQUIRE(diffuse(folder / numbered("in", frame, ".png"), folder / "alone.pfm",
                        {"--steps", "3", "--k", "0.2"})
                    .status == 0);
        CHECK(read_text(folder / numbered("out", frame, ".pfm")) == read_text(folder / "alone.pfm"));
    }
}

TEST_CASE("a part of a video is made as the whole makes it, whatever is fed") {
    for (const char* feed : {"start", "mix", "original"}) {
        CAPTURE(feed);
        const TemporaryFolder folder;
        write_frames(folder);
        const std::vector<std::string> flags{"--steps-per-frame", "2", "--video-feed", feed};
        std::vector<std::string> part = flags;
        part.insert(part.end(), {"--frames", "1:3"});
        REQUIRE(diffuse(folder / "in-%d.png", folder / "whole-%d.pfm", flags).status == 0);
        REQUIRE(diffuse(folder / "in-%d.png", folder / "part-%d.pfm", part).status == 0);
        CHECK_FALSE(std::filesystem::exists(folder / "part-0.pfm"));
        for (int frame = 1; frame < frames; ++frame)
            CHECK(read_text(folder / numbered("part", frame, ".pfm")) ==
                  read_text(folder / numbered("whole", frame, ".pfm")));
    }
}

TEST_CASE("a still of a video is made again from its recipe, bit by bit") {
    const TemporaryFolder folder;
    write_frames(folder);
    REQUIRE(diffuse(folder / "in-%d.png", folder / "out-%d.png",
                    {"--steps-per-frame", "3", "--video-feed", "mix", "--bit-depth", "16"})
                .status == 0);
    const Outcome outcome = run_droplet(
        {"render", folder / "out-2.png", "-o", folder / "again.png", "--bit-depth", "16", "--quiet"});
    CHECK_MESSAGE(outcome.status == 0, outcome.err);
    CHECK(outcome.err.empty());
    CHECK(largest_difference(read_image(folder / "again.png"), read_image(folder / "out-2.png")) == 0);
}

TEST_CASE("a film as INPUT is decoded frame by frame") {
    const TemporaryFolder folder;
    write_input(folder / "picture.png", {96, 64});
    REQUIRE(diffuse(folder / "picture.png", folder / "in.mp4", {"--steps", "4", "--rate", "0"}).status == 0);
    const Outcome outcome = diffuse(folder / "in.mp4", folder / "out-%d.png", {"--rate", "0"});
    CHECK_MESSAGE(outcome.status == 0, outcome.err);
    CHECK(std::filesystem::exists(folder / "out-4.png"));
    CHECK_FALSE(std::filesystem::exists(folder / "out-5.png"));
    const Image first = read_image(folder / "out-0.png"), before = read_image(folder / "picture.png");
    double sum = 0;
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < first.height(); ++y)
            for (int x = 0; x < first.width(); ++x)
                sum += std::abs(first.plane(c).row(y)[x] - before.plane(c).row(y)[x]);
    CHECK(sum / static_cast<double>(3 * first.size().area()) < 0.03);  // what the codec makes of it
}

TEST_CASE("what a video cannot do is refused before the work") {
    const TemporaryFolder folder;
    write_frames(folder);
    const auto refused = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"diffuse", folder / "in-%d.png", "-o", folder / "out-%d.png"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return refusal(arguments, 2);
    };
    CHECK(refused({"--normalize"}) ==
          "--normalize: " + (folder / "in-%d.png") +
              " is a video, whose frames stretched one by one would flicker; valid: for pictures");
    CHECK(refused({"--frames", "7:9"}).starts_with("--frames: begins at frame 7, and "));
}
