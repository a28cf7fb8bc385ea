#include "cuda/convolve_kernel.cuh"

namespace droplet::cuda {
namespace {

/// Blocks per multiprocessor that the compiler keeps registers for, 65536 / (256 · blocks) a thread: so few
/// that nothing spills, and two at least, so that one computes while the other waits for its tile.
constexpr int resident_blocks(int rows, int columns) {
    return rows * columns <= 16 ? 3 : 2;
}

template <int I, int J, int R>
__global__ void __launch_bounds__(direct_threads, resident_blocks(I, J)) convolve_direct(ConvolveJob job) {
    extern __shared__ float4 memory[];
    float* const shared = reinterpret_cast<float*>(memory);
    const ConvolveTile tile = tile_of_block(DirectBlock<I, J, R>::rows, direct_columns);
    const int thread = static_cast<int>(threadIdx.x);
    DirectBlock<I, J, R>::load(DeviceCopy(), job, tile, shared, thread);
    finish_copies();
    __syncthreads();
    DirectBlock<I, J, R>::compute(job, tile, shared, thread);
}

template <std::size_t Shape>
ConvolveKernel kernel_of_shape(const ConvolvePlan& plan) {
    constexpr DirectShape shape = direct_shapes[Shape];
    using Block = DirectBlock<shape.rows, shape.columns, shape.lane_rows>;
    const int floats =
        Block::tile_floats(plan.down, plan.across) + Block::weight_floats(plan.down, plan.across);
    return {address_of(convolve_direct<shape.rows, shape.columns, shape.lane_rows>), direct_threads,
            Block::rows, direct_columns, static_cast<std::size_t>(floats) * sizeof(float)};
}

}  // namespace

ConvolveKernel direct_kernel(const ConvolvePlan& plan) {
    static_assert(direct_shapes.size() == 5);
    switch (plan.shape) {
        case 0:
            return kernel_of_shape<0>(plan);
        case 1:
            return kernel_of_shape<1>(plan);
        case 2:
            return kernel_of_shape<2>(plan);
        case 3:
            return kernel_of_shape<3>(plan);
        default:
            return kernel_of_shape<4>(plan);
    }
}

}  // namespace droplet::cuda
