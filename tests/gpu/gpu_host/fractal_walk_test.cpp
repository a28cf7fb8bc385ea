#include <doctest/doctest.h>

#include <vector>

#include "cuda/fractal_walk.h"

namespace droplet::cuda {
namespace {

constexpr int lanes = tile_points_across * tile_points_down;

/// How often each pixel is iterated in each pass, in the order of passes: counted by what chunks visit.
struct Visits {
    Visits(Size whole, int samples, int each) : size(whole), counts(static_cast<std::size_t>(samples)) {
        for (auto& plane : counts) plane.resize(static_cast<std::size_t>(whole.area()));
        walk = FractalWalk(whole, samples, Precision::float32);
        points_each = each;
    }

    /// Visits the points of a chunk, and returns how many.
    std::int64_t take(std::int64_t wanted) {
        const FractalChunk chunk = walk.next(wanted, points_each);
        std::int64_t visited = 0;
        for (std::int64_t tile = chunk.first_tile; tile < chunk.first_tile + chunk.tiles; ++tile)
            for (int lane = 0; lane < lanes; ++lane)
                for (int p = 0; p < points_each; ++p) {
                    const PointPlace at = chunk.grid.of_lane(tile, lane, p, points_each);
                    if (!chunk.grid.contains(at)) continue;
                    const PointPlace pixel = chunk.grid.pixel(at);
                    outside += pixel.x >= size.width || pixel.y >= size.height;
                    of_other_pass += !belongs_to(chunk.pass, pixel.x, pixel.y);
                    ++counts[static_cast<std::size_t>(chunk.pass.sample)]
                            [static_cast<std::size_t>(pixel.y) * static_cast<std::size_t>(size.width) +
                             static_cast<std::size_t>(pixel.x)];
                    ++visited;
                }
        return visited;
    }

    Size size;
    std::vector<std::vector<int>> counts;  ///< of each sample
    FractalWalk walk;
    int points_each = 1, outside = 0, of_other_pass = 0;
};

}  // namespace

TEST_CASE("fractal: every sample of every pixel is iterated exactly once, in its pass, whatever the chunks") {
    for (const Size size : {Size{1, 1}, Size{1, 40}, Size{9, 1}, Size{16, 16}, Size{17, 23}, Size{130, 61}})
        for (const int samples : {1, 3})
            for (const int each : {1, 2, 4})
                for (const std::int64_t points : {1, 100, 1 << 20}) {
                    CAPTURE(size.width);
                    CAPTURE(size.height);
                    CAPTURE(each);
                    CAPTURE(points);
                    Visits visits(size, samples, each);
                    double share = 0;
                    int block = 0, finished = 0, wrong_order = 0;
                    std::int64_t visited = 0;
                    while (!visits.walk.progress().complete) {
                        const std::int64_t now = visits.take(points);
                        REQUIRE(now > 0);
                        visited += now;
                        const FractalProgress& progress = visits.walk.progress();
                        wrong_order += progress.share < share || progress.samples < finished ||
                                       (block > 0 && progress.block > block);
                        share = progress.share;
                        block = progress.block;
                        finished = progress.samples;
                    }
                    CHECK(wrong_order == 0);
                    CHECK(visits.outside == 0);
                    CHECK(visits.of_other_pass == 0);
                    CHECK(visited == size.area() * samples);
                    int not_once = 0;
                    for (const auto& plane : visits.counts)
                        for (const int count : plane) not_once += count != 1;
                    CHECK(not_once == 0);
                    CHECK(visits.walk.progress().share == doctest::Approx(1.0));
                    CHECK(visits.walk.progress().block == 1);
                    CHECK(visits.walk.progress().samples == samples);
                }
}

TEST_CASE(
    "fractal: after the coarsest pass each pixel has a value of its block, and passes end at 8, 4, 2, 1") {
    const Size size{21, 13};
    Visits visits(size, 1, 1);
    std::vector<int> blocks;
    std::vector<char> filled(static_cast<std::size_t>(size.area()));
    while (!visits.walk.progress().complete) {
        const FractalChunk chunk = visits.walk.next(32, 1);
        for (std::int64_t tile = chunk.first_tile; tile < chunk.first_tile + chunk.tiles; ++tile)
            for (int lane = 0; lane < lanes; ++lane) {
                const PointPlace at = chunk.grid.of_lane(tile, lane, 0, 1);
                if (!chunk.grid.contains(at)) continue;
                for_each_pixel_of_block(chunk.grid.pixel(at), chunk.pass.block, size, [&](int x, int y) {
                    filled[static_cast<std::size_t>(y * size.width + x)] =
                        static_cast<char>(chunk.pass.block);
                });
            }
        if (blocks.empty() || visits.walk.progress().block != blocks.back())
            blocks.push_back(visits.walk.progress().block);
        if (visits.walk.progress().block == 8) {
            int empty = 0;
            for (const char block : filled) empty += block == 0;
            CHECK(empty == 0);
        }
    }
    CHECK(blocks == std::vector<int>{8, 4, 2, 1});
    // The finest value that there is stands on each pixel: of the pass its place belongs to first.
    int coarser = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            int block = 8;
            while (!belongs_to({block, 0}, x, y)) block /= 2;
            coarser += filled[static_cast<std::size_t>(y * size.width + x)] != block;
        }
    CHECK(coarser == 0);
}

}  // namespace droplet::cuda
