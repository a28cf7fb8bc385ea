#include "compute/canny_reference.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "math/border.h"
#include "math/canny.h"

namespace droplet::test {
namespace {

constexpr Border blur_border = Border::reflect_101, gradient_border = Border::replicate;

std::vector<float> blur_weights(float sigma) {
    const int radius = math::blur_radius(sigma);
    std::vector<double> values;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) {
        const double s = static_cast<double>(sigma);
        values.push_back(i == 0 ? 1.0 : std::exp(-0.5 * i * i / (s * s)));
        sum += values.back();
    }
    std::vector<float> weights;
    for (const double value : values) weights.push_back(static_cast<float>(value / sum));
    return weights;
}

void blur(const Image& grey, Image& out, float sigma) {
    const std::vector<float> weights = blur_weights(sigma);
    const int radius = static_cast<int>(weights.size()) / 2, width = grey.width(), height = grey.height();
    for (int y = 0; y < height; ++y) {
        std::vector<float> column(static_cast<std::size_t>(width));
        for (int x = 0; x < width; ++x)
            for (int i = -radius; i <= radius; ++i)
                column[static_cast<std::size_t>(x)] +=
                    weights[static_cast<std::size_t>(i + radius)] *
                    grey.plane(0).row(math::border_index(y + i, height, blur_border))[x];
        for (int x = 0; x < width; ++x) {
            float sum = 0;
            for (int i = -radius; i <= radius; ++i)
                sum += weights[static_cast<std::size_t>(i + radius)] *
                       column[static_cast<std::size_t>(math::border_index(x + i, width, blur_border))];
            out.plane(0).row(y)[x] = sum;
        }
    }
}

math::Gradient gradient_at(const Image& blurred, int y, int x) {
    float v[3][3];
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx)
            v[dy + 1][dx + 1] = blurred.plane(0).row(math::border_index(
                y + dy, blurred.height(),
                gradient_border))[math::border_index(x + dx, blurred.width(), gradient_border)];
    return math::sobel(v);
}

float value_or_zero(const Image& image, int y, int x) {
    const bool inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
    return inside ? image.plane(0).row(y)[x] : 0.0f;
}

void follow(const Image& thin, Image& edges, const CannyParams& params) {
    std::vector<std::pair<int, int>> open;
    const auto take = [&](int y, int x, float threshold) {
        if (!(value_or_zero(thin, y, x) > threshold) || edges.plane(0).row(y)[x] > 0) return;
        edges.plane(0).row(y)[x] = 1;
        open.emplace_back(y, x);
    };
    for (int y = 0; y < thin.height(); ++y)
        for (int x = 0; x < thin.width(); ++x) edges.plane(0).row(y)[x] = 0;
    for (int y = 0; y < thin.height(); ++y)
        for (int x = 0; x < thin.width(); ++x) {
            take(y, x, std::max(params.low, params.high));
            while (!open.empty()) {
                const auto [at_y, at_x] = open.back();
                open.pop_back();
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx) take(at_y + dy, at_x + dx, params.low);
            }
        }
}

}  // namespace

std::array<Image, 4> canny_reference(const Image& grey, const CannyParams& params) {
    const int width = grey.width(), height = grey.height();
    Image blurred(grey.size(), 1), gradient(grey.size(), 1), thin(grey.size(), 1), edges(grey.size(), 1);
    blur(grey, blurred, params.sigma);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            gradient.plane(0).row(y)[x] = math::magnitude(gradient_at(blurred, y, x));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto [dx, dy] = math::along(gradient_at(blurred, y, x));
            const float here = gradient.plane(0).row(y)[x];
            const bool ridge = math::is_ridge(here, value_or_zero(gradient, y - dy, x - dx),
                                              value_or_zero(gradient, y + dy, x + dx));
            thin.plane(0).row(y)[x] = ridge ? here : 0.0f;
        }
    follow(thin, edges, params);
    return {std::move(blurred), std::move(gradient), std::move(thin), std::move(edges)};
}

}  // namespace droplet::test
