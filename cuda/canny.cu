#include <cooperative_groups.h>

#include "cuda/canny_kernels.h"
#include "cuda/check.h"
#include "cuda/pixel_grid.cuh"

namespace droplet::cuda {
namespace {

constexpr const char* doing = "finding edges";
constexpr unsigned all_lanes = 0xffffffffu;

/// The 32 lanes of this thread's warp, a row of a tile each. Words are read from the L2 cache, since other
/// multiprocessors write them in the same launch.
struct BitWarp {
    using Bits = std::uint32_t;

    __device__ static int lane() { return static_cast<int>(threadIdx.x) % warp_lanes; }

    __device__ Bits same(const EdgeMaps& maps, const std::uint32_t* map, int y, int word) const {
        return maps.holds(y, word) ? __ldcg(map + maps.place(y, word)) : 0u;
    }
    __device__ Bits rows(const EdgeMaps& maps, const std::uint32_t* map, int y0, int word) const {
        return same(maps, map, y0 + lane(), word);
    }
    __device__ void store_rows(const EdgeMaps& maps, std::uint32_t* map, int y0, int word, Bits bits) const {
        if (maps.holds(y0 + lane(), word)) __stcg(map + maps.place(y0 + lane(), word), bits);
    }
    __device__ bool any(Bits bits) const { return __any_sync(all_lanes, bits != 0) != 0; }
    __device__ Bits from_above(Bits bits, Bits first) const {
        const Bits above = __shfl_up_sync(all_lanes, bits, 1);
        return lane() == 0 ? first : above;
    }
    __device__ Bits from_below(Bits bits, Bits last) const {
        const Bits below = __shfl_down_sync(all_lanes, bits, 1);
        return lane() == warp_lanes - 1 ? last : below;
    }
    __device__ Bits rim() const { return lane() == 0 || lane() == warp_lanes - 1 ? all_lanes : 0x80000001u; }
};

__global__ void __launch_bounds__(block_threads) gradient_pixels(ConstField blurred, Field gradient) {
    for_each_pixel({0, 0, blurred.size.width, blurred.size.height}, [&](int x, int y) {
        gradient.row(0, y)[x] = math::magnitude(gradient_at(blurred, y, x));
    });
}

/// A warp takes the 32 pixels of a word, those beyond the picture too: all lanes vote.
__global__ void __launch_bounds__(block_threads)
    thin_pixels(ConstField blurred, ConstField gradient, Field thin, EdgeMaps maps, float low, float high) {
    const int x = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x), height = maps.size.height;
    for (int y = static_cast<int>(blockIdx.y * blockDim.y + threadIdx.y); y < height;
         y += static_cast<int>(gridDim.y * blockDim.y)) {
        float value = 0.0f;
        const bool inside = x < maps.size.width;
        if (inside) {
            value = thinned_at(blurred, gradient, y, x);
            thin.row(0, y)[x] = value;
        }
        const unsigned candidates = __ballot_sync(all_lanes, inside && value > low);
        const unsigned edges = __ballot_sync(all_lanes, inside && value > low && value > high);
        if (threadIdx.x == 0) {
            maps.candidates[maps.place(y, static_cast<int>(blockIdx.x))] = candidates;
            maps.edges[maps.place(y, static_cast<int>(blockIdx.x))] = edges;
        }
    }
}

/// Launched cooperatively; rim_reached is 0 at the start. Of its three numbers one is written in a round, one
/// is read behind the barrier, and one is cleared for the next round, so that one barrier a round will do.
__global__ void __launch_bounds__(block_threads) follow_tiles(EdgeMaps maps, int* rim_reached) {
    const auto everyone = cooperative_groups::this_grid();
    const int warps_per_block = static_cast<int>(blockDim.x) / warp_lanes;
    const int first =
        static_cast<int>(blockIdx.x) * warps_per_block + static_cast<int>(threadIdx.x) / warp_lanes;
    const int warps = static_cast<int>(gridDim.x) * warps_per_block;
    for (int round = 0;; round = (round + 1) % 3) {
        if (everyone.thread_rank() == 0) __stcg(rim_reached + (round + 1) % 3, 0);
        bool reached = false;
        for (int tile = first; tile < maps.tiles(); tile += warps)
            if (follow_tile(BitWarp(), maps, tile)) reached = true;
        if (reached && BitWarp::lane() == 0) atomicOr(rim_reached + round, 1);
        everyone.sync();
        if (__ldcg(rim_reached + round) == 0) return;
    }
}

__global__ void __launch_bounds__(block_threads) draw_pixels(EdgeMaps maps, Field edges) {
    for_each_pixel({0, 0, maps.size.width, maps.size.height}, [&](int x, int y) {
        const std::uint32_t word = maps.edges[maps.place(y, x / bits_per_word)];
        edges.row(0, y)[x] = (word >> x % bits_per_word & 1u) != 0 ? 1.0f : 0.0f;
    });
}

}  // namespace

void find_gradient(cudaStream_t stream, const ConstField& blurred, const Field& gradient) {
    gradient_pixels<<<grid_of(blurred.size.width, blurred.size.height), block_shape(), 0, stream>>>(blurred,
                                                                                                    gradient);
    check_launch(doing);
}

void thin_gradient(cudaStream_t stream, const ConstField& blurred, const ConstField& gradient,
                   const Field& thin, const EdgeMaps& maps, const CannyParams& params) {
    static_assert(block_width == bits_per_word);
    thin_pixels<<<grid_of(maps.size.width, maps.size.height), block_shape(), 0, stream>>>(
        blurred, gradient, thin, maps, params.low, params.high);
    check_launch(doing);
}

void follow_edges(cudaStream_t stream, const EdgeMaps& maps, int* rim_reached, int multiprocessors) {
    check(cudaMemsetAsync(rim_reached, 0, 3 * sizeof(int), stream), doing);
    const void* const kernel = reinterpret_cast<const void*>(follow_tiles);
    int resident = 0;
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&resident, kernel, block_threads, 0), doing);
    constexpr int warps_per_block = block_threads / warp_lanes;
    const int wanted = (maps.tiles() + warps_per_block - 1) / warps_per_block;
    const int blocks = std::min(wanted, resident * multiprocessors);
    EdgeMaps argument = maps;
    void* arguments[] = {&argument, &rim_reached};
    check(cudaLaunchCooperativeKernel(kernel, dim3(static_cast<unsigned>(blocks)), dim3(block_threads),
                                      arguments, 0, stream),
          doing);
}

void draw_edges(cudaStream_t stream, const EdgeMaps& maps, const Field& edges) {
    draw_pixels<<<grid_of(maps.size.width, maps.size.height), block_shape(), 0, stream>>>(maps, edges);
    check_launch(doing);
}

}  // namespace droplet::cuda
