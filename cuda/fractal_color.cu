#include "cuda/check.h"
#include "cuda/fractal_color.h"
#include "cuda/pixel_grid.cuh"
#include "math/fractal_color.h"

namespace droplet::cuda {
namespace {

__device__ Rgb color_of(const FractalColors& colors, float value) {
    if (math::is_inside(colors.coloring, value, colors.iterations)) return colors.inside;
    const float position = math::palette_position(colors.coloring, value) * colors.density + colors.offset;
    const auto at = math::palette_index(position, PaletteTable::size, colors.cyclic);
    const auto entry = [&](int i) { return __ldg(reinterpret_cast<const float4*>(colors.table) + i); };
    const float4 a = entry(at.first), b = entry(at.second);
    return {a.x + at.share * (b.x - a.x), a.y + at.share * (b.y - a.y), a.z + at.share * (b.z - a.z)};
}

__global__ void __launch_bounds__(block_threads)
    color_pixels(ConstField values, int samples, FractalColors colors, Field picture) {
    for_each_pixel({0, 0, picture.size.width, picture.size.height}, [&](int x, int y) {
        Rgb mean{picture.row(0, y)[x], picture.row(1, y)[x], picture.row(2, y)[x]};
        for (int s = 0; s < samples; ++s) {
            const float value = values.row(s, y)[x];
            if (!(value == value)) continue;
            const Rgb color = color_of(colors, value);
            const float share = 1.0f / static_cast<float>(s + 1);
            mean = s == 0 ? color
                          : Rgb{mean.r + (color.r - mean.r) * share, mean.g + (color.g - mean.g) * share,
                                mean.b + (color.b - mean.b) * share};
        }
        picture.row(0, y)[x] = mean.r;
        picture.row(1, y)[x] = mean.g;
        picture.row(2, y)[x] = mean.b;
    });
}

__global__ void __launch_bounds__(block_threads)
    move_pixels(ConstField from, Field to, OldPlace place, std::uint8_t* taken_over) {
    for_each_pixel({0, 0, to.size.width, to.size.height}, [&](int x, int y) {
        const float value = old_value(from, place, x, y);
        to.row(0, y)[x] = value;
        taken_over[std::ptrdiff_t{y} * to.size.width + x] = value == value;
    });
}

}  // namespace

void color_fractal(cudaStream_t stream, const ConstField& values, int samples, const FractalColors& colors,
                   const Field& picture) {
    color_pixels<<<grid_of(picture.size.width, picture.size.height), block_shape(), 0, stream>>>(
        values, samples, colors, picture);
    check_launch("colouring the fractal");
}

void move_values(cudaStream_t stream, const ConstField& from, const Field& to, const OldPlace& place,
                 std::uint8_t* taken_over) {
    move_pixels<<<grid_of(to.size.width, to.size.height), block_shape(), 0, stream>>>(from, to, place,
                                                                                      taken_over);
    check_launch("moving the fractal");
}

}  // namespace droplet::cuda
