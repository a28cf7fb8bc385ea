// The row kernels of Canny's edge detector, for the processor this runs on.
#pragma once
#include <cstdint>

namespace droplet {

/// A row of a stage: what later stages read, and the picture's own row.
struct CannyRowOut {
    float* row;      ///< may be written up to row_slack floats past `width`
    float* picture;  ///< on a boundary of 64 bytes, written as far as `width`; null: it is not kept
    bool streaming;  ///< past the caches, for pictures that do not fit into them
};

/// Every kernel computes `width` values to the bit as the plain formulas of math/canny.h do, and may read up
/// to row_slack floats past what it needs of a row.
struct CannyRowKernels {
    static constexpr int row_slack = 16;

    /// Rows that blur_down makes of one reading of theirs.
    static constexpr int rows_down = 4;

    /// out[r][x] = Σ weights[i] rows[r + i][x], added in the order of i, of taps + rows_down − 1 rows; `out`
    /// is written up to row_slack further.
    void (*blur_down)(const float* const* rows, const float* weights, int taps, int width,
                      float* const (&out)[rows_down]);
    /// out[x] = Σ weights[i] in[x + i].
    void (*blur_along)(const float* in, const float* weights, int taps, int width, const CannyRowOut& out);
    /// Of three rows that also hold the neighbours at −1 and `width`: the gradient and its magnitude.
    void (*gradient)(const float* const (&rows)[3], int width, float* x, float* y,
                     const CannyRowOut& magnitude);
    /// The ridges of the middle of three rows of magnitudes, which also hold those at −1 and `width`, and one
    /// bit a pixel, 64 a word from the lowest on, for those above a threshold. Returns whether any is above
    /// `high`.
    bool (*thin)(const float* const (&magnitudes)[3], const float* x, const float* y, int width, float low,
                 float high, float* picture, bool streaming, std::uint64_t* above_low,
                 std::uint64_t* above_high);
    /// Makes the picture, which shows `drawn`, show `bits`: 1 where one is set, else 0. Most words of edges
    /// are 0, and were.
    void (*draw)(const std::uint64_t* bits, std::uint64_t* drawn, int width, float* picture, bool streaming);
    /// What was streamed is seen by the other threads once this has returned and they have been told.
    void (*finish_streams)();
};

CannyRowKernels canny_row_kernels();

}  // namespace droplet
