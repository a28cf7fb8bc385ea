#include "cuda/check.h"
#include "cuda/derive.h"
#include "cuda/pixel_grid.cuh"
#include "math/border.h"
#include "math/grey.h"

namespace droplet::cuda {
namespace {

__global__ void __launch_bounds__(block_threads) grey_pixels(ConstField colours, Field grey) {
    for_each_pixel({0, 0, grey.size.width, grey.size.height}, [&](int x, int y) {
        grey.row(0, y)[x] = math::grey(colours.row(0, y)[x], colours.row(1, y)[x], colours.row(2, y)[x]);
    });
}

__global__ void __launch_bounds__(block_threads)
    place_pixels(ConstField in, Field out, int origin_y, int origin_x) {
    for_each_pixel({0, 0, out.size.width, out.size.height}, [&](int x, int y) {
        const int from_y = math::border_index(y + origin_y, in.size.height, Border::replicate),
                  from_x = math::border_index(x + origin_x, in.size.width, Border::replicate);
        out.row(0, y)[x] = in.row(0, from_y)[from_x];
    });
}

}  // namespace

void make_grey(cudaStream_t stream, const ConstField& colours, const Field& grey) {
    grey_pixels<<<grid_of(grey.size.width, grey.size.height), block_shape(), 0, stream>>>(colours, grey);
    check_launch("making a picture grey");
}

void place(cudaStream_t stream, const ConstField& in, const Field& out, int origin_y, int origin_x) {
    place_pixels<<<grid_of(out.size.width, out.size.height), block_shape(), 0, stream>>>(in, out, origin_y,
                                                                                         origin_x);
    check_launch("placing a plane");
}

}  // namespace droplet::cuda
