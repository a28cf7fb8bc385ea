#include "cuda/readings.h"

#include <algorithm>

#include "math/histogram.h"
#include "math/line.h"

namespace droplet::cuda {
namespace {

constexpr const char* doing = "reading the picture";
constexpr int threads = 256;
constexpr int histogram_blocks = 264;  // per plane: two of each multiprocessor of a large device
constexpr int below = Histogram::bins, above = below + 1, not_numbers = above + 1, kinds = not_numbers + 1;

__global__ void __launch_bounds__(threads)
    sample_line(ConstField field, int planes, LineSegment line, int count, float* samples) {
    const int i = static_cast<int>(blockIdx.x) * threads + static_cast<int>(threadIdx.x);
    if (i >= count) return;
    const math::PixelPlace place =
        math::line_pixel(line.x0, line.y0, line.x1, line.y1, i, count, field.size.width, field.size.height);
    for (int c = 0; c < planes; ++c) samples[c * count + i] = field.row(c, place.y)[place.x];
}

__device__ int kind_of(float value, float low, float high, float per_value) {
    if (value >= low && value <= high) return math::histogram_bin(value, low, per_value, Histogram::bins);
    return value < low ? below : value > high ? above : not_numbers;
}

/// Each warp counts for itself in shared memory: neighbouring values fall into few bins, and the more warps
/// share a counter the longer they wait for each other.
__global__ void __launch_bounds__(threads)
    count_rows(ConstField field, float low, float high, float per_value, std::uint32_t* counts) {
    constexpr int warps = threads / 32;
    __shared__ std::uint32_t mine[warps][kinds];
    const int thread = static_cast<int>(threadIdx.x), plane = static_cast<int>(blockIdx.y);
    for (int i = thread; i < warps * kinds; i += threads) mine[i / kinds][i % kinds] = 0;
    __syncthreads();
    for (int y = static_cast<int>(blockIdx.x); y < field.size.height; y += static_cast<int>(gridDim.x)) {
        const float* const row = field.row(plane, y);
        for (int x = thread; x < field.size.width; x += threads)
            atomicAdd(&mine[thread / 32][kind_of(row[x], low, high, per_value)], 1u);
    }
    __syncthreads();
    for (int kind = thread; kind < kinds; kind += threads) {
        std::uint32_t sum = 0;
        for (int warp = 0; warp < warps; ++warp) sum += mine[warp][kind];
        if (sum != 0) atomicAdd(counts + plane * kinds + kind, sum);
    }
}

}  // namespace

std::vector<std::vector<float>> Readings::sample(cudaStream_t stream, const ConstField& field, int planes,
                                                 const LineSegment& line, int count) {
    const auto each = static_cast<std::size_t>(count), all = each * static_cast<std::size_t>(planes);
    if (samples_.size() < all) samples_ = DeviceBuffer<float>(all);
    sample_line<<<static_cast<unsigned>((count + threads - 1) / threads), threads, 0, stream>>>(
        field, planes, line, count, samples_.data());
    check_launch(doing);
    std::vector<std::vector<float>> result(static_cast<std::size_t>(planes), std::vector<float>(each));
    for (std::size_t c = 0; c < result.size(); ++c)
        check(cudaMemcpyAsync(result[c].data(), samples_.data() + c * each, each * sizeof(float),
                              cudaMemcpyDeviceToHost, stream),
              doing);
    check(cudaStreamSynchronize(stream), doing);
    return result;
}

Histogram Readings::histogram(cudaStream_t stream, const ConstField& field, int planes, float low,
                              float high) {
    static_assert(kinds == counters);
    check(cudaMemsetAsync(counts_.data(), 0, counts_.bytes(), stream), doing);
    const auto blocks = static_cast<unsigned>(std::min(field.size.height, histogram_blocks));
    count_rows<<<dim3(blocks, static_cast<unsigned>(planes)), threads, 0, stream>>>(
        field, low, high, math::bins_per_value(low, high, Histogram::bins), counts_.data());
    check_launch(doing);
    std::vector<std::uint32_t> counts(counts_.size());
    check(cudaMemcpyAsync(counts.data(), counts_.data(), counts_.bytes(), cudaMemcpyDeviceToHost, stream),
          doing);
    check(cudaStreamSynchronize(stream), doing);
    Histogram result{low, high, std::vector<Histogram::Channel>(static_cast<std::size_t>(planes))};
    for (std::size_t c = 0; c < result.channels.size(); ++c) {
        Histogram::Channel& channel = result.channels[c];
        const std::uint32_t* const found = counts.data() + c * kinds;
        std::copy_n(found, Histogram::bins, channel.counts.begin());
        channel.below = found[below];
        channel.above = found[above];
        channel.not_numbers = found[not_numbers];
    }
    return result;
}

}  // namespace droplet::cuda
