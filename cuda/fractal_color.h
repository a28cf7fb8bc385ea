#pragma once
#include <cuda_runtime_api.h>

#include "cuda/field_view.h"
#include "cuda/fractal_place.h"
#include "model/fractal_scene.h"

namespace droplet::cuda {

/// A colour as a device reads it at once.
struct alignas(16) TableColor {
    float r, g, b, unused;
};

/// How values become colours (math/fractal_color.h).
struct FractalColors {
    Coloring coloring{};
    int iterations = 0;
    float density = 1, offset = 0;
    bool cyclic = true;
    Rgb inside;
    const TableColor* table = nullptr;  ///< PaletteTable::size of them, in device memory
};

/// Each pixel of `picture`, of three planes, gets the mean colour of those of its first `samples` samples
/// that have a value, which no number says they have not; it stays as it is where none has.
void color_fractal(cudaStream_t stream, const ConstField& values, int samples, const FractalColors& colors,
                   const Field& picture);

/// Each pixel of `to`, one plane, gets the value of its old place in `from`, other memory, or no number;
/// `taken_over` says, row by row, where there is one.
void move_values(cudaStream_t stream, const ConstField& from, const Field& to, const OldPlace& place,
                 std::uint8_t* taken_over);

}  // namespace droplet::cuda
