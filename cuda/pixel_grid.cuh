// A thread per pixel, more than one where the grid is at its limit.
#pragma once
#include <algorithm>

#include "model/view.h"

namespace droplet::cuda {

inline constexpr int block_width = 32, block_height = 8;
inline constexpr int block_threads = block_width * block_height;

inline dim3 block_shape() {
    return {block_width, block_height, 1};
}

inline dim3 grid_of(int width, int height) {
    constexpr unsigned most_blocks = 65535;  // of a grid's second axis
    const auto blocks = [](int count, int block) {
        return static_cast<unsigned>((count + block - 1) / block);
    };
    return {blocks(width, block_width), std::min(blocks(height, block_height), most_blocks), 1};
}

/// Runs `visit(x, y)` for the pixels of [x0, x1) x [y0, y1).
template <class Visit>
__device__ void for_each_pixel(const PixelRect& region, Visit visit) {
    const int x = region.x0 + static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (x >= region.x1) return;
    for (int y = region.y0 + static_cast<int>(blockIdx.y * blockDim.y + threadIdx.y); y < region.y1;
         y += static_cast<int>(gridDim.y * blockDim.y))
        visit(x, y);
}

}  // namespace droplet::cuda
