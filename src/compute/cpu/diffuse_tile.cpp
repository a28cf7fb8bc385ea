#include "compute/cpu/diffuse_tile.h"

#include <algorithm>
#include <cstring>

#include "math/diffusion.h"

namespace droplet {
namespace {

constexpr int align = Image::row_alignment;

std::size_t scratch_row_floats(int width) {
    // A vector of slack before the next row, which also keeps rows from sharing cache sets.
    return static_cast<std::size_t>((width + align - 1) / align * align + 2 * align);
}

/// Columns that a tile reads: its own and a margin of `steps` on inner sides, on vector boundaries.
struct Columns {
    int first, last;
    Columns(const DiffusionTile& tile) {
        const int margin = (tile.steps + align - 1) / align * align;
        first = std::max(0, tile.x0 - margin);
        last = std::min(tile.source[0].size.width, tile.x1 + margin);
    }
    int width() const { return last - first; }
};

class TilePass {
 public:
    TilePass(const DiffusionTile& tile, const DiffusionParams& params, float* scratch)
        : tile_(tile),
          constants_(math::step_constants(params)),
          kernels_(diffusion_row_kernels(params.conductance, tile.coupled_channels)),
          columns_(tile),
          height_(tile.source[0].size.height),
          ring_rows_(tile.steps + 2),
          row_floats_(scratch_row_floats(columns_.width())),
          scratch_(scratch),
          writes_direct_(tile.x0 == 0 && tile.x1 == tile.source[0].size.width) {}

    void run() {
        // In round i stage s does the rows low = i - s + 1 and low + 1 of its range; the stage before has
        // just done row low + 2, which it needs.
        const int begin = first_row(1), end = last_row(tile_.steps) + tile_.steps;
        for (int i = begin; i < end; i += 2)
            for (int stage = 1; stage <= tile_.steps; ++stage) {
                const int low = i - (stage - 1);
                run_stage(stage, low, low + 2);
            }
    }

 private:
    /// Stage s computes rows [first_row(s), last_row(s)): one row less at each inner side than the stage
    /// before.
    int first_row(int stage) const { return std::max(0, tile_.y0 - (tile_.steps - stage)); }
    int last_row(int stage) const { return std::min(height_, tile_.y1 + (tile_.steps - stage)); }

    void run_stage(int stage, int low, int high) {
        const int first = first_row(stage), last = last_row(stage);
        if (low <= first && first < high) start_flux(stage);
        low = std::max(low, first);
        high = std::min(high, last);
        // A single step is bound by memory, and two streams of stores are slower there than one.
        if (high - low == 2 && tile_.steps > 1)
            run_rows(stage, low, kernels_.two_rows, 2);
        else
            for (int y = low; y < high; ++y) run_rows(stage, y, kernels_.one_row, 1);
    }

    /// The flux into a stage's first row: none at the top border.
    void start_flux(int stage) {
        const int first = first_row(stage);
        if (first == 0) {
            for (int c = 0; c < tile_.coupled_channels; ++c)
                std::memset(flux(stage, c), 0, row_floats_ * sizeof(float));
            return;
        }
        DiffusionRows rows = new_rows();
        for (int c = 0; c < tile_.coupled_channels; ++c) {
            rows.current[c] = input(stage, c, first - 1);
            rows.below[c] = input(stage, c, first);
            rows.flux[c] = flux(stage, c);
        }
        kernels_.flux_below(rows);
    }

    DiffusionRows new_rows() const {
        DiffusionRows rows{};
        rows.width = columns_.width();
        rows.scale = constants_.scale;
        rows.rate = constants_.rate;
        return rows;
    }

    void run_rows(int stage, int y, DiffusionRowKernels::Kernel kernel, int count) {
        DiffusionRows rows = new_rows();
        for (int c = 0; c < tile_.coupled_channels; ++c) {
            rows.current[c] = input(stage, c, y);
            rows.below[c] = input(stage, c, std::min(y + 1, height_ - 1));
            rows.below2[c] = input(stage, c, std::min(y + 2, height_ - 1));
            rows.flux[c] = flux(stage, c);
            rows.out[c] = output(stage, c, y);
            rows.out2[c] = output(stage, c, std::min(y + 1, height_ - 1));
        }
        kernel(rows);
        if (stage == tile_.steps && !writes_direct_)
            for (int i = 0; i < count; ++i) copy_out(y + i);
    }

    const float* input(int stage, int c, int y) const {
        return stage == 1 ? tile_.source[c].row(y) + columns_.first : ring(c, y);
    }
    float* output(int stage, int c, int y) const {
        return stage == tile_.steps && writes_direct_ ? tile_.target[c].row(y) : ring(c, y);
    }
    float* ring(int c, int y) const {
        return scratch_ + (static_cast<std::size_t>(c) * ring_rows_ + y % ring_rows_) * row_floats_;
    }
    float* flux(int stage, int c) const {
        const std::size_t ring_total = static_cast<std::size_t>(tile_.coupled_channels) * ring_rows_;
        return scratch_ +
               (ring_total + static_cast<std::size_t>(c) * tile_.steps + (stage - 1)) * row_floats_;
    }

    void copy_out(int y) const {
        for (int c = 0; c < tile_.coupled_channels; ++c) {
            float* target = tile_.target[c].row(y);
            std::memcpy(target + tile_.x0, ring(c, y) + (tile_.x0 - columns_.first),
                        static_cast<std::size_t>(tile_.x1 - tile_.x0) * sizeof(float));
            if (tile_.x1 == tile_.target[c].size.width) target[tile_.x1] = target[tile_.x1 - 1];
        }
    }

    const DiffusionTile& tile_;
    math::StepConstants constants_;
    DiffusionRowKernels kernels_;
    Columns columns_;
    int height_, ring_rows_;
    std::size_t row_floats_;
    float* scratch_;
    bool writes_direct_;
};

}  // namespace

std::size_t tile_scratch_floats(int width, int steps, int coupled_channels) {
    const std::size_t widest = scratch_row_floats(width + 2 * ((steps + align - 1) / align * align));
    return widest * static_cast<std::size_t>(coupled_channels) * static_cast<std::size_t>(2 * steps + 2);
}

void run_tile(const DiffusionTile& tile, const DiffusionParams& params, float* scratch) {
    TilePass(tile, params, scratch).run();
}

}  // namespace droplet
