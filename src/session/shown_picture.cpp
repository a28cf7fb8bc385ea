#include "session/shown_picture.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "math/shown_range.h"

namespace droplet {
namespace {

void show_row(const float* values, int count, const math::ShownRange& range, float* shares) {
    for (int x = 0; x < count; ++x) shares[x] = math::shown(values[x], range);
}

/// The first and the last entry stand for the ends of the range.
std::array<float, 3> colour_of(const ColourTable& table, float share) {
    const float place = share * static_cast<float>(table.size() - 1);
    const auto low = static_cast<std::size_t>(place), high = std::min(low + 1, table.size() - 1);
    const float part = place - static_cast<float>(low);
    const auto between = [part](std::uint8_t a, std::uint8_t b) {
        const auto from = static_cast<float>(a), to = static_cast<float>(b);
        return (from + part * (to - from)) / 255.0f;
    };
    const Rgb8 a = table[low], b = table[high];
    return {between(a.r, b.r), between(a.g, b.g), between(a.b, b.b)};
}

/// The shares stand where red comes, which is read before it is written.
void colour_row(const ColourTable& table, Image& image, int y) {
    const float* const shares = image.plane(0).row(y);
    for (int x = 0; x < image.width(); ++x) {
        const std::array<float, 3> colour = colour_of(table, shares[x]);
        for (int c = 0; c < 3; ++c) image.plane(c).row(y)[x] = colour[static_cast<std::size_t>(c)];
    }
}

}  // namespace

Image shown_picture(const Image& picture, const Display& display) {
    const math::ShownRange range = math::shown_range(display);
    const bool mapped = display.map && picture.channels() == 1;
    Image shown(picture.size(), mapped ? 3 : picture.channels(), picture.has_alpha());
    const int width = picture.width();
    for (int y = 0; y < picture.height(); ++y) {
        for (int c = 0; c < picture.channels(); ++c)
            show_row(picture.plane(c).row(y), width, range, shown.plane(c).row(y));
        if (mapped) colour_row(*display.map, shown, y);
        if (picture.has_alpha()) std::copy_n(picture.alpha().row(y), width, shown.alpha().row(y));
    }
    return shown;
}

}  // namespace droplet
