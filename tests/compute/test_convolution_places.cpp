// Convolutions through Backend: sizes and places of results, borders, alpha, thresholds, and what stays.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "compute/backend_convolution.h"
#include "model/error.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Image row_of(const std::vector<float>& values) {
    Image image({static_cast<int>(values.size()), 1}, 1);
    std::copy(values.begin(), values.end(), image.plane(0).row(0));
    return image;
}

}  // namespace

TEST_CASE("Convolutions: the modes have their sizes, and results say where they lie in the picture") {
    struct Case {
        Size image, kernel;
        bool flip;
        ConvolutionMode mode;
        Size size;
        int origin_x, origin_y;
    };
    using enum ConvolutionMode;
    const Case cases[] = {
        {{10, 8}, {3, 3}, false, same, {10, 8}, 0, 0},    {{10, 8}, {3, 3}, false, valid, {8, 6}, 1, 1},
        {{10, 8}, {3, 3}, false, full, {12, 10}, -1, -1}, {{10, 8}, {5, 1}, false, valid, {6, 8}, 2, 0},
        {{10, 8}, {1, 5}, false, full, {10, 12}, 0, -2},  {{10, 8}, {4, 2}, false, valid, {7, 7}, 2, 1},
        {{10, 8}, {4, 2}, true, valid, {7, 7}, 1, 0},     {{10, 8}, {4, 2}, false, full, {13, 9}, -1, 0},
        {{10, 8}, {4, 2}, true, full, {13, 9}, -2, -1},   {{10, 8}, {10, 8}, false, valid, {1, 1}, 5, 4},
        {{2, 3}, {31, 31}, false, same, {2, 3}, 0, 0},    {{2, 3}, {31, 31}, false, full, {32, 33}, -15, -15},
        {{1, 1}, {1, 1}, true, valid, {1, 1}, 0, 0}};
    for (const Case& c : cases) {
        CAPTURE(c.kernel.width);
        CAPTURE(c.kernel.height);
        CAPTURE(c.flip);
        CAPTURE(std::string(enum_name(c.mode)));
        const Kernel kernel = random_kernel(c.kernel.width, c.kernel.height);
        const Result result =
            convolved(make_picture(c.image, 1), kernel, with(c.mode, Border::reflect_101, c.flip));
        CHECK(result.image.size() == c.size);
        CHECK(result.shape == PictureShape{c.size, 1, c.origin_x, c.origin_y});
    }
}

TEST_CASE("Convolutions: valid of a larger kernel, and no kernel at all, are refused and leave no result") {
    const auto backend = make_cpu_backend(1);
    backend->upload(make_picture({5, 9}, 3));
    CHECK(backend->shape(Content::result).size == Size{});
    for (const Size size : {Size{6, 1}, Size{1, 10}, Size{31, 31}}) {
        backend->convolve(random_kernel(3, 3), {});
        CHECK(backend->shape(Content::result).size == Size{5, 9});
        CHECK_THROWS_AS(
            backend->convolve(random_kernel(size.width, size.height), with(ConvolutionMode::valid)), Error);
        CHECK(backend->shape(Content::result).size == Size{});
    }
    CHECK_THROWS_AS(backend->convolve({}, {}), Error);
    try {
        backend->convolve(random_kernel(6, 1), with(ConvolutionMode::valid));
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::usage);
        CHECK(std::string(error.what()).find("6x1 is larger than the picture, 5x9") != std::string::npos);
    }
}

TEST_CASE("Convolutions: beyond the border of abcd stands what the border's picture shows, by index") {
    // a to d are pixels, v is the constant.
    struct Picture {
        Border border;
        std::string around_abcd, around_ab, around_a;
    };
    const Picture pictures[] = {{Border::constant, "vvvvvabcdvvvvv", "vvvvvabvvvvv", "vvvvvavvvvv"},
                                {Border::replicate, "aaaaaabcdddddd", "aaaaaabbbbbb", "aaaaaaaaaaa"},
                                {Border::reflect, "ddcbaabcddcbaa", "aabbaabbaabb", "aaaaaaaaaaa"},
                                {Border::reflect_101, "bcdcbabcdcbabc", "babababababa", "aaaaaaaaaaa"},
                                {Border::wrap, "dabcdabcdabcda", "babababababa", "aaaaaaaaaaa"}};
    const auto value_of = [](char letter) {
        return letter == 'v' ? 9.0f : static_cast<float>(letter - 'a' + 1);
    };
    constexpr int reach = 5;
    for (const Picture& picture : pictures)
        for (const bool down : {false, true}) {
            CAPTURE(std::string(enum_name(picture.border)));
            CAPTURE(down);
            const std::string rows[] = {"abcd", "ab", "a"};
            const std::string* const arounds[] = {&picture.around_abcd, &picture.around_ab,
                                                  &picture.around_a};
            for (int k = 0; k < 3; ++k) {
                const std::string& row = rows[k];
                const int n = static_cast<int>(row.size());
                Image image(down ? Size{1, n} : Size{n, 1}, 1);
                for (int i = 0; i < n; ++i)
                    image.plane(0).row(down ? i : 0)[down ? 0 : i] =
                        value_of(row[static_cast<std::size_t>(i)]);
                ConvolutionParams params = with(ConvolutionMode::same, picture.border);
                params.border_value = 9;
                std::string seen;
                for (int i = -reach; i < n + reach; ++i) {
                    // The pixel nearest to i, and the weight that looks from it at i.
                    const int at = std::clamp(i, 0, n - 1), side = 2 * reach + 1, weight = reach + i - at;
                    const Kernel kernel = down ? delta({1, side}, weight, 0) : delta({side, 1}, 0, weight);
                    const Image result = convolved(image, kernel, params).image;
                    const float value = result.plane(0).row(down ? at : 0)[down ? 0 : at];
                    seen += value == 9 ? 'v' : static_cast<char>('a' + static_cast<int>(value) - 1);
                }
                CHECK(seen == *arounds[k]);
            }
        }
}

TEST_CASE("Convolutions: alpha goes along by position, beyond the border as at it") {
    const Image image = make_picture({12, 9}, 3, 8, true);
    const Kernel kernel = random_kernel(4, 3, 2);
    for (const ConvolutionMode mode : all_modes)
        for (const bool flip : {false, true})
            for (const auto channels : {ConvolutionChannels::each, ConvolutionChannels::grey}) {
                ConvolutionParams params = with(mode, Border::wrap, flip);
                params.channels = channels;
                const Result result = convolved(image, kernel, params);
                REQUIRE(result.image.has_alpha());
                bool as_expected = true;
                for (int y = 0; y < result.image.height(); ++y)
                    for (int x = 0; x < result.image.width(); ++x) {
                        const int from_y = std::clamp(y + result.shape.origin_y, 0, image.height() - 1);
                        const int from_x = std::clamp(x + result.shape.origin_x, 0, image.width() - 1);
                        as_expected = as_expected &&
                                      result.image.alpha().row(y)[x] == image.alpha().row(from_y)[from_x];
                    }
                CHECK(as_expected);
            }
}

TEST_CASE("Convolutions: n in place are n results one after the other, in the picture's size, in any mode") {
    for (const ConvolutionMode mode : all_modes)
        for (const auto channels : {ConvolutionChannels::each, ConvolutionChannels::grey}) {
            ConvolutionParams params = with(mode, Border::replicate, true);
            params.channels = channels;
            params.gain = 0.9f;
            const Kernel kernel = random_kernel(5, 4, 7);
            const Image image = make_picture({23, 17}, 3, 9, true);
            const auto backend = make_cpu_backend(2);
            backend->upload(image);
            CHECK(backend->convolve_in_place(kernel, params, 4, {}) == 4);
            ConvolutionParams same = params;
            same.mode = ConvolutionMode::same;
            Image expected = image.clone();
            for (int i = 0; i < 4; ++i) {
                const Image next = convolved(expected, kernel, same).image;
                for (int c = 0; c < 3; ++c)
                    for (int y = 0; y < image.height(); ++y)
                        std::copy_n(next.plane(std::min(c, next.channels() - 1)).row(y), image.width(),
                                    expected.plane(c).row(y));
            }
            CHECK(same_bits(backend->download(Content::current), expected));
            CHECK(same_bits(backend->download(Content::original), image));
        }
}

TEST_CASE("Convolutions: a result stays as it is while the picture goes on, and goes with another picture") {
    const auto backend = make_cpu_backend(1);
    const Image image = make_picture({20, 15}, 3);
    backend->upload(image);
    const Kernel kernel = random_kernel(3, 5);
    backend->convolve(kernel, {});
    const Image result = backend->download(Content::result);
    CHECK(same_bits(backend->download(Content::current), image));
    CHECK(backend->convolve_in_place(random_kernel(3, 3), {}, 2, {}) == 2);
    CHECK(same_bits(backend->download(Content::result), result));
    backend->convolve(kernel, {});
    CHECK_FALSE(same_bits(backend->download(Content::result), result));
    backend->reset();
    backend->convolve(kernel, {});
    CHECK(same_bits(backend->download(Content::result), result));
    backend->upload(image);
    CHECK(backend->shape(Content::result).size == Size{});
}

TEST_CASE("Convolutions: a requested stop ends them between two steps") {
    const auto backend = make_cpu_backend(1);
    const Image image = make_picture({20, 15}, 1);
    backend->upload(image);
    std::stop_source stop;
    stop.request_stop();
    CHECK(backend->convolve_in_place(random_kernel(3, 3), {}, 5, stop.get_token()) == 0);
    CHECK(same_bits(backend->download(Content::current), image));
}

TEST_CASE("Convolutions: of a grey picture, each channel and grey are the same bits") {
    const Image image = make_picture({20, 15}, 1);
    ConvolutionParams grey;
    grey.channels = ConvolutionChannels::grey;
    CHECK(same_bits(convolved(image, random_kernel(3, 3), {}).image,
                    convolved(image, random_kernel(3, 3), grey).image));
}

TEST_CASE(
    "Convolutions: only what is above the threshold becomes the top value, after gain, offset and sign") {
    const float t = 0.3f, infinity = std::numeric_limits<float>::infinity();
    const Kernel identity = delta({1, 1}, 0, 0);
    ConvolutionParams params;
    params.thresholding = true;
    params.threshold = t;
    params.top = 5;
    const auto values = [&](const std::vector<float>& in) {
        const Image out = convolved(row_of(in), identity, params).image;
        return std::vector<float>(out.plane(0).row(0), out.plane(0).row(0) + out.width());
    };
    CHECK(values({std::nextafter(t, -infinity), t, std::nextafter(t, infinity), -1, 1, 0}) ==
          std::vector<float>{0, 0, 5, 0, 5, 0});
    params.absolute = true;
    CHECK(values({-t, -0.5f, 0.5f, 0.1f}) == std::vector<float>{0, 5, 5, 0});
    params.absolute = false;
    params.gain = 2;
    params.offset = -0.5f;
    params.threshold = 0.25f;
    CHECK(values({0.375f, 0.5f, 0.25f}) == std::vector<float>{0, 5, 0});
    params.top = 0;
    CHECK(values({0.5f, 1}) == std::vector<float>{0, 0});
    params.thresholding = false;
    CHECK(values({0.375f, 0.5f, 0.25f}) == std::vector<float>{0.25f, 0.5f, 0});
    params.absolute = true;
    CHECK(values({0.125f}) == std::vector<float>{0.25f});
}
