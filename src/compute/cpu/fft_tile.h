// Convolution of two tiles at once by one complex Fourier transform, for the processor this runs on.
#pragma once
#include <cstddef>
#include <vector>

#include "model/convolution_params.h"

namespace droplet {

/// Width and height of a tile: each 32, 64, 128 or 256.
struct FftShape {
    static constexpr int sides[] = {32, 64, 128, 256};

    int width = 0, height = 0;
    bool operator==(const FftShape&) const = default;
};

/// Roots of unity as the transforms of one shape take them.
struct FftTables {
    std::vector<float> columns;  ///< between the two stages down a column
    std::vector<float> panels;   ///< between the two stages across the vectors of a row
    std::vector<float> lanes;    ///< between the vectors of a row and the lanes of a vector
};

/// Two tiles of reals a, b that go through as a + ib: the kernel is real, so that the result is k ⋆ a + i k ⋆
/// b.
struct FftTilePair {
    struct In {
        const float* data;  ///< height x width floats
        std::ptrdiff_t stride;
    };
    /// The first `height` rows of the result's first `width` columns are finished and stored, nothing else.
    struct Out {
        float* data;
        std::ptrdiff_t stride;
        int width, height;
    };
    In in[2];
    Out out[2];
};

/// The transforms of one shape, for a tile of shape.width x shape.height complex numbers in memory. That
/// begins on a boundary of 64 bytes and holds `floats` floats, in a layout of the kernels' own.
struct FftTileKernels {
    std::size_t floats = 0;
    void (*add_column_tables)(FftTables&) = nullptr;
    void (*add_row_tables)(FftTables&) = nullptr;

    void (*columns)(const FftTables&, FftShape, const FftTilePair::In (&)[2], float* tile) = nullptr;
    /// The rows there, products with `spectrum`, and the rows back.
    void (*correlate_rows)(const FftTables&, FftShape, const float* spectrum, float* tile) = nullptr;
    void (*columns_back)(const FftTables&, FftShape, const FftTilePair::Out (&)[2], const ConvolutionParams&,
                         float* tile) = nullptr;
    /// Turns what `columns` made of a kernel into a spectrum.
    void (*spectrum_rows)(const FftTables&, FftShape, float* tile) = nullptr;
};

FftTileKernels fft_tile_kernels(FftShape shape);

/// The transforms of one shape with their roots of unity, for the processor this runs on.
class FftTile {
 public:
    explicit FftTile(FftShape shape);
    FftShape shape() const { return shape_; }
    std::size_t floats() const { return kernels_.floats; }

    /// What correlate() multiplies by, for the reals `kernel`, height x width floats from its weight (0, 0)
    /// on; `zeros` are as many zeros.
    void make_spectrum(const float* kernel, const float* zeros, float* spectrum) const;
    /// out[y][x] = Σ in[y + i][x + j] k[i][j], indices modulo the tile's sides.
    void correlate(const FftTilePair& pair, const ConvolutionParams& params, const float* spectrum,
                   float* scratch) const;

 private:
    FftShape shape_;
    FftTileKernels kernels_;
    FftTables tables_;
};

}  // namespace droplet
