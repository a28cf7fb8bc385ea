#include "cuda/paint.h"

#include "cuda/check.h"
#include "cuda/pixel_grid.cuh"
#include "math/brush.h"

namespace droplet::cuda {
namespace {

constexpr const char* doing = "painting";

__device__ int clamped(int i, int n) {
    return i < 0 ? 0 : i >= n ? n - 1 : i;
}

/// `out` may be `in` unless the tool reads neighbours: a thread reads its own pixel only.
__global__ void __launch_bounds__(block_width* block_height)
    paint_pixels(ConstField in, ConstField original, Field out, int planes, BrushDab dab, PixelRect region) {
    for_each_pixel(region, [&](int x, int y) {
        const float amount = math::brush_amount(dab, x, y);
        for (int c = 0; c < planes; ++c) {
            const float value = in.row(c, y)[x];
            float smooth = 0;
            if (dab.brush.tool == BrushTool::smooth)
                smooth = math::smoothing(value, [&](int dy, int dx) {
                    return in.row(c, clamped(y + dy, in.size.height))[clamped(x + dx, in.size.width)];
                });
            const float noise =
                math::brush_noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y),
                                  static_cast<std::uint32_t>(c), dab.seed);
            out.row(c, y)[x] = math::painted(dab.brush.tool, value, original.row(c, y)[x], smooth,
                                             math::brush_colour(dab.brush, planes, c), noise, amount);
        }
    });
}

__global__ void __launch_bounds__(block_width* block_height)
    mix_pixels(Field current, ConstField original, int planes, float share) {
    for_each_pixel({0, 0, current.size.width, current.size.height}, [&](int x, int y) {
        for (int c = 0; c < planes; ++c) {
            float& value = current.row(c, y)[x];
            value = math::blended(value, original.row(c, y)[x], share);
        }
    });
}

}  // namespace

void paint(cudaStream_t stream, const Field& current, const Field& scratch, const ConstField& original,
           int planes, const BrushDab& dab) {
    const PixelRect region = math::brush_region(dab, current.size);
    if (region == PixelRect{}) return;
    const bool smooths = dab.brush.tool == BrushTool::smooth;
    paint_pixels<<<grid_of(region.width(), region.height()), dim3(block_width, block_height), 0, stream>>>(
        current, original, smooths ? scratch : current, planes, dab, region);
    check_launch(doing);
    if (!smooths) return;
    const auto pitch = static_cast<std::size_t>(current.pitch) * sizeof(float);
    for (int c = 0; c < planes; ++c)
        check(cudaMemcpy2DAsync(current.row(c, region.y0) + region.x0, pitch,
                                scratch.row(c, region.y0) + region.x0, pitch,
                                static_cast<std::size_t>(region.width()) * sizeof(float),
                                static_cast<std::size_t>(region.height()), cudaMemcpyDeviceToDevice, stream),
              doing);
}

void mix_original(cudaStream_t stream, const Field& current, const ConstField& original, int planes,
                  float share) {
    mix_pixels<<<grid_of(current.size.width, current.size.height), dim3(block_width, block_height), 0,
                 stream>>>(current, original, planes, share);
    check_launch("mixing the original back");
}

}  // namespace droplet::cuda
