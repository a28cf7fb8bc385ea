// stb_image_resize is compiled here with internal linkage, as stb.cpp does with the rest of stb.
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#include "media/resize.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_resize.h>
#pragma GCC diagnostic pop

#include <new>

namespace droplet {
namespace {

void resize_plane(ConstPlane from, Plane to) {
    const auto bytes = [](std::ptrdiff_t floats) { return static_cast<int>(floats * 4); };
    if (stbir_resize_float_generic(from.data, from.size.width, from.size.height, bytes(from.stride), to.data,
                                   to.size.width, to.size.height, bytes(to.stride), 1,
                                   STBIR_ALPHA_CHANNEL_NONE, 0, STBIR_EDGE_CLAMP, STBIR_FILTER_DEFAULT,
                                   STBIR_COLORSPACE_LINEAR, nullptr) == 0)
        throw std::bad_alloc();
}

/// Each value times that of another plane.
void multiply(Plane values, ConstPlane by) {
    for (int y = 0; y < values.size.height; ++y)
        for (int x = 0; x < values.size.width; ++x) values.row(y)[x] *= by.row(y)[x];
}

}  // namespace

Image resized(const Image& image, Size size) {
    if (size == image.size()) return image.clone();
    Image made(size, image.channels(), image.has_alpha());
    for (int c = 0; c < image.channels(); ++c) resize_plane(image.plane(c), made.plane(c));
    if (!image.has_alpha()) return made;
    resize_plane(image.alpha(), made.alpha());
    Image weighted = image.clone(), sums(size, image.channels());
    for (int c = 0; c < image.channels(); ++c) {
        multiply(weighted.plane(c), image.alpha());
        resize_plane(weighted.plane(c), sums.plane(c));
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                constexpr float least = 1.0f / 1024;  // below it the quotient is noise
                const float alpha = made.alpha().row(y)[x];
                if (alpha >= least) made.plane(c).row(y)[x] = sums.plane(c).row(y)[x] / alpha;
            }
    }
    return made;
}

}  // namespace droplet
