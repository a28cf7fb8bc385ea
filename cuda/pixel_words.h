#pragma once
#include <cstdint>

#include "cuda/picture.h"
#include "math/shown.h"
#include "model/colour_map.h"

// So that a thread's pixels stay in registers.
#if defined(__CUDA_ARCH__)
#define DROPLET_UNROLL_PIXELS _Pragma("unroll")
#else
#define DROPLET_UNROLL_PIXELS
#endif

namespace droplet::cuda {

/// How a picture is shown, as a kernel takes it by value.
struct ShownPicture {
    Picture picture;
    math::ShownRange range;
    bool mapped = false;  ///< one channel, by the table
    Rgb8 table[256] = {};
};

/// Pixels lie one after the other, 3 bytes each, rows without a gap. A group of four is three words, which
/// start at a multiple of four bytes whatever the width is.
inline constexpr int group_pixels = 4, group_words = 3;

/// How many groups a picture of this size has; the last may be in part beyond its end.
DROPLET_HD inline std::int64_t pixel_groups(Size size) {
    return (std::int64_t{size.width} * size.height + group_pixels - 1) / group_pixels;
}

struct PixelWords {
    std::uint32_t word[group_words] = {};
};

/// A pixel as shown, over black: red, green and blue in the lower bytes.
DROPLET_HD inline std::uint32_t shown_pixel(const ShownPicture& of, int y, int x) {
    const Picture& picture = of.picture;
    std::uint8_t bytes[3];
    bytes[0] = math::byte_of(math::shown(picture.colours.row(0, y)[x], of.range));
    bytes[1] = bytes[2] = bytes[0];
    if (picture.channels == 3) {
        bytes[1] = math::byte_of(math::shown(picture.colours.row(1, y)[x], of.range));
        bytes[2] = math::byte_of(math::shown(picture.colours.row(2, y)[x], of.range));
    } else if (of.mapped) {
        const Rgb8 colour = of.table[bytes[0]];
        bytes[0] = colour.r, bytes[1] = colour.g, bytes[2] = colour.b;
    }
    if (picture.alpha.data) {
        const float alpha = math::shown(picture.alpha.row(0, y)[x], {});
        for (std::uint8_t& byte : bytes) byte = math::over_black(byte, alpha);
    }
    return bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16;
}

/// Group number `group` of a picture, the first byte lowest; 0 beyond the end.
DROPLET_HD inline PixelWords pixel_words(const ShownPicture& of, std::int64_t group) {
    const Size size = of.picture.colours.size;
    const std::int64_t first = group * group_pixels;
    int y = static_cast<int>(first / size.width), x = static_cast<int>(first - std::int64_t{y} * size.width);
    std::uint32_t pixels[group_pixels] = {};
    DROPLET_UNROLL_PIXELS
    for (int i = 0; i < group_pixels; ++i) {
        if (y < size.height) pixels[i] = shown_pixel(of, y, x);
        if (++x == size.width) x = 0, ++y;
    }
    PixelWords words;
    words.word[0] = pixels[0] | pixels[1] << 24;
    words.word[1] = pixels[1] >> 8 | pixels[2] << 16;
    words.word[2] = pixels[2] >> 16 | pixels[3] << 8;
    return words;
}

}  // namespace droplet::cuda
