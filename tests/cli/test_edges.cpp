#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "cli/lab.h"
#include "media/preset_file.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

Outcome edges(const std::string& in, const std::string& out, const Names& more = {}) {
    return run_on_cpu("edges", in, out, more);
}

Preset with_stage(CannyStage stage) {
    Preset preset;
    preset.process = Process::edges;
    preset.canny.stage = stage;
    return preset;
}

}  // namespace

TEST_CASE("edges of a square are its outline, a pixel wide, and nothing else") {
    const TemporaryFolder folder;
    Image image({40, 30}, 1);
    for (int y = 8; y < 22; ++y) std::fill_n(image.plane(0).row(y) + 10, 18, 1.0f);
    write_image(image, folder / "in.png");
    const Outcome outcome = edges(folder / "in.png", folder / "out.png");
    CHECK(outcome.status == 0);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.empty());
    CHECK(folder.names() == Names{"in.png", "out.png"});
    const Image out = read_image(folder / "out.png");
    REQUIRE(out.size() == image.size());
    for (int y = 0; y < 30; ++y)
        for (int x = 0; x < 40; ++x) {
            const float value = out.plane(0).row(y)[x];
            CHECK((value == 0.0f || value == 1.0f));
            const bool inside = x >= 12 && x < 26 && y >= 10 && y < 20;
            const bool outside = x < 8 || x >= 30 || y < 6 || y >= 24;
            if (inside || outside) CHECK(value == 0.0f);
        }
    // Along a row and a column through the middle there are two edges, of one pixel each.
    int in_row = 0, in_column = 0;
    for (int x = 0; x < 40; ++x) in_row += out.plane(0).row(15)[x] > 0 ? 1 : 0;
    for (int y = 0; y < 30; ++y) in_column += out.plane(0).row(y)[19] > 0 ? 1 : 0;
    CHECK(in_row == 2);
    CHECK(in_column == 2);
}

TEST_CASE("every stage is that of the session, and every row of the table changes the result") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {61, 43});
    const Image in = read_image(folder / "in.pfm");
    const auto result = [&](const Names& flags) {
        const Outcome outcome = edges(folder / "in.pfm", folder / "out.pfm", flags);
        REQUIRE(outcome.err.empty());
        return read_text(folder / "out.pfm");
    };
    for (std::size_t i = 0; i < EnumNames<CannyStage>::names.size(); ++i) {
        const std::string stage(EnumNames<CannyStage>::names[i]);
        CAPTURE(stage);
        CHECK(result({"--stage", stage}) ==
              pfm_of(shown_by_session(in, with_stage(static_cast<CannyStage>(i))), folder));
    }
    const std::string plain = result({});
    CHECK(plain == pfm_of(shown_by_session(in, with_stage(CannyStage::edges)), folder));
    for (const Names& flags : {Names{"--sigma", "0"}, Names{"--low", "0.29"}, Names{"--high", "0.6"},
                               Names{"--input", "convolved", "--kernel", "box", "--kernel-size", "7"}}) {
        CAPTURE(flags.front());
        CHECK(result(flags) != plain);
    }
}

TEST_CASE(
    "in what a kernel makes of the picture, and of a picture that runs, edges are those of the session") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {61, 43});
    const Image in = read_image(folder / "in.pfm");
    Preset preset = with_stage(CannyStage::gradient);
    preset.canny.input = CannyInput::convolved;
    preset.convolution.kernel_size = 5;
    preset.convolution.mode = ConvolutionMode::valid;
    REQUIRE(edges(folder / "in.pfm", folder / "out.pfm",
                  {"--stage", "gradient", "--input", "convolved", "--kernel", "box", "--kernel-size", "5",
                   "--mode", "valid"})
                .status == 0);
    CHECK(read_image(folder / "out.pfm").size() == Size{57, 39});
    CHECK(read_text(folder / "out.pfm") == pfm_of(shown_by_session(in, preset), folder));
    write_preset(preset, folder / "p.json");
    REQUIRE(edges(folder / "in.pfm", folder / "again.pfm", {"--preset", folder / "p.json"}).status == 0);
    CHECK(read_text(folder / "again.pfm") == read_text(folder / "out.pfm"));
    preset = with_stage(CannyStage::thin);
    preset.canny.feed = EdgesFeed::diffuse;
    preset.diffusion.k = 0.2f;
    REQUIRE(edges(folder / "in.pfm", folder / "out.pfm",
                  {"--stage", "thin", "--feed", "diffuse", "--steps", "9", "--k", "0.2"})
                .status == 0);
    CHECK(read_text(folder / "out.pfm") == pfm_of(shown_by_session(in, preset, 9), folder));
    REQUIRE(
        edges(folder / "in.pfm", folder / "f-%d.png", {"--feed", "diffuse", "--steps", "4", "--every", "2"})
            .status == 0);
    const Names names = folder.names();
    CHECK(std::count(names.begin(), names.end(), "f-2.png") == 1);
}

TEST_CASE("what edges have no use for, and what cannot be, is told in one line before the work") {
    const TemporaryFolder folder;
    write_input(folder / "in.png", {20, 12});
    const auto refused = [&](Names more) {
        more.insert(more.begin(), {"edges", folder / "in.png", "-o", folder / "o.png"});
        return refusal(more, 2);
    };
    CHECK(refused({"--low", "0.5"}) == "--low: 0.5 is above the high threshold; valid: 0 to 0.3");
    CHECK(refused({"--sigma", "-1"}) == "--sigma: -1 is out of range; valid: 0 to 10");
    CHECK(refused({"--stage", "thick"}) ==
          "--stage: 'thick' is not valid; valid: blur, gradient, thin, edges");
    CHECK(refused({"--kernel", "box"}) ==
          "--kernel: edges are found in the picture itself; valid with --input convolved");
    CHECK(refused({"--mode", "full"}) ==
          "--mode: edges are found in the picture itself; valid with --input convolved");
    CHECK(refused({"--input", "convolved"}).starts_with("--kernel: is missing; valid: identity, box, "));
    CHECK(refused({"--input", "convolved", "--kernel", "box", "--kernel-size", "13", "--mode", "valid"})
              .starts_with("kernel: 13x13 is larger than the picture, 20x12"));
    CHECK(refused({"--steps", "3"}) == "--steps: 3 of a picture that stands; valid: 1, or more with --feed");
    CHECK(refused({"--feed", "learn"}) == "--steps: is missing; valid: 0 to 1000000000");
    CHECK(refused({"--rate", "0.1"}) ==
          "--rate: the picture does not run; valid with --feed diffuse or learn");
    CHECK(refused({"--preset", "coral"}) ==
          "--preset: coral has settings of droplet learn only; valid: droplet learn --preset coral");
    CHECK(refused({"--sigam", "1"}) == "--sigam: is no flag of droplet edges; nearest: --sigma");
    CHECK(folder.names() == Names{"in.png"});
}
