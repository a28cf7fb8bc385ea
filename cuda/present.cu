#include "cuda/present.h"

#include <cuda_fp16.h>

#include <algorithm>

#include "cuda/check.h"
#include "cuda/present_texel.h"

namespace droplet::cuda {
namespace {

constexpr int block_width = 32, block_height = 8;
constexpr unsigned most_blocks = 65535;  // of a grid's second axis

__device__ unsigned half_bits(float value) {
    return __half_as_ushort(__float2half_rn(value));
}

/// A thread makes one texel (more when the grid is at its limit): at most 16 reads a plane, one write of 8
/// bytes.
__global__ void __launch_bounds__(block_width* block_height)
    present_texels(Picture picture, FrameRequest request, Size texels, uint2* out) {
    const int x = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (x >= texels.width) return;
    const Taps columns = taps_of_texel(x, request.region.x0, request.region.x1, request.reduction);
    for (int y = static_cast<int>(blockIdx.y * blockDim.y + threadIdx.y); y < texels.height;
         y += static_cast<int>(gridDim.y * blockDim.y)) {
        const Taps rows = taps_of_texel(y, request.region.y0, request.region.y1, request.reduction);
        const unsigned red = half_bits(texel_mean(picture.colours, 0, columns, rows));
        unsigned green = red, blue = red, alpha = half_bits(1.0f);
        if (picture.channels == 3) {
            green = half_bits(texel_mean(picture.colours, 1, columns, rows));
            blue = half_bits(texel_mean(picture.colours, 2, columns, rows));
        }
        if (picture.alpha.data) alpha = half_bits(texel_mean(picture.alpha, 0, columns, rows));
        out[static_cast<std::ptrdiff_t>(y) * texels.width + x] =
            make_uint2(red | green << 16, blue | alpha << 16);
    }
}

}  // namespace

void make_texels(cudaStream_t stream, const Picture& picture, const FrameRequest& request,
                 HalfTexel* texels) {
    static_assert(sizeof(HalfTexel) == sizeof(uint2));
    const Size size = request.texels();
    const auto blocks = [](int count, int block) {
        return static_cast<unsigned>((count + block - 1) / block);
    };
    const dim3 grid(blocks(size.width, block_width),
                    std::min(blocks(size.height, block_height), most_blocks));
    present_texels<<<grid, dim3(block_width, block_height), 0, stream>>>(picture, request, size,
                                                                         reinterpret_cast<uint2*>(texels));
    check_launch("making a frame");
}

}  // namespace droplet::cuda
