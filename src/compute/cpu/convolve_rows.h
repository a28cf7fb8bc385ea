// The inner loops of the convolutions, on rows of floats.
#pragma once
#include <cstddef>
#include <vector>

#include "model/convolution_params.h"

namespace droplet {

/// What becomes of a sum before it is stored: math::finished_value() of scale · sum.
struct SumFinish {
    SumFinish() = default;
    explicit SumFinish(const ConvolutionParams& params, float scale = 1.0f);

    bool plain = true;  ///< nothing does
    float scale = 1.0f, gain = 1.0f, offset = 0.0f, threshold = 0.0f, top = 1.0f;
    bool absolute = false, thresholding = false;
};

/// Where finished sums go: `rows` rows, at most RowKernels::rows_at_once, of `columns` values. Rows start on
/// 64-byte boundaries; the last vector is written as a whole.
struct SumRows {
    float* first = nullptr;
    std::ptrdiff_t stride = 0;
    int rows = 0, columns = 0;
    const SumFinish* finish = nullptr;
    bool past_the_cache = false;  ///< so large that what is stored had better not displace what is read
};

/// Weights of a kernel in the order in which the inner loop takes them: for the line i that goes into several
/// rows, and the column j, the weights with which it goes into the first, second … of them.
class PackedWeights {
 public:
    PackedWeights() = default;
    PackedWeights(const float* weights, int height, int width);

    int height() const { return height_; }
    int width() const { return width_; }
    const float* data() const { return values_.data(); }

 private:
    int height_ = 0, width_ = 0;
    std::vector<float> values_;
};

/// Lines are read up to `columns`, rounded up to whole vectors of at most 16, + width − 1.
struct RowKernels {
    static constexpr int rows_at_once = 6;

    /// out[r][x] = Σ lines[r + i][x + j] weights[i][j]; there are rows_at_once + height − 1 lines, whatever
    /// the number of rows. `ahead`: null, or rows_at_once lines that will be needed next and are asked for
    /// meanwhile.
    void (*correlate)(const float* const* lines, const PackedWeights& weights, const float* const* ahead,
                      const SumRows& out);

    /// One row: out[x] = Σ lines[t][x + j] weights[t · width + j] over the `terms` lines. `ahead`:
    /// a line that will be needed next.
    void (*along_row)(const float* const* lines, const float* weights, int terms, int width,
                      const float* ahead, const SumRows& out);

    /// out = a + b.
    void (*add_rows)(const float* a, const float* b, int columns, float* out);

    /// new_sums = sums + line, out = other + new_sums; new_sums may be sums.
    void (*add_to_both)(const float* sums, const float* line, const float* other, int columns,
                        float* new_sums, float* out);

    /// One row: out[x] = Σ in[x + j], j < width <= widest_window, of sums of 2, 4, 8 and 16 neighbours.
    /// `scratch`: window_scratch floats on a 64-byte boundary. Reads up to 128 floats behind out.columns.
    static constexpr int widest_window = Kernel::longest_side;
    static constexpr int window_part = 512;  ///< columns at a time, where the sums go through memory
    static constexpr int window_scratch = 4 * (window_part + 128);
    void (*window_along)(const float* in, int width, float* scratch, const float* ahead, const SumRows& out);

    /// Grey of three rows (math/grey.h).
    void (*grey_row)(const float* red, const float* green, const float* blue, float* out, int columns);
};

/// For the processor this runs on.
RowKernels row_kernels();

}  // namespace droplet
