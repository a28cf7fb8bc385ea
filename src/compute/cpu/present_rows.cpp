#include "compute/cpu/present_rows.h"

#include "compute/reduction.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/present_rows.cpp"
#include "hwy/foreach_target.h"
// Highway first: what follows is compiled for its targets.
#include "compute/cpu/simd_batch-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

/// sums[i] += the taps of texel i in this row of pixels, from the left; blocks of exactly `N` pixels.
template <int N>
int add_whole_blocks(const float* row, int count, float* sums) {
    const FloatTag d;
    const int lanes = static_cast<int>(hn::Lanes(d));
    int i = 0;
    for (; i + lanes <= count; i += lanes) {
        auto sum = hn::LoadU(d, sums + i);
        hn::Vec<FloatTag> a, b, c, e;
        if constexpr (N == 1) {
            sum = hn::Add(sum, hn::LoadU(d, row + i));
        } else if constexpr (N == 2) {
            hn::LoadInterleaved2(d, row + 2 * i, a, b);
            sum = hn::Add(hn::Add(sum, a), b);
        } else if constexpr (N == 3) {
            hn::LoadInterleaved3(d, row + 3 * i, a, b, c);
            sum = hn::Add(hn::Add(hn::Add(sum, a), b), c);
        } else {
            hn::LoadInterleaved4(d, row + 4 * i, a, b, c, e);
            sum = hn::Add(hn::Add(hn::Add(hn::Add(sum, a), b), c), e);
        }
        hn::StoreU(sum, d, sums + i);
    }
    return i;
}

void add_row(const float* row, const FrameRequest& request, int texels, float* sums) {
    const PixelRect& region = request.region;
    const int whole = region.width() / request.reduction;  // texels with a complete block
    int done = 0;
    switch (request.reduction) {
        case 1:
            done = add_whole_blocks<1>(row + region.x0, whole, sums);
            break;
        case 2:
            done = add_whole_blocks<2>(row + region.x0, whole, sums);
            break;
        case 3:
            done = add_whole_blocks<3>(row + region.x0, whole, sums);
            break;
        case 4:
            done = add_whole_blocks<4>(row + region.x0, whole, sums);
            break;
        default:
            break;
    }
    for (int i = done; i < texels; ++i) {
        const Taps taps = taps_of_texel(i, region.x0, region.x1, request.reduction);
        for (int tap = 0; tap < taps.count; ++tap) sums[i] += row[taps.at(tap)];
    }
}

/// Means of a plane's blocks along texel row y.
void reduce_row(ConstPlane plane, const FrameRequest& request, int y, int texels, float* means) {
    const FloatTag d;
    const int lanes = static_cast<int>(hn::Lanes(d));
    for (int i = 0; i < texels; i += lanes) hn::StoreU(hn::Zero(d), d, means + i);
    const Taps rows = taps_of_texel(y, request.region.y0, request.region.y1, request.reduction);
    for (int tap = 0; tap < rows.count; ++tap) add_row(plane.row(rows.at(tap)), request, texels, means);
    if (request.reduction == 1) return;
    const auto factor = [&](int i) {
        const Taps columns = taps_of_texel(i, request.region.x0, request.region.x1, request.reduction);
        return 1.0f / static_cast<float>(columns.count * rows.count);
    };
    const auto inner = hn::Set(d, factor(0));
    const float last = means[texels - 1] * factor(texels - 1);  // its block may be narrower
    for (int i = 0; i < texels; i += lanes) hn::StoreU(hn::Mul(hn::LoadU(d, means + i), inner), d, means + i);
    means[texels - 1] = last;
}

void present_row_simd(const Image& image, const FrameRequest& request, int y, HalfTexel* texels,
                      float* scratch) {
    const FloatTag d;
    const hn::Rebind<hwy::float16_t, FloatTag> d_half;
    const hn::Rebind<std::uint16_t, FloatTag> d_bits;
    const int lanes = static_cast<int>(hn::Lanes(d));
    const int count = request.texels().width;
    const std::size_t row_floats = present_scratch_floats(request) / 4;

    const float* planes[4];
    for (int c = 0; c < 4; ++c) {
        float* means = scratch + static_cast<std::size_t>(c) * row_floats;
        const bool alpha = c == 3;
        if (!alpha && c >= image.channels()) {
            planes[c] = planes[0];  // grey
            continue;
        }
        planes[c] = means;
        if (alpha && !image.has_alpha())
            for (int i = 0; i < count; i += lanes) hn::StoreU(hn::Set(d, 1.0f), d, means + i);
        else
            reduce_row(alpha ? image.alpha() : image.plane(c), request, y, count, means);
    }

    const auto half_bits = [&](int c, int i) HWY_ATTR {
        auto value = hn::LoadU(d, planes[c] + i);
#if HWY_TARGET == HWY_SSSE3 || HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_EMU128 || HWY_TARGET == HWY_SCALAR
        // Highway cuts off where the processor has no conversion; this rounds to nearest, ties to even.
        const IntTag di;
        const auto bits = hn::BitCast(di, value);
        const auto odd = hn::And(hn::ShiftRight<13>(bits), hn::Set(di, 1));
        value = hn::BitCast(d, hn::Add(hn::Add(bits, hn::Set(di, 0x0fff)), odd));
#endif
        return hn::BitCast(d_bits, hn::DemoteTo(d_half, value));
    };
    int i = 0;
    for (; i + lanes <= count; i += lanes)
        hn::StoreInterleaved4(half_bits(0, i), half_bits(1, i), half_bits(2, i), half_bits(3, i), d_bits,
                              &texels[i].r);
    if (i == count) return;
    HalfTexel rest[HWY_MAX_BYTES / sizeof(float)];
    hn::StoreInterleaved4(half_bits(0, i), half_bits(1, i), half_bits(2, i), half_bits(3, i), d_bits,
                          &rest[0].r);
    for (int j = 0; i + j < count; ++j) texels[i + j] = rest[j];
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(present_row_simd);

void present_row(const Image& image, const FrameRequest& request, int y, HalfTexel* texels, float* scratch) {
    HWY_DYNAMIC_DISPATCH(present_row_simd)(image, request, y, texels, scratch);
}

std::size_t present_scratch_floats(const FrameRequest& request) {
    // Four rows of means; vectors may run past the last texel.
    return 4 * (static_cast<std::size_t>(request.texels().width) + 2 * Image::row_padding);
}

}  // namespace droplet
#endif
