// The kernels of diffuse_tile.h, and the table of them for one conductance.
#pragma once
#include <cooperative_groups.h>

#include "cuda/diffuse_kernels.h"
#include "cuda/diffuse_plan.h"

namespace droplet::cuda {

/// The 32 lanes of this thread's warp, all active. `Shared`: the field is written by other multiprocessors in
/// the same launch, so reads must come from the L2 cache; else they may go through the read-only path.
template <bool Shared>
struct DeviceWarp {
    using Value = float;

    __device__ static int lane() { return static_cast<int>(threadIdx.x); }

    __device__ float from_right(float value) const { return __shfl_down_sync(0xffffffffu, value, 1); }
    __device__ float from_left(float value) const { return __shfl_up_sync(0xffffffffu, value, 1); }

    template <class T>
    __device__ static T read(const T* place) {
        if constexpr (Shared)
            return __ldcg(place);
        else
            return __ldg(place);
    }

    __device__ void load(float (&values)[lane_columns], const float* row, int x0, int width) const {
        const int column = x0 + lane() * lane_columns;
        if (strip_is_inside(x0, width)) {
            const float4 four = read(reinterpret_cast<const float4*>(row + column));
            values[0] = four.x;
            values[1] = four.y;
            values[2] = four.z;
            values[3] = four.w;
        } else {
#pragma unroll
            for (int j = 0; j < lane_columns; ++j) values[j] = read(row + mirrored(column + j, width));
        }
    }

    __device__ void store(float* row, const float (&values)[lane_columns], int x0, int halo,
                          int width) const {
        const int column = x0 + lane() * lane_columns;
        if (lane_writes(lane(), column, halo, width))
            *reinterpret_cast<float4*>(row + column) =
                make_float4(values[0], values[1], values[2], values[3]);
    }
};

/// Blocks per multiprocessor that the compiler keeps registers for, 65536 / (128 * blocks) a thread. No fewer
/// than DiffuseTuning::warps_per_multiprocessor needs, and so few that nothing spills.
constexpr int resident_blocks(int channels, int steps) {
    if (channels == 3) return steps == 1 ? 4 : steps == 2 ? 3 : 2;
    return steps == 1 ? 6 : steps == 2 ? 5 : steps == 4 ? 4 : 3;
}

template <Conductance C, int N, int T>
__global__ void __launch_bounds__(warp_lanes* warps_per_block, resident_blocks(N, T))
    diffuse_pass(ConstField in, Field out, TileGrid grid, math::StepConstants constants) {
    const int index = static_cast<int>(blockIdx.x) * warps_per_block + static_cast<int>(threadIdx.y);
    if (index >= grid.count()) return;
    diffuse_tile<C, N, T>(DeviceWarp<false>(), in, out, grid.tile(index), constants);
}

/// `passes` passes, alternately from a to b and from b to a. Launched cooperatively.
template <Conductance C, int N, int T>
__global__ void __launch_bounds__(warp_lanes* warps_per_block, resident_blocks(N, T))
    diffuse_persistent(Field a, Field b, TileGrid grid, math::StepConstants constants, int passes) {
    const auto everyone = cooperative_groups::this_grid();
    const int first = static_cast<int>(blockIdx.x) * warps_per_block + static_cast<int>(threadIdx.y);
    const int warps = static_cast<int>(gridDim.x) * warps_per_block;
    Field in = a, out = b;
    for (int pass = 0; pass < passes; ++pass) {
        if (pass > 0) {
            everyone.sync();
            float* const written = out.data;
            out.data = in.data;
            in.data = written;
        }
        for (int index = first; index < grid.count(); index += warps)
            diffuse_tile<C, N, T>(DeviceWarp<true>(), in, out, grid.tile(index), constants);
    }
}

template <class Kernel>
const void* kernel_address(Kernel* kernel) {
    return reinterpret_cast<const void*>(kernel);
}

template <Conductance C>
DiffuseKernels diffuse_kernels_of(bool coupled) {
    if (coupled)
        return {.pass = {kernel_address(diffuse_pass<C, 3, 1>), kernel_address(diffuse_pass<C, 3, 2>),
                         kernel_address(diffuse_pass<C, 3, 4>), nullptr},
                .persistent = {nullptr, nullptr, kernel_address(diffuse_persistent<C, 3, 4>), nullptr}};
    return {.pass = {kernel_address(diffuse_pass<C, 1, 1>), kernel_address(diffuse_pass<C, 1, 2>),
                     kernel_address(diffuse_pass<C, 1, 4>), kernel_address(diffuse_pass<C, 1, 8>)},
            .persistent = {nullptr, nullptr, kernel_address(diffuse_persistent<C, 1, 4>),
                           kernel_address(diffuse_persistent<C, 1, 8>)}};
}

}  // namespace droplet::cuda
