#include "compute/cpu/canny_hysteresis.h"

#include <algorithm>

namespace droplet {
namespace {

using Word = std::uint64_t;

/// Fills the runs of `allowed` that hold a seed. Runs grow by one, then two, four, … bits at a time, as far
/// as all that lies between is allowed (Kogge and Stone's way with carries).
Word filled_runs(Word seeds, Word allowed) {
    Word up = seeds, down = seeds, up_free = allowed, down_free = allowed;
    for (int step = 1; step < BitPicture::word_bits; step *= 2) {
        up |= up_free & (up << step);
        down |= down_free & (down >> step);
        up_free &= up_free << step;
        down_free &= down_free >> step;
    }
    return up | down;
}

/// Three rows of edges, of which the middle one grows.
struct Neighbourhood {
    const Word* allowed;
    const Word* above;
    Word* here;
    const Word* below;

    Word any(int i) const { return above[i] | here[i] | below[i]; }
    /// Whether word i has grown; `left`, `around` and `right` are any() of the words before, at and after it.
    bool grow(int i, Word left, Word around, Word right) const {
        const Word touched = around | around << 1 | around >> 1 | left >> 63 | right << 63;
        const Word fresh = allowed[i] & touched & ~here[i];
        if (fresh == 0) return false;
        const Word seeds = here[i] | fresh, beside = seeds << 1 | seeds >> 1;
        // Most edges run across the rows: nothing is left to fill.
        const bool filled = (beside & allowed[i] & ~seeds) == 0;
        here[i] = filled ? seeds : filled_runs(seeds, allowed[i]);
        return true;
    }
    /// Whether the row has grown; then it is complete, as long as its neighbours stay as they are.
    bool grow_row(int words) const {
        bool grown = false;
        Word left = 0, around = any(0);
        for (int i = 0; i < words; ++i) {
            const Word right = any(i + 1);
            if (grow(i, left, around, right)) {
                grown = true;
                around |= here[i];
            }
            left = around;
            around = right;
        }
        if (grown)
            for (int i = words - 1; i >= 0; --i) grow(i, any(i - 1), any(i), any(i + 1));
        return grown;
    }
};

/// Bands of rows grow by themselves, with the rows beyond them as they were before; then those whose
/// neighbours have grown at the seam take another turn.
class Growth {
 public:
    Growth(const BitPicture& allowed, BitPicture& edges, Workers& workers)
        : allowed_(allowed),
          edges_(edges),
          workers_(workers),
          bands_((edges.size().height + band_height - 1) / band_height),
          beyond_({edges.size().width, 2 * bands_}),
          open_(static_cast<std::size_t>(edges.size().height), 1) {}

    void run() {
        std::vector<int> active;
        for (int band = 0; band < bands_; ++band) {
            look_beyond(band);
            active.push_back(band);
        }
        while (!active.empty()) {
            workers_.for_each(static_cast<int>(active.size()),
                              [&](int i) { grow_band(active[static_cast<std::size_t>(i)]); });
            active.clear();
            for (int band = 0; band < bands_; ++band)
                if (look_beyond(band)) active.push_back(band);
        }
    }

 private:
    static constexpr int band_height = 64;

    int first(int band) const { return band * band_height; }
    int end(int band) const { return std::min(first(band) + band_height, edges_.size().height); }

    /// Takes over the rows beyond the band; whether that opens any of its own.
    bool look_beyond(int band) {
        const bool above = take_row(first(band) - 1, 2 * band, first(band));
        const bool below = take_row(end(band), 2 * band + 1, end(band) - 1);
        return above || below;
    }
    bool take_row(int y, int copy, int opens) {
        const Word* const row = edges_.row(y);
        if (std::equal(row, row + edges_.words(), beyond_.row(copy))) return false;
        std::copy_n(row, edges_.words(), beyond_.row(copy));
        open_[static_cast<std::size_t>(opens)] = 1;
        return true;
    }

    void grow_band(int band) {
        for (bool again = true; again;) {
            again = false;
            for (int y = first(band); y < end(band); ++y) again |= grow_row(band, y);
            for (int y = end(band) - 1; y >= first(band); --y) again |= grow_row(band, y);
        }
    }
    bool grow_row(int band, int y) {
        char& open = open_[static_cast<std::size_t>(y)];
        if (open == 0) return false;
        open = 0;
        const bool at_top = y == first(band), at_end = y == end(band) - 1;
        const Neighbourhood rows{allowed_.row(y), at_top ? beyond_.row(2 * band) : edges_.row(y - 1),
                                 edges_.row(y), at_end ? beyond_.row(2 * band + 1) : edges_.row(y + 1)};
        if (!rows.grow_row(edges_.words())) return false;
        if (!at_top) open_[static_cast<std::size_t>(y - 1)] = 1;
        if (!at_end) open_[static_cast<std::size_t>(y + 1)] = 1;
        return true;
    }

    const BitPicture& allowed_;
    BitPicture& edges_;
    Workers& workers_;
    int bands_;
    BitPicture beyond_;       ///< the rows above and below each band
    std::vector<char> open_;  ///< rows whose neighbours have grown since they did
};

}  // namespace

BitPicture::BitPicture(Size size)
    : size_(size),
      stride_(static_cast<std::size_t>((size.width + word_bits - 1) / word_bits) + 2),
      words_(stride_ * static_cast<std::size_t>(size.height + 2)) {}

void grow_edges(const BitPicture& allowed, BitPicture& edges, Workers& workers) {
    Growth(allowed, edges, workers).run();
}

}  // namespace droplet
