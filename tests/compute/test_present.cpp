// What a frame holds: texels of half floats, averaged as compute/reduction.h says.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "compute/cpu/simd_target.h"
#include "compute/reduction.h"
#include "compute/reference.h"

using namespace droplet;
using namespace droplet::test;

namespace {

class MemorySink final : public FrameSink {
 public:
    std::uint32_t gl_buffer(std::size_t) override { return 0; }
    HalfTexel* host_texels(std::size_t count) override {
        texels.assign(count, HalfTexel{0xffff, 0xffff, 0xffff, 0xffff});
        return texels.data();
    }
    std::vector<HalfTexel> texels;
};

float from_half(std::uint16_t h) {
    const int sign = h >> 15, exponent = (h >> 10) & 31, fraction = h & 1023;
    float value = exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
    if (exponent == 31) value = fraction ? NAN : INFINITY;
    return sign ? -value : value;
}

float mean_of_block(ConstPlane plane, const FrameRequest& request, int tx, int ty) {
    const Taps columns = taps_of_texel(tx, request.region.x0, request.region.x1, request.reduction);
    const Taps rows = taps_of_texel(ty, request.region.y0, request.region.y1, request.reduction);
    float sum = 0;
    for (int j = 0; j < rows.count; ++j)
        for (int i = 0; i < columns.count; ++i) sum += plane.row(rows.at(j))[columns.at(i)];
    return sum * (1.0f / static_cast<float>(columns.count * rows.count));
}

void check_frame(Backend& backend, const Image& image, const FrameRequest& request) {
    MemorySink sink;
    const auto frame = backend.present(request);
    CHECK(frame->shape().size == image.size());
    CHECK(frame->request() == request);
    frame->deliver(sink);
    const Size texels = request.texels();
    REQUIRE(sink.texels.size() == static_cast<std::size_t>(texels.area()));
    float largest = 0;
    for (int y = 0; y < texels.height; ++y)
        for (int x = 0; x < texels.width; ++x) {
            const HalfTexel t = sink.texels[static_cast<std::size_t>(y * texels.width + x)];
            const std::uint16_t got[4] = {t.r, t.g, t.b, t.a};
            for (int c = 0; c < 4; ++c) {
                float expected = 1.0f;
                if (c < 3) expected = mean_of_block(image.plane(c % image.channels()), request, x, y);
                if (c == 3 && image.has_alpha()) expected = mean_of_block(image.alpha(), request, x, y);
                largest = std::max(largest, std::fabs(from_half(got[c]) - expected));
            }
        }
    CHECK(largest <= 1.0f / 4096 + 1e-6f);  // half an ulp of a half float below 1
}

}  // namespace

TEST_CASE("A frame holds the region, reduced, for every kind of picture and odd borders") {
    for (const char* simd : {"AVX-512", "AVX2", "SSE4", "NEON", "generic"}) {
        if (!limit_simd(simd)) continue;
        CAPTURE(std::string(simd));
        for (const int channels : {1, 3})
            for (const bool alpha : {false, true}) {
                const Image image = make_picture({157, 83}, channels, 8, alpha);
                const auto backend = make_cpu_backend(2);
                backend->upload(image);
                for (const int reduction : {1, 2, 3, 4, 5, 7, 16, 200}) {
                    CAPTURE(reduction);
                    check_frame(*backend, image, {{0, 0, 157, 83}, reduction, Content::current});
                    check_frame(*backend, image, {{32, 16, 113, 57}, reduction, Content::original});
                    check_frame(*backend, image, {{156, 82, 157, 83}, reduction, Content::current});
                }
            }
    }
    limit_simd("");
}

TEST_CASE("A frame stays as it was while the backend goes on and after it is gone") {
    const Image image = make_picture({64, 48}, 3);
    MemorySink before, after;
    std::unique_ptr<Frame> frame;
    {
        const auto backend = make_cpu_backend(1);
        backend->upload(image);
        backend->present({{0, 0, 64, 48}, 1, Content::current})->deliver(before);
        frame = backend->present({{0, 0, 64, 48}, 1, Content::current});
        backend->diffuse({}, 10, {});
    }
    frame->deliver(after);
    CHECK(std::memcmp(before.texels.data(), after.texels.data(), before.texels.size() * sizeof(HalfTexel)) ==
          0);
}

TEST_CASE("Statistics are those of a plain loop") {
    for (const int channels : {1, 3}) {
        const Image image = make_picture({149, 211}, channels, 12);
        const auto backend = make_cpu_backend(2);
        backend->upload(image);
        const auto statistics = backend->statistics(Content::current);
        REQUIRE(statistics.size() == static_cast<std::size_t>(channels));
        for (int c = 0; c < channels; ++c) {
            double sum = 0;
            float low = INFINITY, high = -INFINITY;
            for (int y = 0; y < 211; ++y)
                for (int x = 0; x < 149; ++x) {
                    const float v = image.plane(c).row(y)[x];
                    sum += static_cast<double>(v);
                    low = std::min(low, v);
                    high = std::max(high, v);
                }
            const auto& s = statistics[static_cast<std::size_t>(c)];
            CHECK(s.mean == doctest::Approx(sum / (149 * 211)).epsilon(1e-12));
            CHECK(s.min == low);
            CHECK(s.max == high);
        }
    }
}
