// The stages of Canny's detector, pixel by pixel, and hysteresis on bits: the index logic of the kernels in
// canny.cu, which tests/gpu/gpu_host plays on the host.
//
// Hysteresis spreads the edges above the high threshold over the candidates, pixels above the low one that
// touch. Both are bits, 32 pixels of a row in a word: two bits a pixel stay in the L2 cache at any size. A
// warp floods a tile of 32 x 32 pixels in its registers, a row per lane, until nothing moves; what reaches
// the tile's rim asks for another round of all tiles. Bits are only ever set, and each by one warp alone, so
// that the order in which tiles see their neighbours changes how many rounds there are, never the result.
#pragma once
#include <cstdint>

#include "cuda/diffuse_tile.h"
#include "math/border.h"
#include "math/canny.h"

namespace droplet::cuda {

inline constexpr Border gradient_border = Border::replicate;

DROPLET_HD inline math::Gradient gradient_at(const ConstField& blurred, int y, int x) {
    float v[3][3];
    DROPLET_UNROLL
    for (int dy = -1; dy <= 1; ++dy) {
        const float* const row =
            blurred.row(0, math::border_index(y + dy, blurred.size.height, gradient_border));
        DROPLET_UNROLL
        for (int dx = -1; dx <= 1; ++dx)
            v[dy + 1][dx + 1] = row[math::border_index(x + dx, blurred.size.width, gradient_border)];
    }
    return math::sobel(v);
}

DROPLET_HD inline float value_or_zero(const ConstField& field, int y, int x) {
    return x >= 0 && y >= 0 && x < field.size.width && y < field.size.height ? field.row(0, y)[x] : 0.0f;
}

/// The gradient's magnitude where it is a ridge, else 0.
DROPLET_HD inline float thinned_at(const ConstField& blurred, const ConstField& gradient, int y, int x) {
    const math::Neighbour next = math::along(gradient_at(blurred, y, x));
    const float here = gradient.row(0, y)[x];
    return math::is_ridge(here, value_or_zero(gradient, y - next.dy, x - next.dx),
                          value_or_zero(gradient, y + next.dy, x + next.dx))
               ? here
               : 0.0f;
}

inline constexpr int bits_per_word = 32;

/// Bits of all pixels, bit i of word w of a row for column 32 w + i; those beyond the picture are 0.
struct EdgeMaps {
    std::uint32_t* candidates = nullptr;
    std::uint32_t* edges = nullptr;
    Size size;
    int words = 0;  ///< per row

    DROPLET_HD int bands() const { return (size.height + warp_lanes - 1) / warp_lanes; }
    DROPLET_HD int tiles() const { return words * bands(); }
    DROPLET_HD std::ptrdiff_t place(int y, int word) const {
        return static_cast<std::ptrdiff_t>(y) * words + word;
    }
    DROPLET_HD bool holds(int y, int word) const {
        return y >= 0 && y < size.height && word >= 0 && word < words;
    }
};
constexpr int words_of(int width) {
    return (width + bits_per_word - 1) / bits_per_word;
}

/// The pixels that touch those of a row in the row itself, and those at its ends that touch the words beside.
template <class Bits>
DROPLET_HD Bits spread(const Bits& row, const Bits& before, const Bits& behind) {
    return row | row << 1 | row >> 1 | before >> (bits_per_word - 1) | behind << (bits_per_word - 1);
}

/// Floods one tile with what its neighbours have now. Returns whether an edge has come to its rim.
template <class Warp>
DROPLET_HD bool follow_tile(const Warp& warp, const EdgeMaps& maps, int tile) {
    using Bits = typename Warp::Bits;
    const int word = tile % maps.words, y0 = tile / maps.words * warp_lanes;
    const Bits candidates = warp.rows(maps, maps.candidates, y0, word);
    if (!warp.any(candidates)) return false;
    const Bits first = warp.rows(maps, maps.edges, y0, word);
    const Bits before = warp.rows(maps, maps.edges, y0, word - 1),
               behind = warp.rows(maps, maps.edges, y0, word + 1);
    const auto spread_of = [&](int y) {
        return spread(warp.same(maps, maps.edges, y, word), warp.same(maps, maps.edges, y, word - 1),
                      warp.same(maps, maps.edges, y, word + 1));
    };
    const Bits above = spread_of(y0 - 1), below = spread_of(y0 + warp_lanes);
    Bits edges = first;
    for (bool moves = true; moves;) {
        const Bits row = spread(edges, before, behind);
        const Bits grown =
            edges | (candidates & (row | warp.from_above(row, above) | warp.from_below(row, below)));
        moves = warp.any(grown ^ edges);
        edges = grown;
    }
    const Bits come = edges ^ first;
    if (!warp.any(come)) return false;
    warp.store_rows(maps, maps.edges, y0, word, edges);
    return warp.any(come & warp.rim());
}

}  // namespace droplet::cuda
