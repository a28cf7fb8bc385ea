#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "compute/cpu/canny_hysteresis.h"

using namespace droplet;

namespace {

bool bit(const BitPicture& picture, int x, int y) {
    return (picture.row(y)[x / BitPicture::word_bits] >> (x % BitPicture::word_bits) & 1) != 0;
}
void set(BitPicture& picture, int x, int y) {
    picture.row(y)[x / BitPicture::word_bits] |= std::uint64_t{1} << (x % BitPicture::word_bits);
}

/// Pixel by pixel.
BitPicture flooded(const BitPicture& allowed, const BitPicture& seeds) {
    const Size size = allowed.size();
    BitPicture result(size);
    std::vector<std::pair<int, int>> open;
    const auto take = [&](int x, int y) {
        if (x < 0 || y < 0 || x >= size.width || y >= size.height) return;
        if (!bit(allowed, x, y) || bit(result, x, y)) return;
        set(result, x, y);
        open.emplace_back(x, y);
    };
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (bit(seeds, x, y)) take(x, y);
    while (!open.empty()) {
        const std::pair<int, int> at = open.back();
        open.pop_back();
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx) take(at.first + dx, at.second + dy);
    }
    return result;
}

int differences(const BitPicture& a, const BitPicture& b) {
    int found = 0;
    for (int y = 0; y < a.size().height; ++y)
        for (int x = 0; x < a.size().width; ++x) found += bit(a, x, y) != bit(b, x, y);
    return found;
}

void check_growth(const BitPicture& allowed, const BitPicture& seeds) {
    const BitPicture expected = flooded(allowed, seeds);
    for (const int threads : {1, 2, 5}) {
        Workers workers(threads);
        BitPicture edges = seeds;
        grow_edges(allowed, edges, workers);
        CHECK(differences(edges, expected) == 0);
    }
}

/// A path one pixel wide that winds inwards, with one pixel between its turns.
std::vector<std::pair<int, int>> spiral(int side) {
    std::vector<std::pair<int, int>> path;
    int left = 0, top = 0, right = side - 1, bottom = side - 1;
    while (right - left >= 4) {
        for (int x = left; x <= right; ++x) path.emplace_back(x, top);
        for (int y = top; y <= bottom; ++y) path.emplace_back(right, y);
        for (int x = right; x >= left; --x) path.emplace_back(x, bottom);
        for (int y = bottom; y >= top + 2; --y) path.emplace_back(left, y);
        path.emplace_back(left + 1, top + 2);  // into the next turn
        left += 2, top += 2, right -= 2, bottom -= 2;
    }
    return path;
}

}  // namespace

TEST_CASE("Hysteresis: edges grow along whatever is allowed and no further, at any density") {
    std::mt19937 random(3);
    for (const Size size : {Size{1, 1}, Size{63, 2}, Size{64, 64}, Size{65, 129}, Size{200, 300}})
        for (const unsigned percent : {0u, 20u, 40u, 60u, 100u}) {
            CAPTURE(size.width);
            CAPTURE(percent);
            BitPicture allowed(size), seeds(size);
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x) {
                    if (random() % 100 >= percent) continue;
                    set(allowed, x, y);
                    if (random() % 500 == 0) set(seeds, x, y);
                }
            check_growth(allowed, seeds);
        }
}

TEST_CASE("Hysteresis: one seed fills a spiral from either end") {
    const auto path = spiral(203);
    BitPicture allowed({203, 203});
    for (const auto& at : path) set(allowed, at.first, at.second);
    for (const auto& start : {path.front(), path.back()}) {
        BitPicture seeds({203, 203});
        set(seeds, start.first, start.second);
        CHECK(differences(flooded(allowed, seeds), allowed) == 0);
        check_growth(allowed, seeds);
    }
}

TEST_CASE("Hysteresis: what touches a seed by a corner only is reached, across words and bands of rows") {
    // A diagonal through the corners of words and of bands.
    BitPicture allowed({300, 300}), seeds({300, 300});
    for (int i = 0; i < 300; ++i) set(allowed, i, 299 - i);
    set(seeds, 150, 149);
    check_growth(allowed, seeds);
    Workers workers(2);
    grow_edges(allowed, seeds, workers);
    CHECK(differences(seeds, allowed) == 0);
}
