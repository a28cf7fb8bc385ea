#include "compute/cpu/convolve.h"

#include "math/border.h"
#include "math/convolution.h"
#include "math/kernel_factors.h"

namespace droplet {
namespace {

float sum_at(const ConstPlane& in, const Correlation& correlation, const ConvolutionParams& params, int y,
             int x) {
    const Kernel& kernel = correlation.kernel;
    float sum = 0;
    for (int i = 0; i < kernel.height; ++i) {
        const int from_y = math::border_index(y + i - correlation.shift_y, in.size.height, params.border);
        for (int j = 0; j < kernel.width; ++j) {
            const int from_x = math::border_index(x + j - correlation.shift_x, in.size.width, params.border);
            const float value = from_y < 0 || from_x < 0 ? params.border_value : in.row(from_y)[from_x];
            sum += value * kernel.at(i, j);
        }
    }
    return sum;
}

}  // namespace

ConvolutionReport Convolver::run(const Image& in, Image& out, const Correlation& correlation,
                                 const ConvolutionParams& params, Workers& workers,
                                 std::optional<ConvolutionMethod>) {
    const int height = correlation.size.height;
    workers.for_each(in.channels() * height, [&](int i) {
        const ConstPlane from = in.plane(i / height);
        float* const row = out.plane(i / height).row(i % height);
        for (int x = 0; x < correlation.size.width; ++x)
            row[x] = math::finished_value(sum_at(from, correlation, params, i % height, x), params);
    });
    const double products = correlation.kernel.width * correlation.kernel.height;
    return {ConvolutionMethod::direct, math::factors_of(correlation.kernel).rank(), 2 * products, 0};
}

}  // namespace droplet
