#pragma once
#include "model/image.h"

namespace droplet {

/// Integers from row y: clamped to [0, 1], scaled to the type's full range, rounded to nearest (halves up);
/// NaN becomes 0. Interleaved; alpha comes last if `with_alpha`. T: std::uint8_t or std::uint16_t.
template <class T>
void quantize_row(const Image& image, int y, bool with_alpha, T* target);

}  // namespace droplet
