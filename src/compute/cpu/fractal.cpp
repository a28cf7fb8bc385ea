#include "compute/cpu/fractal.h"

#include <algorithm>

#include "math/fractal.h"
#include "math/fractal_color.h"
#include "model/error.h"

namespace droplet {
namespace {

using math::Complex;

Complex<double> point(const FractalScene& scene, int x, int y) {
    const FractalParams& p = scene.params;
    return {p.center_x.high + (x + 0.5 - scene.size.width / 2.0) * p.scale,
            p.center_y.high + (y + 0.5 - scene.size.height / 2.0) * p.scale};
}

float count(const FractalParams& p, Complex<double> c) {
    Complex<double> z = c;
    const Complex<double> lambda{p.coefficient_re, p.coefficient_im};
    const int n = static_cast<int>(p.exponent);
    int inside = 0;
    double norm = math::norm(z);
    for (int k = 0; k < p.iterations; ++k) {
        z = n > 0 ? math::next_of_pole<0>(z, norm, lambda, c, n)
                  : math::next_of_polynomial<0>(z, lambda, c, -n);
        norm = math::norm(z);
        inside += norm < p.radius * p.radius;
    }
    return static_cast<float>(inside);
}

}  // namespace

void FractalRenderer::start(const FractalScene& scene, Image& picture) {
    if (!(picture.size() == scene.part_size()) || picture.channels() != 3 || picture.has_alpha())
        throw Error(Fault::usage, "fractal", "not the picture's shape; valid: RGB of the scene's part");
    scene_ = scene;
    progress_ = {};
    progress_.precision = chosen_precision(scene.params, std::max(scene.size.width, scene.size.height));
    if (!(values_.size() == picture.size())) values_ = Image(picture.size(), 1);
    rows_ = 0;
}

FractalProgress FractalRenderer::refine(std::int64_t work, Image& picture, Workers& workers,
                                        const std::stop_token&) {
    const std::int64_t row_work = std::int64_t{scene_.params.iterations} * scene_.part.width();
    const int until = static_cast<int>(
        std::min<std::int64_t>(rows_ + std::max<std::int64_t>(1, work / row_work), picture.height()));
    workers.for_each(until - rows_, [&](int i) {
        const int y = rows_ + i;
        for (int x = 0; x < picture.width(); ++x)
            values_.plane(0).row(y)[x] =
                count(scene_.params, point(scene_, scene_.part.x0 + x, scene_.part.y0 + y));
    });
    rows_ = until;
    progress_.share = static_cast<double>(rows_) / picture.height();
    progress_.complete = rows_ == picture.height();
    if (progress_.complete) progress_.block = progress_.samples = 1;
    color(picture, workers);
    return progress_;
}

void FractalRenderer::recolor(const FractalScene& scene, Image& picture, Workers& workers) {
    scene_ = scene;
    color(picture, workers);
}

void FractalRenderer::color(Image& picture, Workers& workers) const {
    const FractalParams& p = scene_.params;
    workers.for_each(picture.height(), [&](int y) {
        for (int x = 0; x < picture.width(); ++x) {
            const float value = values_.plane(0).row(y)[x];
            Rgb rgb = scene_.colors.inside;
            if (!math::is_inside(p.coloring, value, p.iterations)) {
                const float position =
                    math::palette_position(p.coloring, value) * p.palette_density + p.palette_offset;
                const auto at = math::palette_index(position, PaletteTable::size, scene_.colors.cyclic);
                const Rgb& a = scene_.colors.colors[static_cast<std::size_t>(at.first)];
                const Rgb& b = scene_.colors.colors[static_cast<std::size_t>(at.second)];
                rgb = {a.r + at.share * (b.r - a.r), a.g + at.share * (b.g - a.g),
                       a.b + at.share * (b.b - a.b)};
            }
            picture.plane(0).row(y)[x] = rgb.r;
            picture.plane(1).row(y)[x] = rgb.g;
            picture.plane(2).row(y)[x] = rgb.b;
        }
    });
}

}  // namespace droplet
