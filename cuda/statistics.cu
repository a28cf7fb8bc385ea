#include "cuda/statistics.h"

#include <algorithm>
#include <cmath>

namespace droplet::cuda {

namespace {

using Partial = PartialStatistics;
constexpr int threads = 256;
constexpr const char* doing = "computing statistics";

__global__ void __launch_bounds__(threads) reduce_rows(ConstField field, Partial* partials) {
    __shared__ Partial shared[threads];
    const int plane = static_cast<int>(blockIdx.y), thread = static_cast<int>(threadIdx.x);
    Partial mine{0.0, 0.0, INFINITY, -INFINITY};
    for (int y = static_cast<int>(blockIdx.x); y < field.size.height; y += static_cast<int>(gridDim.x)) {
        const float* const row = field.row(plane, y);
        for (int x = thread; x < field.size.width; x += threads) {
            const float value = row[x];
            const auto wide = static_cast<double>(value);
            mine.sum += wide;
            mine.squares += wide * wide;
            mine.min = fminf(mine.min, value);
            mine.max = fmaxf(mine.max, value);
        }
    }
    shared[thread] = mine;
    __syncthreads();
    for (int half = threads / 2; half > 0; half /= 2) {
        if (thread < half) {
            const Partial other = shared[thread + half];
            Partial& result = shared[thread];
            result.sum += other.sum;
            result.squares += other.squares;
            result.min = fminf(result.min, other.min);
            result.max = fmaxf(result.max, other.max);
        }
        __syncthreads();
    }
    if (thread == 0) partials[plane * static_cast<int>(gridDim.x) + static_cast<int>(blockIdx.x)] = shared[0];
}

}  // namespace

std::vector<ChannelStatistics> StatisticsReducer::run(cudaStream_t stream, const ConstField& field,
                                                      int planes) {
    const auto count = static_cast<std::size_t>(planes * blocks);
    reduce_rows<<<dim3(blocks, static_cast<unsigned>(planes)), threads, 0, stream>>>(field, partials_.data());
    check_launch(doing);
    std::vector<Partial> partials(count);
    check(cudaMemcpyAsync(partials.data(), partials_.data(), count * sizeof(Partial), cudaMemcpyDeviceToHost,
                          stream),
          doing);
    check(cudaStreamSynchronize(stream), doing);

    std::vector<ChannelStatistics> result;
    for (int plane = 0; plane < planes; ++plane) {
        Partial total{0.0, 0.0, INFINITY, -INFINITY};
        for (int block = 0; block < blocks; ++block) {
            const Partial& partial = partials[static_cast<std::size_t>(plane * blocks + block)];
            total.sum += partial.sum;
            total.squares += partial.squares;
            total.min = std::fmin(total.min, partial.min);
            total.max = std::fmax(total.max, partial.max);
        }
        const auto pixels = static_cast<double>(field.size.area());
        const double mean = total.sum / pixels;
        // Rounding may take the variance of a flat picture below 0.
        const double deviation = std::sqrt(std::max(0.0, total.squares / pixels - mean * mean));
        result.push_back({mean, deviation, total.min, total.max});
    }
    return result;
}

}  // namespace droplet::cuda
