#include "ui/convolution_panel.h"

#include <doctest/doctest.h>

#include "ui/convolution_panel_logic.h"
#include "ui/panel_host.h"

using namespace droplet;

namespace {

struct Bench {
    Preset preset;
    SessionStatus status;
    Messages messages;
    int changes = 0;
    test::PanelHost host;

    Bench() : host([this] { changes += convolution_panel(preset, status, messages) ? 1 : 0; }) {
        preset.process = Process::convolve;
        status.size = {16, 12};
        status.channels = 3;
        host.frames(3);
    }
    ConvolutionParams& params() { return preset.convolution; }
};

/// Where the rows of these keys stand.
std::vector<float> heights() {
    std::vector<float> result;
    for (const char* key :
         {"mode.size", "border", "border-value", "gain", "threshold", "top", "convolution.method"})
        result.push_back(test::PanelHost::at(key).y);
    return result;
}

}  // namespace

TEST_CASE("The switch turns the flip on and off") {
    Bench bench;
    CHECK_FALSE(bench.params().flip);
    const Place whole = *place_of("flip");
    bench.host.move_to({whole.min.x + (whole.max.x - whole.min.x) * 0.75f, (whole.min.y + whole.max.y) / 2});
    bench.host.button(0, true);
    bench.host.button(0, false);
    CHECK(bench.params().flip);
    CHECK(bench.changes == 1);
    bench.host.move_to({whole.min.x + (whole.max.x - whole.min.x) * 0.25f, (whole.min.y + whole.max.y) / 2});
    bench.host.button(0, true);
    bench.host.button(0, false);
    CHECK_FALSE(bench.params().flip);
}

TEST_CASE("One button takes a kernel for which the flip matters, the other one for which it does not") {
    Bench bench;
    bench.host.click("flip.matters");
    Kernel kernel = kernel_of(bench.params(), bench.preset.custom_kernel);
    CHECK(flip_difference(kernel) > 0.05f);
    CHECK(flipped(kernel) != kernel);
    CHECK(flip_sentence(kernel).find("is up to 0.1") != std::string::npos);
    bench.host.click("flip.indifferent");
    kernel = kernel_of(bench.params(), bench.preset.custom_kernel);
    CHECK(flip_difference(kernel) == 0);
    CHECK(flip_sentence(kernel).find("no difference") != std::string::npos);
    CHECK(bench.changes == 2);
}

TEST_CASE("Whether the flip matters is read off the weights of every named kernel") {
    ConvolutionParams params;
    params.kernel_size = 7;
    params.kernel_angle = 30;
    for (std::size_t i = 0; i + 1 < EnumNames<KernelName>::names.size(); ++i) {
        params.kernel = static_cast<KernelName>(i);
        CAPTURE(enum_name(params.kernel));
        const Kernel kernel = kernel_of(params, {});
        const bool derivative =
            params.kernel == KernelName::sobel_x || params.kernel == KernelName::sobel_y ||
            params.kernel == KernelName::scharr_x || params.kernel == KernelName::scharr_y ||
            params.kernel == KernelName::prewitt_x || params.kernel == KernelName::prewitt_y ||
            params.kernel == KernelName::emboss;
        CHECK((flip_sentence(kernel).find("no difference") == std::string::npos) == derivative);
    }
    CHECK(flip_sentence({}) == "There is no kernel yet.");
}

TEST_CASE("The size of the result follows mode and kernel, and says when valid leaves nothing") {
    ConvolutionParams params;
    const Kernel kernel(5, 3);
    CHECK(result_size(params, kernel, {16, 12}).text == "16 × 12");
    params.mode = ConvolutionMode::valid;
    CHECK(result_size(params, kernel, {16, 12}).text == "12 × 10");
    params.mode = ConvolutionMode::full;
    CHECK(result_size(params, kernel, {16, 12}).text == "20 × 14");
    params.mode = ConvolutionMode::valid;
    CHECK(result_size(params, Kernel(16, 12), {16, 12}).text == "1 × 1");
    CHECK_FALSE(result_size(params, Kernel(17, 3), {16, 12}).possible);
    CHECK(result_size(params, kernel, {}).text.empty());
}

TEST_CASE("Modes are chosen by their names") {
    Bench bench;
    bench.host.click("mode.valid");
    CHECK(bench.params().mode == ConvolutionMode::valid);
    bench.host.click("mode.full");
    CHECK(bench.params().mode == ConvolutionMode::full);
}

TEST_CASE("Iterating and the modes that change the size exclude each other, with a reason") {
    Bench bench;
    bench.host.click("feed.iterate");
    CHECK(bench.params().feed == ConvolutionFeed::iterate);
    bench.host.click("mode.valid");
    CHECK(bench.params().mode == ConvolutionMode::same);
    CHECK_FALSE(mode_refusal(bench.params(), ConvolutionMode::full).empty());
    bench.host.click("feed.once");
    bench.host.click("mode.valid");
    CHECK(bench.params().mode == ConvolutionMode::valid);
    bench.host.click("feed.iterate");
    CHECK(bench.params().feed == ConvolutionFeed::once);
    CHECK_FALSE(feed_refusal(bench.params(), ConvolutionFeed::iterate).empty());
    CHECK(feed_refusal(bench.params(), ConvolutionFeed::diffuse).empty());
}

TEST_CASE("Rows that do nothing say why, and greying one moves none") {
    ConvolutionParams params;
    CHECK(convolution_refusal(params, 3, "border").empty());
    CHECK_FALSE(convolution_refusal(params, 3, "border-value").empty());
    CHECK_FALSE(convolution_refusal(params, 3, "threshold").empty());
    CHECK_FALSE(convolution_refusal(params, 1, "channels").empty());
    CHECK(convolution_refusal(params, 3, "channels").empty());
    params.border = Border::constant;
    params.thresholding = true;
    CHECK(convolution_refusal(params, 3, "border-value").empty());
    CHECK(convolution_refusal(params, 3, "top").empty());
    params.mode = ConvolutionMode::valid;
    CHECK_FALSE(convolution_refusal(params, 3, "border").empty());
    CHECK_FALSE(convolution_refusal(params, 3, "border-value").empty());

    Bench bench;
    const std::vector<float> before = heights();
    bench.params() = params;
    bench.status.size = {2, 2};  // valid is impossible
    bench.preset.convolution.flip = true;
    bench.status.convolution = {ConvolutionMethod::separable, 1, 12, 0.5};
    bench.host.frames(3);
    CHECK(heights() == before);
}

TEST_CASE("The settings of what feeds the convolution are at hand where they act") {
    Bench bench;
    bench.params().feed = ConvolutionFeed::diffuse;
    bench.host.frames(2);
    bench.host.click("fold.Diffusion");
    bench.host.frames(2);
    REQUIRE(place_of("conductance").has_value());
    const float before = bench.preset.diffusion.k;
    const Place k = *place_of("k");
    bench.host.move_to({k.min.x + (k.max.x - k.min.x) * 0.9f, (k.min.y + k.max.y) / 2});
    bench.host.button(0, true);
    bench.host.button(0, false);
    CHECK(bench.preset.diffusion.k != before);
}

TEST_CASE("The border's patterns are those of the definition") {
    CHECK(border_patterns() ==
          "constant: vvv|abcd|vvv\nreplicate: aaa|abcd|ddd\nreflect: cba|abcd|dcb\n"
          "reflect-101: dcb|abcd|cba\nwrap: bcd|abcd|abc");
}
