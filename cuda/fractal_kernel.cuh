// The kernels of fractal_points.h in one precision.
#pragma once
#include "cuda/check.h"
#include "cuda/fractal_choice.h"
#include "cuda/fractal_kernels.h"

namespace droplet::cuda {

/// A few warps a block: it ends with the last of them.
inline constexpr int fractal_warps = 4;

template <class Lane>
__device__ void run_warp(const FractalJob& job, const Lane& lane) {
    const std::int64_t warp = std::int64_t{blockIdx.x} * fractal_warps + threadIdx.y;
    if (warp < job.chunk.tiles) lane(job.chunk.first_tile + warp, static_cast<int>(threadIdx.x));
}

template <class Coloring, class Recurrence, class R>
__global__ void __launch_bounds__(32 * fractal_warps)
    iterate_power(const __grid_constant__ FractalJob job, const __grid_constant__ PointRule<R> rule) {
    run_warp(job, [&](std::int64_t tile, int lane) {
        iterate_lane<Coloring>(job, rule, Recurrence(rule), tile, lane);
    });
}

template <class Coloring, class Recurrence, class R>
__global__ void __launch_bounds__(32 * fractal_warps)
    iterate_typed(const __grid_constant__ FractalJob job, const __grid_constant__ PointRule<R> rule,
                  const __grid_constant__ TypedRule<R> typed,
                  const __grid_constant__ TypedRule<Leading<R>> slopes) {
    run_warp(job, [&](std::int64_t tile, int lane) {
        iterate_lane<Coloring>(job, rule, Recurrence(typed, slopes), tile, lane);
    });
}

inline unsigned blocks_of(const FractalJob& job) {
    return static_cast<unsigned>((job.chunk.tiles + fractal_warps - 1) / fractal_warps);
}

template <class R>
void launch_power(cudaStream_t stream, const FractalScene& scene, const FractalJob& job) {
    const PointRule<R> rule = point_rule<R>(scene, job.chunk.pass.sample);
    choose_power(scene, rule, [&]<class Coloring, class Recurrence>() {
        iterate_power<Coloring, Recurrence>
            <<<blocks_of(job), dim3(32, fractal_warps), 0, stream>>>(job, rule);
    });
    check_launch("drawing the fractal");
}

template <class R>
void launch_typed(cudaStream_t stream, const FractalScene& scene, const FractalJob& job) {
    const PointRule<R> rule = point_rule<R>(scene, job.chunk.pass.sample);
    const TypedRule<R> typed(scene.program);
    const TypedRule<Leading<R>> slopes(scene.program);
    choose_typed<R>(scene.params.coloring, [&]<class Coloring, class Recurrence>() {
        iterate_typed<Coloring, Recurrence>
            <<<blocks_of(job), dim3(32, fractal_warps), 0, stream>>>(job, rule, typed, slopes);
    });
    check_launch("drawing the fractal");
}

}  // namespace droplet::cuda
