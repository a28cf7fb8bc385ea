#include "ui/sliding_sum.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>

#include "session/session.h"
#include "ui/sliding_view.h"

using namespace droplet;

namespace {

constexpr std::array all_modes{ConvolutionMode::same, ConvolutionMode::valid, ConvolutionMode::full};
constexpr std::array all_borders{Border::constant, Border::replicate, Border::reflect, Border::reflect_101,
                                 Border::wrap};

/// Values that no two cells share, some of them outside [0, 1].
std::shared_ptr<const Image> uneven_picture(Size size, int channels) {
    auto image = std::make_shared<Image>(size, channels);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                image->plane(c).row(y)[x] = std::sin(1.7f * static_cast<float>(x + 31 * y + 977 * c)) + 0.3f;
    return image;
}

Kernel uneven_kernel(int width, int height) {
    Kernel kernel(width, height);
    for (int i = 0; i < width * height; ++i)
        kernel.weights[static_cast<std::size_t>(i)] = std::cos(2.3f * static_cast<float>(i)) + 0.1f;
    return kernel;
}

/// A session with its result, and what the window would see of it.
struct Bench {
    Session session{open_backend(BackendChoice::cpu), 1};
    Preset preset;
    SessionStatus status;

    Bench(std::shared_ptr<const Image> image, const Kernel& kernel) {
        status.size = image->size();
        status.channels = image->channels();
        session.load(std::move(image));
        preset.process = Process::convolve;
        preset.convolution.kernel = KernelName::custom;
        preset.custom_kernel = kernel;
    }

    /// How many pixels of the result were compared with their sums.
    int compare(SlidingChannel channel, int plane) {
        session.derive(preset);
        const Image result = session.download(Content::result);
        const SlidingScene scene = sliding_scene(preset, status);
        REQUIRE(scene.refusal.empty());
        REQUIRE(result.size() == scene.correlation.size);
        int compared = 0;
        for (int y = 0; y < result.height(); ++y)
            for (int x = 0; x < result.width(); ++x) {
                const Spot spot = scene.spot_of(x, y);
                ReadingRequest request;
                request.regions = sliding_regions(scene, preset.convolution, spot);
                const Readings readings = session.read(request);
                const SlidingSum sum = sum_at(scene, preset.convolution, spot, channel, readings);
                const auto shown = result_at(scene, spot, channel, readings);
                CAPTURE(x);
                CAPTURE(y);
                REQUIRE(sum.known);
                REQUIRE(shown.has_value());
                CHECK(*shown == result.plane(plane).row(y)[x]);
                CHECK(sum.value == doctest::Approx(*shown).epsilon(1e-4).scale(1));
                CHECK(agree(sum, *shown));
                ++compared;
            }
        return compared;
    }
};

}  // namespace

TEST_CASE("The sum of the window is what the result holds: every mode, border, flip, even sizes, corners") {
    for (const Size shape : {Size{3, 3}, Size{2, 2}, Size{4, 3}, Size{1, 5}, Size{6, 1}})
        for (const ConvolutionMode mode : all_modes)
            for (const Border border : all_borders)
                for (const bool flip : {false, true}) {
                    CAPTURE(shape.width);
                    CAPTURE(shape.height);
                    CAPTURE(enum_name(mode));
                    CAPTURE(enum_name(border));
                    CAPTURE(flip);
                    Bench bench(uneven_picture({7, 6}, 1), uneven_kernel(shape.width, shape.height));
                    bench.preset.convolution.mode = mode;
                    bench.preset.convolution.border = border;
                    bench.preset.convolution.border_value = 0.6f;
                    bench.preset.convolution.flip = flip;
                    CHECK(bench.compare(SlidingChannel::grey, 0) > 0);
                }
}

TEST_CASE("Of a colour picture, the sum is that of the chosen channel, or of the grey") {
    Bench bench(uneven_picture({6, 5}, 3), uneven_kernel(3, 2));
    bench.preset.convolution.border = Border::wrap;
    for (const int channel : {0, 1, 2})
        CHECK(bench.compare(static_cast<SlidingChannel>(channel), channel) == 30);
    bench.preset.convolution.channels = ConvolutionChannels::grey;
    CHECK(bench.compare(SlidingChannel::grey, 0) == 30);
}

TEST_CASE("Gain, offset, absolute value and threshold follow the sum in this order") {
    Bench bench(uneven_picture({8, 5}, 1), uneven_kernel(3, 3));
    ConvolutionParams& params = bench.preset.convolution;
    params.gain = -2;
    params.offset = 0.25f;
    CHECK(bench.compare(SlidingChannel::grey, 0) == 40);
    params.absolute = true;
    CHECK(bench.compare(SlidingChannel::grey, 0) == 40);
    params.thresholding = true;
    params.threshold = 1;
    params.top = 3;
    CHECK(bench.compare(SlidingChannel::grey, 0) == 40);
    const SlidingSum sum = sliding_sum(correlation_of(bench.preset.custom_kernel, params, {8, 5}), params,
                                       {8, 5}, 2, 2, [](int, int) { return 1.0f; });
    CHECK(sum.scaled == -2 * sum.sum);
    CHECK(sum.shifted == sum.scaled + 0.25f);
    CHECK(sum.magnitude == std::fabs(sum.shifted));
    CHECK(sum.value == (sum.magnitude > 1 ? 3.0f : 0.0f));
}

TEST_CASE("A window larger than the picture takes every value from where the border says") {
    for (const Border border : all_borders) {
        CAPTURE(enum_name(border));
        Bench bench(uneven_picture({5, 4}, 1), uneven_kernel(31, 31));
        bench.preset.convolution.border = border;
        CHECK(bench.compare(SlidingChannel::grey, 0) == 20);
        bench.preset.convolution.mode = ConvolutionMode::full;
        CHECK(bench.compare(SlidingChannel::grey, 0) == 35 * 34);
    }
}

TEST_CASE("A cell beyond the border names the pixel whose value it takes") {
    ConvolutionParams params;
    const auto corner = [&](Border border) {
        params.border = border;
        // The cell above and left of the first pixel.
        return sliding_sum(correlation_of(uneven_kernel(3, 3), params, {4, 5}), params, {4, 5}, 0, 0,
                           [](int, int) { return 0.5f; })
            .at(0, 0);
    };
    const auto source = [&](Border border) {
        const WindowCell cell = corner(border);
        CHECK(cell.x == -1);
        CHECK(cell.y == -1);
        return Size{cell.source_x, cell.source_y};
    };
    params.border_value = 0.25f;
    CHECK(source(Border::constant) == Size{-1, -1});
    CHECK(corner(Border::constant).value == 0.25f);
    CHECK(corner(Border::constant).source == CellSource::constant);
    CHECK(source(Border::replicate) == Size{0, 0});
    CHECK(source(Border::reflect) == Size{0, 0});
    CHECK(source(Border::reflect_101) == Size{1, 1});
    CHECK(source(Border::wrap) == Size{3, 4});
    CHECK(corner(Border::wrap).source == CellSource::across_both);
    CHECK(corner(Border::wrap).value == 0.5f);

    params.border = Border::reflect_101;
    const SlidingSum sum = sliding_sum(correlation_of(uneven_kernel(3, 3), params, {4, 5}), params, {4, 5}, 0,
                                       2, [](int, int) { return 0.5f; });
    CHECK(sum.at(1, 0).source == CellSource::across_x);
    CHECK(sum.at(1, 1).source == CellSource::inside);
    CHECK(source_text(sum.at(1, 0), params) == "(-1, 2) is outside: mirrors (1, 2)");
    CHECK(source_text(sum.at(1, 1), params) == "pixel (0, 2)");
}

TEST_CASE("A value that has not been read leaves the sum unknown") {
    const ConvolutionParams params;
    const SlidingSum sum =
        sliding_sum(correlation_of(uneven_kernel(3, 3), params, {9, 9}), params, {9, 9}, 4, 4,
                    [](int x, int) { return x == 4 ? std::nullopt : std::optional<float>(1.0f); });
    CHECK_FALSE(sum.known);
    CHECK_FALSE(sum.at(0, 1).known);
    CHECK(sum.at(0, 0).known);
}

TEST_CASE("What the window reads stays small, holds all it needs, and moves in squares") {
    const Size image{1920, 1080};
    ConvolutionParams params;
    for (const Border border : all_borders)
        for (const ConvolutionMode mode : {ConvolutionMode::same, ConvolutionMode::full}) {
            params.border = border;
            params.mode = mode;
            const Correlation correlation = correlation_of(uneven_kernel(31, 31), params, image);
            for (const Size at : {Size{0, 0}, Size{correlation.size.width - 1, 0}, Size{959, 539},
                                  Size{correlation.size.width - 1, correlation.size.height - 1}}) {
                const auto parts = window_parts(correlation, border, image, at.width, at.height);
                std::int64_t area = 0;
                for (const PixelRect& part : parts) {
                    area += Size{part.width(), part.height()}.area();
                    CHECK(part.x0 >= 0);
                    CHECK(part.x1 <= image.width);
                    CHECK(part.y1 <= image.height);
                }
                CHECK(area <= 64 * 64);
                const SlidingSum sum =
                    sliding_sum(correlation, params, image, at.width, at.height,
                                [&](int x, int y) -> std::optional<float> {
                                    for (const PixelRect& part : parts)
                                        if (x >= part.x0 && x < part.x1 && y >= part.y0 && y < part.y1)
                                            return 1.0f;
                                    return std::nullopt;
                                });
                CHECK(sum.known);
            }
        }
    params = {};
    const Correlation correlation = correlation_of(uneven_kernel(3, 3), params, image);
    CHECK(window_parts(correlation, params.border, image, 40, 40) ==
          window_parts(correlation, params.border, image, 41, 42));
}

TEST_CASE("The outlines of the three modes are the sizes and origins of their results") {
    const Size image{9, 7};
    for (const Size shape : {Size{3, 3}, Size{4, 2}, Size{1, 6}, Size{5, 5}})
        for (const bool flip : {false, true})
            for (const ModeOutline& outline :
                 mode_outlines(uneven_kernel(shape.width, shape.height), flip, image)) {
                ConvolutionParams params;
                params.mode = outline.mode;
                params.flip = flip;
                const Correlation correlation =
                    correlation_of(uneven_kernel(shape.width, shape.height), params, image);
                CHECK(outline.possible());
                CHECK(Size{outline.width, outline.height} == correlation.size);
                CHECK(outline.x == correlation.origin_x);
                CHECK(outline.y == correlation.origin_y);
            }
    CHECK_FALSE(mode_outlines(uneven_kernel(10, 3), false, image)[2].possible());
}

TEST_CASE("A number of another sum is told from one that was rounded otherwise") {
    SlidingSum sum;
    sum.cells = {WindowCell{}};
    sum.value = 0.5f;
    CHECK(agree(sum, 0.50001f));
    CHECK_FALSE(agree(sum, 0.51f));
    sum.cells[0].product = 1000;  // what is small beside the products is their rounding
    CHECK(agree(sum, 0.51f));
}
