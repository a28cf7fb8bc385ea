#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "cuda/field_view.h"

namespace droplet::cuda::test {

/// Planes laid out as on the device; the padding holds NaN, and so do some rows before the first plane and
/// behind the last, so that a result that depends on them shows.
struct HostField {
    HostField(Size shape, int planes)
        : size(shape),
          pitch(field_pitch(shape.width)),
          values(static_cast<std::size_t>(pitch * (shape.height * planes + 2 * guard_rows)),
                 std::numeric_limits<float>::quiet_NaN()) {}

    Field view() { return {values.data() + guard_rows * pitch, size, pitch, pitch * size.height}; }
    float& at(int plane, int y, int x) { return view().row(plane, y)[x]; }

    static constexpr int guard_rows = 4;

    Size size;
    std::ptrdiff_t pitch;
    std::vector<float> values;
};

inline HostField noise(Size size, int planes) {
    HostField field(size, planes);
    std::uint32_t state = 12345;
    for (int plane = 0; plane < planes; ++plane)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                state = state * 1664525u + 1013904223u;
                field.at(plane, y, x) = static_cast<float>(state >> 8) / 16777216.0f;
            }
    return field;
}

}  // namespace droplet::cuda::test
