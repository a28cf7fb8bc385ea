#include "media/planarize.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace droplet {
namespace {

template <class T>
constexpr float full_scale = std::numeric_limits<T>::max();

// How the target is read from the source: pixel (x, y) of the target is origin + x * step_x + y * step_y.
struct Walk {
    Size size;
    std::ptrdiff_t origin, step_x, step_y;
};

// EXIF 2.32, tag 0x0112: which side of the scene row 0 and column 0 of the file show.
Walk upright(Size size, int orientation) {
    const std::ptrdiff_t w = size.width, h = size.height;
    const Size turned{size.height, size.width};
    switch (orientation) {
        case 2:
            return {size, w - 1, -1, w};
        case 3:
            return {size, h * w - 1, -1, -w};
        case 4:
            return {size, (h - 1) * w, 1, -w};
        case 5:
            return {turned, 0, w, 1};
        case 6:
            return {turned, (h - 1) * w, -w, 1};
        case 7:
            return {turned, h * w - 1, -w, -1};
        case 8:
            return {turned, w - 1, w, -1};
        default:
            return {size, 0, 1, w};
    }
}

template <int components, class T>
void planarize_rows(const T* source, Image& image) {
    for (int y = 0; y < image.height(); ++y) {
        float* rows[components];
        for (int c = 0; c < components; ++c) rows[c] = image.plane(c).row(y);
        const T* pixel = source + static_cast<std::ptrdiff_t>(y) * image.width() * components;
        for (int x = 0; x < image.width(); ++x)
            for (int c = 0; c < components; ++c)
                rows[c][x] = static_cast<float>(pixel[x * components + c]) / full_scale<T>;
    }
}

// In tiles, so that a turned picture is read and written a cache line at a time.
template <int components, class T>
void planarize_turned(const T* source, const Walk& walk, Image& image) {
    constexpr int tile = 64;
    for (int y0 = 0; y0 < image.height(); y0 += tile) {
        for (int x0 = 0; x0 < image.width(); x0 += tile) {
            const int y1 = std::min(y0 + tile, image.height()), x1 = std::min(x0 + tile, image.width());
            for (int y = y0; y < y1; ++y) {
                for (int x = x0; x < x1; ++x) {
                    const T* pixel = source + (walk.origin + x * walk.step_x + y * walk.step_y) * components;
                    for (int c = 0; c < components; ++c)
                        image.plane(c).row(y)[x] = static_cast<float>(pixel[c]) / full_scale<T>;
                }
            }
        }
    }
}

template <int components, class T>
Image planarize_as(const Pixels& pixels, int orientation) {
    const Walk walk = upright(pixels.size, orientation);
    Image image(walk.size, components < 3 ? 1 : 3, components % 2 == 0);
    const T* source = static_cast<const T*>(pixels.data.get());
    if (walk.origin == 0 && walk.step_x == 1)
        planarize_rows<components>(source, image);
    else
        planarize_turned<components>(source, walk, image);
    return image;
}

template <class T>
Image planarize_type(const Pixels& pixels, int orientation) {
    switch (pixels.components) {
        case 1:
            return planarize_as<1, T>(pixels, orientation);
        case 2:
            return planarize_as<2, T>(pixels, orientation);
        case 3:
            return planarize_as<3, T>(pixels, orientation);
        default:
            return planarize_as<4, T>(pixels, orientation);
    }
}

}  // namespace

Image planarize(const Pixels& pixels, int orientation) {
    return pixels.type == Pixels::Type::u16 ? planarize_type<std::uint16_t>(pixels, orientation)
                                            : planarize_type<std::uint8_t>(pixels, orientation);
}

}  // namespace droplet
