#pragma once
#include <cstddef>

#include "math/host_device.h"
#include "model/image.h"

namespace droplet::cuda {

/// Planes of floats that somebody else owns, passed by value to a kernel. Rows start on multiples of 128
/// bytes and are padded to multiples of 128 bytes; what stands in the padding is undefined and may be
/// overwritten.
template <class T>
struct BasicField {
    T* data = nullptr;
    Size size;
    std::ptrdiff_t pitch = 0;         ///< floats from row to row
    std::ptrdiff_t plane_stride = 0;  ///< floats from plane to plane

    DROPLET_HD T* row(int plane, int y) const { return data + plane * plane_stride + y * pitch; }
    DROPLET_HD operator BasicField<const T>() const { return {data, size, pitch, plane_stride}; }
};
using Field = BasicField<float>;
using ConstField = BasicField<const float>;

/// Floats from row to row of a picture of this width.
constexpr std::ptrdiff_t field_pitch(int width) {
    constexpr std::ptrdiff_t floats = 32;
    return (width + floats - 1) / floats * floats;
}

}  // namespace droplet::cuda
