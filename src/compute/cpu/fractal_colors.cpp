#include "compute/cpu/fractal_colors.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/fractal_colors.cpp"
#include "hwy/foreach_target.h"
// Highway first: the loops are compiled for its targets.
#include "compute/cpu/simd_vector-inl.h"
#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

using IndexTag = hn::RebindToSigned<FloatTag>;
using Index = hn::Vec<IndexTag>;

HWY_INLINE Vector constant(float value) {
    return hn::Set(FloatTag(), value);
}

/// math::palette_position().
template <Coloring coloring>
HWY_INLINE Vector palette_position(Vector value) {
    const FloatTag d;
    if constexpr (coloring == Coloring::count || coloring == Coloring::escape) {
        return hn::Mul(value, constant(0.05f));
    } else if constexpr (coloring == Coloring::trap) {
        return hn::Neg(hn::Log(d, hn::Max(value, constant(1e-30f))));
    } else if constexpr (coloring == Coloring::distance) {
        return hn::Log(d, hn::Add(constant(1.0f), hn::Max(value, hn::Zero(d))));
    } else {
        return value;
    }
}

/// math::palette_index().
struct Entries {
    Index first, second;
    Vector share;
};
HWY_INLINE Entries palette_entries(Vector position, bool cyclic) {
    const FloatTag d;
    const IndexTag di;
    const Index last = hn::Set(di, PaletteTable::size - 1), one = hn::Set(di, 1);
    Vector place;
    if (cyclic) {
        place = hn::Mul(hn::Sub(position, hn::Floor(position)), constant(PaletteTable::size));
    } else {
        const Vector bounded = hn::Min(hn::Max(position, hn::Zero(d)), constant(1.0f));
        place = hn::Mul(bounded, constant(PaletteTable::size - 1));
    }
    // Just below a whole number a place may have been rounded to the size of the table.
    Index first = hn::Max(hn::ConvertTo(di, place), hn::Zero(di));
    first = hn::IfThenElse(hn::Gt(first, last), cyclic ? hn::Zero(di) : last, first);
    const Index next = hn::Add(first, one);
    const Index second = hn::IfThenElse(hn::Gt(next, last), cyclic ? hn::Zero(di) : last, next);
    return {first, second, hn::Sub(place, hn::Floor(place))};
}

/// The colour between two entries.
HWY_INLINE Vector mixed(Vector a, Vector b, Vector share) {
    return hn::Add(a, hn::Mul(share, hn::Sub(b, a)));
}

/// The part of a row of one sample, the number `sample` of them.
template <Coloring coloring>
void color_values(const FractalColors& colors, const float* values, int width, int sample,
                  float* const (&out)[3]) {
    const FloatTag d;
    const Vector share = constant(1.0f / static_cast<float>(sample + 1));
    const float inside_colors[3] = {colors.inside.r, colors.inside.g, colors.inside.b};
    for (int x = 0; x < width; x += lanes()) {
        const Vector value = load(values + x);
        const auto known = hn::Eq(value, value);
        if (hn::AllFalse(d, known)) continue;
        auto inside = hn::Not(known);
        if constexpr (coloring == Coloring::count || coloring == Coloring::escape)
            inside = hn::Ge(value, constant(colors.iterations));
        if constexpr (coloring == Coloring::distance) inside = hn::Lt(value, hn::Zero(d));
        const Vector safe = hn::IfThenElseZero(known, value);
        const Vector position = hn::Add(hn::Mul(palette_position<coloring>(safe), constant(colors.density)),
                                        constant(colors.offset));
        const Entries at = palette_entries(position, colors.cyclic);
        // Neighbours often have the same value; to look one up is much less than a gather.
        const bool same = hn::AllTrue(d, hn::Eq(value, constant(hn::GetLane(value))));
        const int first = hn::GetLane(at.first), second = hn::GetLane(at.second);
        for (int c = 0; c < 3; ++c) {
            const float* const table = colors.table[static_cast<std::size_t>(c)].data();
            Vector color = same ? mixed(constant(table[first]), constant(table[second]), at.share)
                                : mixed(hn::GatherIndex(d, table, at.first),
                                        hn::GatherIndex(d, table, at.second), at.share);
            color = hn::IfThenElse(inside, constant(inside_colors[c]), color);
            const Vector old = load(out[c] + x);
            if (sample > 0) color = hn::Add(old, hn::Mul(hn::Sub(color, old), share));
            store(hn::IfThenElse(known, color, old), out[c] + x);
        }
    }
}

void color_sample(const FractalColors& colors, const float* values, int width, int sample,
                  float* const (&out)[3]) {
    switch (colors.coloring) {
        case Coloring::count:
        case Coloring::escape:
            return color_values<Coloring::count>(colors, values, width, sample, out);
        case Coloring::trap:
            return color_values<Coloring::trap>(colors, values, width, sample, out);
        case Coloring::angle:
            return color_values<Coloring::angle>(colors, values, width, sample, out);
        case Coloring::distance:
            return color_values<Coloring::distance>(colors, values, width, sample, out);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(color_sample);

FractalColors::FractalColors(const FractalScene& scene)
    : coloring(scene.params.coloring),
      iterations(static_cast<float>(scene.params.iterations)),
      density(scene.params.palette_density),
      offset(scene.params.palette_offset),
      cyclic(scene.colors.cyclic),
      inside(scene.colors.inside) {
    for (std::size_t i = 0; i < scene.colors.colors.size(); ++i) {
        table[0][i] = scene.colors.colors[i].r;
        table[1][i] = scene.colors.colors[i].g;
        table[2][i] = scene.colors.colors[i].b;
    }
}

void FractalColors::color_row(const std::vector<Image>& samples, int y, Image& picture) const {
    float* const out[3] = {picture.plane(0).row(y), picture.plane(1).row(y), picture.plane(2).row(y)};
    int sample = 0;
    for (const Image& plane : samples) HWY_DYNAMIC_DISPATCH(color_sample)
    (*this, plane.plane(0).row(y), picture.width(), sample++, out);
}

}  // namespace droplet
#endif
