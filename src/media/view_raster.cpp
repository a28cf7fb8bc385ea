#include "media/view_raster.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace droplet {
namespace {

/// What a pixel of the result takes along one axis: `weights` of the pixels from `first` on.
struct Tap {
    int first = 0;
    std::vector<float> weights;
};

Tap tap(double from, double to, int count) {
    Tap made;
    const double span = to - from, middle = (from + to) / 2;
    if (span > 1) {
        const double begin = std::clamp(from, 0.0, double(count)), end = std::clamp(to, 0.0, double(count));
        made.first = static_cast<int>(begin);
        for (int i = made.first; i < end; ++i)
            made.weights.push_back(
                static_cast<float>((std::min(end, i + 1.0) - std::max(begin, double(i))) / span));
        return made;
    }
    if (middle < 0 || middle >= count) return made;
    if (span < 0.5) {
        made.first = static_cast<int>(middle);
        made.weights = {1};
        return made;
    }
    const double place = std::clamp(middle - 0.5, 0.0, count - 1.0);
    made.first = static_cast<int>(place);
    const auto share = static_cast<float>(place - made.first);
    made.weights = {1 - share};
    if (share > 0) made.weights.push_back(share);
    return made;
}

std::vector<Tap> taps(double from, double to, int pixels, int count) {
    std::vector<Tap> made;
    const double span = (to - from) / pixels;
    for (int i = 0; i < pixels; ++i) made.push_back(tap(from + i * span, from + (i + 1) * span, count));
    return made;
}

}  // namespace

ViewRect fitted(ViewRect view, Size size) {
    const double pixel = std::max(view.width() / size.width, view.height() / size.height);
    const double x = (view.x0 + view.x1) / 2, y = (view.y0 + view.y1) / 2;
    const double half_width = pixel * size.width / 2, half_height = pixel * size.height / 2;
    if (std::abs(2 * half_width - view.width()) > 1e-9 * half_width) {
        view.x0 = x - half_width;
        view.x1 = x + half_width;
    }
    if (std::abs(2 * half_height - view.height()) > 1e-9 * half_height) {
        view.y0 = y - half_height;
        view.y1 = y + half_height;
    }
    return view;
}

Image view_raster(const Image& picture, const ViewRect& view, Size size) {
    const auto across = taps(view.x0, view.x1, size.width, picture.width());
    const auto down = taps(view.y0, view.y1, size.height, picture.height());
    Image made(size, picture.channels());
    std::vector<float> row(static_cast<std::size_t>(picture.width()));
    for (int c = 0; c < picture.channels(); ++c)
        for (int y = 0; y < size.height; ++y) {
            const Tap& rows = down[static_cast<std::size_t>(y)];
            std::fill(row.begin(), row.end(), 0.0f);
            for (std::size_t i = 0; i < rows.weights.size(); ++i) {
                const int source = rows.first + static_cast<int>(i);
                const float* values = picture.plane(c).row(source);
                const float* alpha = picture.has_alpha() ? picture.alpha().row(source) : nullptr;
                for (int x = 0; x < picture.width(); ++x)
                    row[static_cast<std::size_t>(x)] +=
                        rows.weights[i] * (alpha ? values[x] * alpha[x] : values[x]);
            }
            for (int x = 0; x < size.width; ++x) {
                const Tap& columns = across[static_cast<std::size_t>(x)];
                float sum = 0;
                for (std::size_t i = 0; i < columns.weights.size(); ++i)
                    sum += columns.weights[i] * row[static_cast<std::size_t>(columns.first) + i];
                made.plane(c).row(y)[x] = sum;
            }
        }
    return made;
}

}  // namespace droplet
