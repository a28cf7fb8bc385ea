#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "host_field.h"
#include "host_warp.h"

namespace droplet::cuda::test {
namespace {

/// One step, pixel by pixel; a missing neighbour has no flux.
template <Conductance C, int N>
HostField plain_step(HostField& in, int plane, const math::StepConstants& constants, HostField out) {
    const auto flux = [&](int y, int x, int ny, int nx, float(&d)[N]) {
        const bool exists = ny < in.size.height && nx < in.size.width && y >= 0 && x >= 0;
        for (int c = 0; c < N; ++c) d[c] = exists ? in.at(plane + c, ny, nx) - in.at(plane + c, y, x) : 0.0f;
        if (exists) math::edge_flux<C, N>(d, constants.scale);
    };
    for (int y = 0; y < in.size.height; ++y)
        for (int x = 0; x < in.size.width; ++x) {
            float east[N], west[N], south[N], north[N];
            flux(y, x, y, x + 1, east);
            flux(y, x - 1, y, x, west);
            flux(y, x, y + 1, x, south);
            flux(y - 1, x, y, x, north);
            for (int c = 0; c < N; ++c)
                out.at(plane + c, y, x) = math::diffused(in.at(plane + c, y, x), east[c], west[c], south[c],
                                                         north[c], constants.rate);
        }
    return out;
}

bool same_pixels(HostField& a, HostField& b, int planes) {
    for (int plane = 0; plane < planes; ++plane)
        for (int y = 0; y < a.size.height; ++y)
            if (std::memcmp(a.view().row(plane, y), b.view().row(plane, y),
                            static_cast<std::size_t>(a.size.width) * sizeof(float)) != 0)
                return false;
    return true;
}

/// All tiles of one pass of T steps give the bits of T plain steps, and every pixel is written.
template <Conductance C, int N, int T>
void check_pass(Size size, int planes, int rows) {
    const int independent = N == 1 ? planes : 1;
    const math::StepConstants constants = math::step_constants({.k = 0.3f, .rate = 0.2f, .conductance = C});
    HostField in = noise(size, planes);
    HostField expected = in;
    for (int t = 0; t < T; ++t) {
        HostField next = expected;
        for (int plane = 0; plane < independent; ++plane)
            next = plain_step<C, N>(expected, plane, constants, next);
        expected = next;
    }
    HostField out(size, planes);
    const TileGrid grid = tile_grid(size.width, size.height, independent, T, rows);
    for (int i = 0; i < grid.count(); ++i)
        diffuse_tile<C, N, T>(HostWarp(), in.view(), out.view(), grid.tile(i), constants);
    CAPTURE(size.width);
    CAPTURE(size.height);
    CAPTURE(rows);
    CHECK(same_pixels(out, expected, planes));
}

const Size odd_sizes[] = {{1, 1},   {1, 7},    {7, 1},   {3, 2},    {2, 33},   {33, 65},  {112, 5},
                          {120, 9}, {121, 17}, {127, 6}, {128, 12}, {129, 11}, {240, 20}, {257, 89},
                          {5, 200}, {113, 31}, {116, 8}, {117, 16}, {225, 24}, {241, 40}};

}  // namespace

TEST_CASE("a pass of several steps gives the bits of as many plain steps, at odd sizes") {
    for (const Size size : odd_sizes)
        for (const int rows : {5, 16, 200}) {
            check_pass<Conductance::exponential, 1, 1>(size, 1, rows);
            check_pass<Conductance::exponential, 1, 2>(size, 1, rows);
            check_pass<Conductance::exponential, 1, 4>(size, 1, rows);
            check_pass<Conductance::exponential, 1, 8>(size, 1, rows);
        }
}

TEST_CASE("three channels give the bits of plain steps, each on its own and coupled") {
    for (const Size size : {Size{1, 1}, Size{33, 65}, Size{130, 19}, Size{257, 40}}) {
        check_pass<Conductance::exponential, 1, 8>(size, 3, 13);
        check_pass<Conductance::exponential, 3, 1>(size, 3, 13);
        check_pass<Conductance::exponential, 3, 2>(size, 3, 13);
        check_pass<Conductance::exponential, 3, 4>(size, 3, 13);
    }
}

TEST_CASE("every conductance gives the bits of plain steps") {
    const Size size{131, 37};
    check_pass<Conductance::rational, 1, 8>(size, 1, 20);
    check_pass<Conductance::rational, 3, 4>(size, 3, 20);
    check_pass<Conductance::charbonnier, 1, 8>(size, 1, 20);
    check_pass<Conductance::charbonnier, 3, 4>(size, 3, 20);
    check_pass<Conductance::weickert, 1, 8>(size, 1, 20);
    check_pass<Conductance::weickert, 3, 4>(size, 3, 20);
    check_pass<Conductance::tukey, 1, 8>(size, 1, 20);
    check_pass<Conductance::tukey, 3, 4>(size, 3, 20);
}

TEST_CASE("tiles cover every pixel exactly once and are aligned to 16 bytes") {
    for (const int steps : {1, 2, 4, 8})
        for (const Size size : odd_sizes)
            for (const int rows : {1, 64}) {
                const TileGrid grid = tile_grid(size.width, size.height, 3, steps, rows);
                std::vector<int> covered(static_cast<std::size_t>(size.area() * 3), 0);
                for (int i = 0; i < grid.count(); ++i) {
                    const Tile tile = grid.tile(i);
                    REQUIRE(tile.x0 % lane_columns == 0);
                    for (int y = tile.y0; y < tile.y1; ++y)
                        for (int x = tile.x0; x < tile.x0 + strip_columns; ++x)
                            if (x >= 0 && x < size.width &&
                                lane_writes((x - tile.x0) / lane_columns, x / lane_columns * lane_columns,
                                            grid.halo, size.width))
                                ++covered[static_cast<std::size_t>(
                                    (tile.plane * size.height + y) * size.width + x)];
                }
                CHECK(std::ranges::all_of(covered, [](int times) { return times == 1; }));
            }
}

TEST_CASE("the mirror image of an axis repeats its ends and has period 2n") {
    for (const int n : {1, 2, 3, 10})
        for (int i = -50; i < 50; ++i) {
            CHECK(mirrored(i, n) >= 0);
            CHECK(mirrored(i, n) < n);
            CHECK(mirrored(i, n) == mirrored(-1 - i, n));
            CHECK(mirrored(i, n) == mirrored(i + 2 * n, n));
            if (i >= 0 && i < n) CHECK(mirrored(i, n) == i);
        }
}

}  // namespace droplet::cuda::test
