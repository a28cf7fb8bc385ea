#include "compute/cpu/diffuse_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/diffuse_rows.cpp"
#include "hwy/foreach_target.h"
// Highway first: the formulas below are compiled for its targets.
#include "compute/cpu/simd_batch-inl.h"
#include "hwy/highway.h"
#include "math/diffusion.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

static_assert(HWY_MAX_BYTES <= DiffusionRows::row_slack * 4, "a vector fits into the slack behind a row");

/// Edges that go through the conductance together. Four keep a processor's schedulers from filling with
/// operations that wait, even where that spills a few of 16 registers; three coupled channels are independent
/// enough by twos.
template <int N>
constexpr int edges_at_once = N == 1 ? 4 : 2;

template <Conductance C, int N>
void flux_below(const DiffusionRows& all_rows) {
    const DiffusionRows rows =
        all_rows;  // a copy's pointers cannot change by what is stored: they stay in registers
    const auto scale = broadcast<Batch<1>>(rows.scale);
    for (int x = 0; x < rows.width; x += lanes()) {
        Batch<1> south[N];
        for (int c = 0; c < N; ++c)
            south[c].v[0] = hn::Sub(load(rows.below[c] + x), load(rows.current[c] + x));
        edge_flux<C, N>(south, scale);
        for (int c = 0; c < N; ++c) store(south[c].v[0], rows.flux[c] + x);
    }
}

HWY_INLINE Vector new_value(Vector value, Vector east, Vector west, Vector south, Vector north, float rate) {
    return diffused(Batch<1>{{value}}, Batch<1>{{east}}, Batch<1>{{west}}, Batch<1>{{south}},
                    Batch<1>{{north}}, broadcast<Batch<1>>(rate))
        .v[0];
}

template <Conductance C, int N>
void one_row(const DiffusionRows& all_rows) {
    const DiffusionRows rows = all_rows;
    const auto scale = broadcast<Batch<2>>(rows.scale);
    const float rate = rows.rate;
    const int width = rows.width;
    Vector previous[N];
    for (int c = 0; c < N; ++c) previous[c] = hn::Zero(FloatTag());
    for (int x = 0; x < width; x += lanes()) {
        Vector value[N];
        Batch<2> flux[N];  // east, south
        for (int c = 0; c < N; ++c) {
            value[c] = load(rows.current[c] + x);
            flux[c].v[0] = hn::Sub(load(rows.current[c] + x + 1), value[c]);
            flux[c].v[1] = hn::Sub(load(rows.below[c] + x), value[c]);
        }
        edge_flux<C, N>(flux, scale);
        for (int c = 0; c < N; ++c) {
            const auto& [east, south] = flux[c].v;
            const Vector west = shift_in(east, previous[c]), north = load(rows.flux[c] + x);
            previous[c] = east;
            store(south, rows.flux[c] + x);
            store(new_value(value[c], east, west, south, north, rate), rows.out[c] + x);
        }
    }
    for (int c = 0; c < N; ++c) rows.out[c][width] = rows.out[c][width - 1];
}

template <Conductance C, int N>
void two_rows(const DiffusionRows& all_rows) {
    constexpr int M = edges_at_once<N>;
    const DiffusionRows rows = all_rows;
    const auto scale = broadcast<Batch<M>>(rows.scale);
    const float rate = rows.rate;
    const int width = rows.width;
    Vector previous[N], previous2[N];
    for (int c = 0; c < N; ++c) previous[c] = previous2[c] = hn::Zero(FloatTag());
    for (int x = 0; x < width; x += lanes()) {
        Vector value[N], below[N];
        Batch<M> flux[4 / M][N];  // east, south, and the same of the second row
        for (int c = 0; c < N; ++c) {
            value[c] = load(rows.current[c] + x);
            below[c] = load(rows.below[c] + x);
            flux[0][c].v[0] = hn::Sub(load(rows.current[c] + x + 1), value[c]);
            flux[0][c].v[1] = hn::Sub(below[c], value[c]);
            flux[2 / M][c].v[2 % M] = hn::Sub(load(rows.below[c] + x + 1), below[c]);
            flux[2 / M][c].v[2 % M + 1] = hn::Sub(load(rows.below2[c] + x), below[c]);
        }
        for (auto& edges : flux) edge_flux<C, N>(edges, scale);
        for (int c = 0; c < N; ++c) {
            const Vector east = flux[0][c].v[0], south = flux[0][c].v[1];
            const Vector east2 = flux[2 / M][c].v[2 % M], south2 = flux[2 / M][c].v[2 % M + 1];
            const Vector west = shift_in(east, previous[c]), west2 = shift_in(east2, previous2[c]);
            const Vector north = load(rows.flux[c] + x);
            previous[c] = east;
            previous2[c] = east2;
            store(south2, rows.flux[c] + x);
            store(new_value(value[c], east, west, south, north, rate), rows.out[c] + x);
            store(new_value(below[c], east2, west2, south2, south, rate), rows.out2[c] + x);
        }
    }
    for (int c = 0; c < N; ++c) {
        rows.out[c][width] = rows.out[c][width - 1];
        rows.out2[c][width] = rows.out2[c][width - 1];
    }
}

template <Conductance C>
DiffusionRowKernels kernels_for(int coupled_channels) {
    if (coupled_channels == 1) return {flux_below<C, 1>, one_row<C, 1>, two_rows<C, 1>};
    return {flux_below<C, 3>, one_row<C, 3>, two_rows<C, 3>};
}

DiffusionRowKernels select_kernels(Conductance conductance, int coupled_channels) {
    switch (conductance) {
        case Conductance::exponential:
            return kernels_for<Conductance::exponential>(coupled_channels);
        case Conductance::rational:
            return kernels_for<Conductance::rational>(coupled_channels);
        case Conductance::charbonnier:
            return kernels_for<Conductance::charbonnier>(coupled_channels);
        case Conductance::weickert:
            return kernels_for<Conductance::weickert>(coupled_channels);
        case Conductance::tukey:
            return kernels_for<Conductance::tukey>(coupled_channels);
    }
    return {};
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_kernels);

DiffusionRowKernels diffusion_row_kernels(Conductance conductance, int coupled_channels) {
    return HWY_DYNAMIC_DISPATCH(select_kernels)(conductance, coupled_channels);
}

}  // namespace droplet
#endif
