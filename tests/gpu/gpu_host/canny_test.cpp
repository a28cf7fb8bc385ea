#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "compute/cpu/canny.h"
#include "compute/cpu/workers.h"
#include "cuda/canny_tile.h"
#include "host_field.h"

namespace droplet::cuda::test {
namespace {

/// A word of each of 32 lanes.
struct LaneBits {
    std::array<std::uint32_t, warp_lanes> lane{};
};
template <class Operation>
LaneBits each(Operation operation) {
    LaneBits result;
    for (std::size_t i = 0; i < result.lane.size(); ++i) result.lane[i] = operation(i);
    return result;
}
LaneBits operator|(const LaneBits& a, const LaneBits& b) {
    return each([&](std::size_t i) { return a.lane[i] | b.lane[i]; });
}
LaneBits operator&(const LaneBits& a, const LaneBits& b) {
    return each([&](std::size_t i) { return a.lane[i] & b.lane[i]; });
}
LaneBits operator^(const LaneBits& a, const LaneBits& b) {
    return each([&](std::size_t i) { return a.lane[i] ^ b.lane[i]; });
}
LaneBits operator<<(const LaneBits& a, int n) {
    return each([&](std::size_t i) { return a.lane[i] << n; });
}
LaneBits operator>>(const LaneBits& a, int n) {
    return each([&](std::size_t i) { return a.lane[i] >> n; });
}

/// The same members as BitWarp of cuda/canny.cu.
struct HostBitWarp {
    using Bits = LaneBits;

    static std::uint32_t word_at(const EdgeMaps& maps, const std::uint32_t* map, int y, int word) {
        return maps.holds(y, word) ? map[maps.place(y, word)] : 0;
    }
    Bits same(const EdgeMaps& maps, const std::uint32_t* map, int y, int word) const {
        return each([&](std::size_t) { return word_at(maps, map, y, word); });
    }
    Bits rows(const EdgeMaps& maps, const std::uint32_t* map, int y0, int word) const {
        return each([&](std::size_t i) { return word_at(maps, map, y0 + static_cast<int>(i), word); });
    }
    void store_rows(const EdgeMaps& maps, std::uint32_t* map, int y0, int word, const Bits& bits) const {
        for (int i = 0; i < warp_lanes; ++i)
            if (maps.holds(y0 + i, word))
                map[maps.place(y0 + i, word)] = bits.lane[static_cast<std::size_t>(i)];
    }
    bool any(const Bits& bits) const {
        return std::ranges::any_of(bits.lane, [](std::uint32_t word) { return word != 0; });
    }
    Bits from_above(const Bits& bits, const Bits& first) const {
        return each([&](std::size_t i) { return i == 0 ? first.lane[0] : bits.lane[i - 1]; });
    }
    Bits from_below(const Bits& bits, const Bits& last) const {
        return each([&](std::size_t i) { return i + 1 == warp_lanes ? last.lane[i] : bits.lane[i + 1]; });
    }
    Bits rim() const {
        return each([](std::size_t i) { return i == 0 || i + 1 == warp_lanes ? 0xffffffffu : 0x80000001u; });
    }
};

/// Candidates and edges of a picture, a byte a pixel.
struct Maps {
    Size size;
    std::vector<char> candidates, edges;

    explicit Maps(Size shape)
        : size(shape),
          candidates(static_cast<std::size_t>(shape.area())),
          edges(static_cast<std::size_t>(shape.area())) {}
    std::size_t at(int y, int x) const { return static_cast<std::size_t>(y * size.width + x); }

    /// Hysteresis by its definition, pixel by pixel until nothing changes.
    std::vector<char> followed() const {
        std::vector<char> result = edges;
        for (bool moves = true; moves;) {
            moves = false;
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x) {
                    if (candidates[at(y, x)] == 0 || result[at(y, x)] != 0) continue;
                    for (int ny = std::max(0, y - 1); ny <= std::min(size.height - 1, y + 1); ++ny)
                        for (int nx = std::max(0, x - 1); nx <= std::min(size.width - 1, x + 1); ++nx)
                            if (result[at(ny, nx)] != 0) result[at(y, x)] = 1;
                    moves = moves || result[at(y, x)] != 0;
                }
        }
        return result;
    }

    /// The same by tiles; `backwards` takes them in the opposite order.
    std::vector<char> followed_by_tiles(bool backwards) const {
        const int words = words_of(size.width);
        std::vector<std::uint32_t> bits[2];
        for (int map = 0; map < 2; ++map) {
            bits[map].resize(static_cast<std::size_t>(words * size.height));
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x)
                    if ((map == 0 ? candidates : edges)[at(y, x)] != 0)
                        bits[map][static_cast<std::size_t>(y * words + x / 32)] |= 1u << x % 32;
        }
        const EdgeMaps maps{bits[0].data(), bits[1].data(), size, words};
        for (bool reached = true; reached;) {
            reached = false;
            for (int tile = 0; tile < maps.tiles(); ++tile)
                if (follow_tile(HostBitWarp(), maps, backwards ? maps.tiles() - 1 - tile : tile))
                    reached = true;
        }
        std::vector<char> result(edges.size());
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                result[at(y, x)] =
                    static_cast<char>(bits[1][static_cast<std::size_t>(y * words + x / 32)] >> x % 32 & 1u);
        return result;
    }
};

void check_followed(const Maps& maps) {
    CAPTURE(maps.size.width);
    CAPTURE(maps.size.height);
    const std::vector<char> expected = maps.followed();
    CHECK(maps.followed_by_tiles(false) == expected);
    CHECK(maps.followed_by_tiles(true) == expected);
}

ConstField field_of(const Image& image) {
    const ConstPlane plane = image.plane(0);
    return {plane.data, plane.size, plane.stride, 0};
}

}  // namespace

TEST_CASE("hysteresis by tiles is that pixel by pixel, at odd sizes and densities, in any order of tiles") {
    for (const Size size : {Size{1, 1}, Size{31, 33}, Size{32, 32}, Size{33, 1}, Size{257, 89}, Size{5, 400}})
        for (const float density : {0.2f, 0.4f, 0.6f, 1.0f}) {
            Maps maps(size);
            HostField values = noise(size, 2);
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x) {
                    maps.candidates[maps.at(y, x)] = values.at(0, y, x) < density;
                    maps.edges[maps.at(y, x)] = values.at(0, y, x) < density && values.at(1, y, x) < 0.01f;
                }
            check_followed(maps);
        }
}

TEST_CASE("an edge is followed to its end along a path that crosses tiles again and again") {
    const Size size{130, 67};
    for (const bool transposed : {false, true}) {
        Maps maps(transposed ? Size{size.height, size.width} : size);
        const auto place = [&](int along, int across) {
            return transposed ? maps.at(along, across) : maps.at(across, along);
        };
        for (int across = 0; across < size.height; ++across)
            for (int along = 0; along < size.width; ++along)
                maps.candidates[place(along, across)] =
                    across % 2 == 0 || along == (across % 4 == 1 ? size.width - 1 : 0);
        maps.edges[place(0, 0)] = 1;
        const std::vector<char> expected = maps.followed();
        CHECK(expected == maps.candidates);  // the path hangs together
        check_followed(maps);
    }
}

TEST_CASE("edges pass a tile's corner by the diagonal alone") {
    for (const bool rising : {false, true}) {
        Maps maps({64, 64});
        for (int i = 20; i < 44; ++i) maps.candidates[maps.at(rising ? 63 - i : i, i)] = 1;
        maps.edges[maps.at(rising ? 43 : 20, 20)] = 1;
        CHECK(maps.followed() == maps.candidates);
        check_followed(maps);
    }
}

TEST_CASE("gradient and its ridges have the bits of the CPU's stages") {
    Workers workers(1);
    for (const Size size : {Size{1, 1}, Size{2, 1}, Size{1, 5}, Size{61, 43}}) {
        HostField values = noise(size, 1);
        Image grey(size, 1);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) grey.plane(0).row(y)[x] = values.at(0, y, x);
        CannyDetector canny;
        canny.run(grey, {}, workers);
        const ConstField blurred = field_of(canny.stage(CannyStage::blur)),
                         gradient = field_of(canny.stage(CannyStage::gradient)),
                         thin = field_of(canny.stage(CannyStage::thin));
        int ridges = 0;
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                CHECK(math::magnitude(gradient_at(blurred, y, x)) == gradient.row(0, y)[x]);
                CHECK(thinned_at(blurred, gradient, y, x) == thin.row(0, y)[x]);
                ridges += thin.row(0, y)[x] > 0;
            }
        if (size.width > 2) CHECK(ridges > 20);
    }
}

}  // namespace droplet::cuda::test
