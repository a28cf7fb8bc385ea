#include "cuda/pixels.h"

#include <algorithm>

#include "cuda/check.h"

namespace droplet::cuda {
namespace {

constexpr int block_threads = 256;
constexpr std::int64_t most_blocks = 1 << 20;

/// A thread makes four neighbours, and writes them as three words.
__global__ void __launch_bounds__(block_threads)
    make_pixel_words(const __grid_constant__ ShownPicture picture, std::uint32_t* words) {
    const std::int64_t groups = pixel_groups(picture.picture.colours.size);
    const std::int64_t threads = std::int64_t{gridDim.x} * block_threads;
    for (std::int64_t group = std::int64_t{blockIdx.x} * block_threads + threadIdx.x; group < groups;
         group += threads) {
        const PixelWords made = pixel_words(picture, group);
        for (int i = 0; i < group_words; ++i) words[group * group_words + i] = made.word[i];
    }
}

}  // namespace

void make_pixels(cudaStream_t stream, const ShownPicture& picture, std::uint32_t* words) {
    const std::int64_t groups = pixel_groups(picture.picture.colours.size);
    const auto blocks =
        static_cast<unsigned>(std::min((groups + block_threads - 1) / block_threads, most_blocks));
    make_pixel_words<<<blocks, block_threads, 0, stream>>>(picture, words);
    check_launch("making a film's picture");
}

}  // namespace droplet::cuda
