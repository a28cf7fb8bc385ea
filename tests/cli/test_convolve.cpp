#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "cli/lab.h"
#include "math/border.h"
#include "media/kernel_file.h"
#include "media/preset_file.h"

using namespace droplet;
using namespace droplet::test;
using Names = std::vector<std::string>;

namespace {

Outcome convolve(const std::string& in, const std::string& out, const std::vector<std::string>& more) {
    return run_on_cpu("convolve", in, out, more);
}

Preset with_kernel(KernelName name) {
    Preset preset;
    preset.process = Process::convolve;
    preset.convolution.kernel = name;
    return preset;
}

/// The definition, by its sum, for mode same without a flip.
double sum_at(const Image& image, const Kernel& kernel, Border border, int c, int y, int x) {
    double sum = 0;
    for (int i = 0; i < kernel.height; ++i)
        for (int j = 0; j < kernel.width; ++j) {
            const int from_y = math::border_index(y + i - kernel.height / 2, image.height(), border);
            const int from_x = math::border_index(x + j - kernel.width / 2, image.width(), border);
            const float value = from_y < 0 || from_x < 0 ? 0.0f : image.plane(c).row(from_y)[from_x];
            sum += static_cast<double>(value) * static_cast<double>(kernel.at(i, j));
        }
    return sum;
}

}  // namespace

TEST_CASE("a convolution is the sum of its definition, says nothing, and leaves only the file") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    write_text(folder / "k.txt", "1/9 -2 0.5 3\n0, 1, 4, -1e-1\n");
    const Image in = read_image(folder / "in.pfm");
    const Kernel kernel = read_kernel(folder / "k.txt");
    REQUIRE(kernel.size() == Size{4, 2});
    for (std::size_t i = 0; i < EnumNames<Border>::names.size(); ++i) {
        const std::string border(EnumNames<Border>::names[i]);
        CAPTURE(border);
        const Outcome outcome = convolve(folder / "in.pfm", folder / "out.pfm",
                                         {"--kernel", folder / "k.txt", "--border", border});
        CHECK(outcome.status == 0);
        CHECK(outcome.out.empty());
        CHECK(outcome.err.empty());
        const Image out = read_image(folder / "out.pfm");
        REQUIRE(out.size() == in.size());
        double most = 0;
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < in.height(); ++y)
                for (int x = 0; x < in.width(); ++x)
                    most = std::max(most, std::abs(sum_at(in, kernel, static_cast<Border>(i), c, y, x) -
                                                   static_cast<double>(out.plane(c).row(y)[x])));
        CHECK(most < 1e-5);
    }
    CHECK(folder.names() == Names{"in.pfm", "k.txt", "out.pfm", "out.pfm.json"});
}

TEST_CASE(
    "the three modes have the sizes of their definition, and the kernel may be larger than the picture") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm", {20, 12});
    const auto size = [&](const std::string& mode, const std::string& side) {
        REQUIRE(convolve(folder / "in.pfm", folder / "out.pfm",
                         {"--kernel", "box", "--kernel-size", side, "--mode", mode})
                    .status == 0);
        return read_image(folder / "out.pfm").size();
    };
    CHECK(size("same", "5") == Size{20, 12});
    CHECK(size("valid", "5") == Size{16, 8});
    CHECK(size("full", "5") == Size{24, 16});
    CHECK(size("valid", "12") == Size{9, 1});
    CHECK(size("same", "31") == Size{20, 12});
    CHECK(size("full", "31") == Size{50, 42});
}

TEST_CASE("every row of the table is a flag, and a preset's rows are the same; flags come after it") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    const Image in = read_image(folder / "in.pfm");
    Preset preset = with_kernel(KernelName::motion_blur);
    ConvolutionParams& p = preset.convolution;
    p.kernel_size = 7;
    p.kernel_angle = 33;
    p.flip = true;
    p.mode = ConvolutionMode::full;
    p.border = Border::constant;
    p.border_value = 0.25f;
    p.channels = ConvolutionChannels::grey;
    p.gain = 2;
    p.offset = -0.75f;
    p.absolute = true;
    const std::string expected = pfm_of(shown_by_session(in, preset), folder);
    const Names flags{"--kernel",
                      "motion-blur",
                      "--kernel-size",
                      "7",
                      "--kernel-angle",
                      "33",
                      "--flip",
                      "--mode",
                      "full",
                      "--border",
                      "constant",
                      "--border-value",
                      "0.25",
                      "--channels",
                      "grey",
                      "--gain",
                      "2",
                      "--offset",
                      "-0.75",
                      "--absolute"};
    REQUIRE(convolve(folder / "in.pfm", folder / "flags.pfm", flags).status == 0);
    CHECK(read_text(folder / "flags.pfm") == expected);
    write_preset(preset, folder / "p.json");
    REQUIRE(convolve(folder / "in.pfm", folder / "preset.pfm", {"--preset", folder / "p.json"}).status == 0);
    CHECK(read_text(folder / "preset.pfm") == expected);
    p.gain = 0.5f;
    p.flip = false;
    REQUIRE(convolve(folder / "in.pfm", folder / "both.pfm",
                     {"--gain", "0.5", "--preset", folder / "p.json", "--no-flip"})
                .status == 0);
    CHECK(read_text(folder / "both.pfm") == pfm_of(shown_by_session(in, preset), folder));
}

TEST_CASE("--threshold alone switches thresholding on, and only what is above becomes the top value") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    REQUIRE(convolve(folder / "in.pfm", folder / "out.pfm",
                     {"--kernel", "identity", "--channels", "grey", "--threshold", "0.4", "--top", "3"})
                .status == 0);
    REQUIRE(convolve(folder / "in.pfm", folder / "grey.pfm", {"--kernel", "identity", "--channels", "grey"})
                .status == 0);
    const Image out = read_image(folder / "out.pfm"), grey = read_image(folder / "grey.pfm");
    REQUIRE(out.channels() == 1);
    int above = 0;
    bool as_defined = true;
    for (int y = 0; y < out.height(); ++y)
        for (int x = 0; x < out.width(); ++x) {
            const bool is_above = grey.plane(0).row(y)[x] > 0.4f;
            above += is_above ? 1 : 0;
            as_defined = as_defined && out.plane(0).row(y)[x] == (is_above ? 3.0f : 0.0f);
        }
    CHECK(as_defined);
    CHECK(above > 0);
    CHECK(above < out.size().area());
}

TEST_CASE("a PFM keeps values below 0 and above 1 as computed, a PNG clamps them") {
    const TemporaryFolder folder;
    write_input(folder / "in.png");
    const Names sobel{"--kernel", "sobel-x"};
    REQUIRE(convolve(folder / "in.png", folder / "out.pfm", sobel).status == 0);
    REQUIRE(convolve(folder / "in.png", folder / "out.png", sobel).status == 0);
    REQUIRE(convolve(folder / "in.png", folder / "deep.png", {"--kernel", "sobel-x", "--bit-depth", "16"})
                .status == 0);
    const Image exact = read_image(folder / "out.pfm"), png = read_image(folder / "out.png");
    const Image deep = read_image(folder / "deep.png");
    double error = 0, deep_error = 0;
    float least = 0;
    for (int y = 0; y < exact.height(); ++y)
        for (int x = 0; x < exact.width(); ++x) {
            const float value = exact.plane(1).row(y)[x], clamped = std::clamp(value, 0.0f, 1.0f);
            least = std::min(least, value);
            error = std::max<double>(error, std::abs(clamped - png.plane(1).row(y)[x]));
            deep_error = std::max<double>(deep_error, std::abs(clamped - deep.plane(1).row(y)[x]));
        }
    CHECK(least < -0.1f);
    CHECK(error <= 0.5 / 255 + 1e-6);
    CHECK(deep_error <= 0.5 / 65535 + 1e-6);
}

TEST_CASE("alpha goes along") {
    const TemporaryFolder folder;
    Image image({9, 7}, 3, true);
    for (int y = 0; y < 7; ++y)
        for (int x = 0; x < 9; ++x) image.alpha().row(y)[x] = static_cast<float>(x * y % 3) / 2;
    write_image(image, folder / "in.png", {.bit_depth = 16});
    REQUIRE(convolve(folder / "in.png", folder / "out.png",
                     {"--kernel", "box", "--mode", "valid", "--bit-depth", "16"})
                .status == 0);
    const Image out = read_image(folder / "out.png");
    REQUIRE(out.has_alpha());
    REQUIRE(out.size() == Size{7, 5});
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 7; ++x)
            CHECK(out.alpha().row(y)[x] == doctest::Approx(image.alpha().row(y + 1)[x + 1]).epsilon(1e-4));
}

TEST_CASE("iterated, n steps are n convolutions one after the other, and a sequence shows them") {
    const TemporaryFolder folder;
    write_input(folder / "0.pfm");
    const Names box{"--kernel", "box"};
    for (int i = 0; i < 3; ++i)
        REQUIRE(convolve(folder / std::to_string(i) + ".pfm", folder / std::to_string(i + 1) + ".pfm", box)
                    .status == 0);
    REQUIRE(convolve(folder / "0.pfm", folder / "at-once.pfm",
                     {"--kernel", "box", "--feed", "iterate", "--steps", "3"})
                .status == 0);
    CHECK(read_text(folder / "at-once.pfm") == read_text(folder / "3.pfm"));
    REQUIRE(convolve(folder / "0.pfm", folder / "f-%d.png",
                     {"--kernel", "box", "--feed", "iterate", "--steps", "3", "--every", "3"})
                .status == 0);
    REQUIRE(convolve(folder / "3.pfm", folder / "last.png", {"--kernel", "identity"}).status == 0);
    CHECK(pfm_of(read_image(folder / "f-1.png"), folder) == pfm_of(read_image(folder / "last.png"), folder));
}

TEST_CASE("fed by diffusion or learning, what is written is the convolution of the picture after the steps") {
    const TemporaryFolder folder;
    write_input(folder / "in.pfm");
    const Image in = read_image(folder / "in.pfm");
    Preset preset = with_kernel(KernelName::sharpen);
    preset.convolution.feed = ConvolutionFeed::diffuse;
    preset.diffusion.k = 0.3f;
    preset.diffusion.coupling = Coupling::vector;
    REQUIRE(convolve(folder / "in.pfm", folder / "d.pfm",
                     {"--kernel", "sharpen", "--feed", "diffuse", "--steps", "6", "--k", "0.3", "--coupling",
                      "vector"})
                .status == 0);
    CHECK(read_text(folder / "d.pfm") == pfm_of(shown_by_session(in, preset, 6), folder));
    preset.convolution.feed = ConvolutionFeed::learn;
    preset.learning.k = 0.3f;
    preset.learning.fidelity = 2;
    REQUIRE(
        convolve(folder / "in.pfm", folder / "l.pfm",
                 {"--kernel", "sharpen", "--feed", "learn", "--steps", "6", "--k", "0.3", "--fidelity", "2"})
            .status == 0);
    CHECK(read_text(folder / "l.pfm") == pfm_of(shown_by_session(in, preset, 6), folder));
    CHECK(read_text(folder / "l.pfm") != read_text(folder / "d.pfm"));
    REQUIRE(convolve(folder / "in.pfm", folder / "film.gif",
                     {"--kernel", "box", "--feed", "diffuse", "--steps", "4", "--every", "2"})
                .status == 0);
    CHECK(read_text(folder / "film.gif").starts_with("GIF89a"));
}
