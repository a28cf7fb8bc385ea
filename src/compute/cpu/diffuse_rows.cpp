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

constexpr int max_channels = DiffusionRows::max_channels;
static_assert(HWY_MAX_BYTES <= DiffusionRows::row_slack * 4, "a vector fits into the slack behind a row");

HWY_INLINE int lanes() {
    return static_cast<int>(hn::Lanes(FloatTag()));
}

template <Conductance C, int N>
void flux_below(const DiffusionRows& rows, const DiffusionParams& params) {
    const Batch scale = broadcast<Batch>(step_constants(params).scale);
    for (int x = 0; x < rows.width; x += lanes()) {
        Batch south[N];
        for (int c = 0; c < N; ++c) south[c] = load(rows.below[c] + x) - load(rows.current[c] + x);
        edge_flux<C, N>(south, scale);
        for (int c = 0; c < N; ++c) store(south[c], rows.flux[c] + x);
    }
}

/// Fluxes out of one row at column x, east and south, and into it from the west; `previous` is the east flux
/// of the vector to the left.
template <Conductance C, int N>
HWY_INLINE void row_fluxes(const float* const (&row)[max_channels], const Batch (&value)[N],
                           const Batch (&below)[N], int x, Batch scale, Batch (&previous)[N],
                           Batch (&east)[N], Batch (&west)[N], Batch (&south)[N]) {
    for (int c = 0; c < N; ++c) {
        east[c] = load(row[c] + x + 1) - value[c];
        south[c] = below[c] - value[c];
    }
    edge_flux<C, N>(east, scale);
    edge_flux<C, N>(south, scale);
    for (int c = 0; c < N; ++c) {
        west[c] = shift_in(east[c], previous[c]);
        previous[c] = east[c];
    }
}

template <Conductance C, int N>
void one_row(const DiffusionRows& rows, const DiffusionParams& params) {
    const Batch scale = broadcast<Batch>(step_constants(params).scale), rate = broadcast<Batch>(params.rate);
    Batch previous[N];
    for (int c = 0; c < N; ++c) previous[c] = broadcast<Batch>(0.0f);
    for (int x = 0; x < rows.width; x += lanes()) {
        Batch value[N], below[N], east[N], west[N], south[N];
        for (int c = 0; c < N; ++c) {
            value[c] = load(rows.current[c] + x);
            below[c] = load(rows.below[c] + x);
        }
        row_fluxes<C, N>(rows.current, value, below, x, scale, previous, east, west, south);
        for (int c = 0; c < N; ++c) {
            const Batch north = load(rows.flux[c] + x);
            store(south[c], rows.flux[c] + x);
            store(diffused(value[c], east[c], west[c], south[c], north, rate), rows.out[c] + x);
        }
    }
    for (int c = 0; c < N; ++c) rows.out[c][rows.width] = rows.out[c][rows.width - 1];
}

template <Conductance C, int N>
void two_rows(const DiffusionRows& rows, const DiffusionParams& params) {
    const Batch scale = broadcast<Batch>(step_constants(params).scale), rate = broadcast<Batch>(params.rate);
    Batch previous[N], previous2[N];
    for (int c = 0; c < N; ++c) previous[c] = previous2[c] = broadcast<Batch>(0.0f);
    for (int x = 0; x < rows.width; x += lanes()) {
        Batch value[N], below[N], below2[N], east[N], west[N], south[N], east2[N], west2[N], south2[N];
        for (int c = 0; c < N; ++c) {
            value[c] = load(rows.current[c] + x);
            below[c] = load(rows.below[c] + x);
            below2[c] = load(rows.below2[c] + x);
        }
        row_fluxes<C, N>(rows.current, value, below, x, scale, previous, east, west, south);
        row_fluxes<C, N>(rows.below, below, below2, x, scale, previous2, east2, west2, south2);
        for (int c = 0; c < N; ++c) {
            const Batch north = load(rows.flux[c] + x);
            store(south2[c], rows.flux[c] + x);
            store(diffused(value[c], east[c], west[c], south[c], north, rate), rows.out[c] + x);
            store(diffused(below[c], east2[c], west2[c], south2[c], south[c], rate), rows.out2[c] + x);
        }
    }
    for (int c = 0; c < N; ++c) {
        rows.out[c][rows.width] = rows.out[c][rows.width - 1];
        rows.out2[c][rows.width] = rows.out2[c][rows.width - 1];
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
