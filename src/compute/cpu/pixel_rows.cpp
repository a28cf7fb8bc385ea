#include "compute/cpu/pixel_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/pixel_rows.cpp"
#include "hwy/foreach_target.h"
// Highway first: what follows is compiled for its targets.
#include "compute/cpu/simd_batch-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

using ByteTag = hn::Rebind<std::uint8_t, FloatTag>;

/// math::shown() of a vector, times 255, to the nearest whole number.
template <bool CURVED>
HWY_INLINE hn::Vec<IntTag> whole_bytes(Vector value, const PixelRule& rule) {
    const FloatTag d;
    const IntTag di;
    Vector place = hn::Mul(hn::Sub(value, hn::Set(d, rule.range.low)), hn::Set(d, rule.range.scale));
    if constexpr (CURVED) {
        const GammaTable& table = *rule.gamma;
        const Vector start = hn::Set(d, rule.range.start), rest = hn::Set(d, 1.0f - rule.range.start);
        const Vector from = hn::Div(hn::Sub(place, start), rest);
        // Bits of floats that are not negative are in the order of the floats.
        const auto bits = hn::BitCast(di, hn::Abs(from));
        auto entry = hn::Sub(hn::ShiftRightSame(bits, table.shift()), hn::Set(di, table.first()));
        entry = hn::Min(hn::Max(entry, hn::Zero(di)), hn::Set(di, table.count() - 1));
        const Vector curved = hn::CopySign(hn::GatherIndex(d, table.entries(), entry), from);
        // What is no number stays none.
        place = hn::IfThenElse(hn::Eq(place, place), hn::Add(start, hn::Mul(rest, curved)), place);
    }
    const Vector above = hn::IfThenElseZero(hn::Gt(place, hn::Zero(d)), place);
    const Vector share = hn::Min(above, hn::Set(d, 1.0f));
    return hn::ConvertTo(di, hn::Add(hn::Mul(share, hn::Set(d, 255.0f)), hn::Set(d, 0.5f)));
}

/// math::over_black().
HWY_INLINE hn::Vec<IntTag> over_black(hn::Vec<IntTag> bytes, const float* alpha) {
    const FloatTag d;
    const Vector value = load(alpha);
    const Vector above = hn::IfThenElseZero(hn::Gt(value, hn::Zero(d)), value);
    const Vector share = hn::Min(above, hn::Set(d, 1.0f));
    return hn::ConvertTo(IntTag(), hn::Add(hn::Mul(hn::ConvertTo(d, bytes), share), hn::Set(d, 0.5f)));
}

template <bool CURVED>
HWY_INLINE hn::Vec<ByteTag> bytes_at(const PixelRow& row, const PixelRule& rule, int channel, int x) {
    auto bytes = whole_bytes<CURVED>(load(row.colours[channel] + x), rule);
    if (row.alpha && !rule.map) bytes = over_black(bytes, row.alpha + x);
    return hn::DemoteTo(ByteTag(), bytes);
}

/// All pixels, in whole vectors but the last ones, which go through `rest`.
template <bool CURVED>
void show_pixels(const PixelRow& row, const PixelRule& rule, std::uint8_t* target) {
    const ByteTag d;
    const auto store_at = [&](int x, std::uint8_t* to) HWY_ATTR {
        const auto red = bytes_at<CURVED>(row, rule, 0, x);
        if (row.grey)
            hn::StoreInterleaved3(red, red, red, d, to);
        else
            hn::StoreInterleaved3(red, bytes_at<CURVED>(row, rule, 1, x), bytes_at<CURVED>(row, rule, 2, x),
                                  d, to);
    };
    const int step = lanes();
    int x = 0;
    for (; x + step <= row.width; x += step) store_at(x, target + 3 * x);
    if (x == row.width) return;
    // Rows follow each other without a gap: what a whole vector would write there is not ours.
    std::uint8_t rest[3 * HWY_MAX_BYTES];
    store_at(x, rest);
    for (int i = 0; i < 3 * (row.width - x); ++i) target[3 * x + i] = rest[i];
}

void show_row_simd(const PixelRow& row, const PixelRule& rule, std::uint8_t* target) {
    if (rule.gamma)
        show_pixels<true>(row, rule, target);
    else
        show_pixels<false>(row, rule, target);
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>
#include <bit>
#include <cmath>

namespace droplet {

HWY_EXPORT(show_row_simd);

GammaTable::GammaTable(float inverse_gamma) : inverse_gamma_(inverse_gamma) {
    constexpr int mantissa_bits = 23;
    // Over an entry of 2^-bits of |u| the power changes by inverse_gamma · 2^-bits of itself at most.
    const int bits = std::clamp(static_cast<int>(std::ceil(std::log2(inverse_gamma * 4 * 255))), 2, 16);
    shift_ = mantissa_bits - bits;
    const float least = std::max(std::pow(0.5f / 255, 1 / inverse_gamma), 1e-37f);
    first_ = std::bit_cast<std::int32_t>(least) >> shift_;
    const int one = std::bit_cast<std::int32_t>(1.0f) >> shift_;
    for (int entry = first_; entry < one; ++entry) {
        const float low = std::bit_cast<float>(entry << shift_);
        const float high = std::bit_cast<float>((entry + 1) << shift_);
        entries_.push_back(std::pow((low + high) / 2, inverse_gamma));
    }
    entries_.push_back(1.0f);                                    // of 1 and all above
    entries_.front() = std::min(entries_.front(), 0.25f / 255);  // and of all below
}

void show_row(const PixelRow& row, const PixelRule& rule, std::uint8_t* target) {
    HWY_DYNAMIC_DISPATCH(show_row_simd)(row, rule, target);
    if (!rule.map) return;
    const ColourTable& map = *rule.map;
    for (int x = 0; x < row.width; ++x, target += 3) {
        const Rgb8 colour = map[target[0]];
        target[0] = colour.r, target[1] = colour.g, target[2] = colour.b;
        if (!row.alpha) continue;
        const float alpha = math::shown(row.alpha[x], {});
        for (int c = 0; c < 3; ++c) target[c] = math::over_black(target[c], alpha);
    }
}

}  // namespace droplet
#endif
