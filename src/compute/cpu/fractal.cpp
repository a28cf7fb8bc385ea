#include "compute/cpu/fractal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "compute/cpu/fractal_colors.h"
#include "model/error.h"
#include "model/fractal_difference.h"

namespace droplet {
namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

void make_unknown(Image& plane) {
    for (int y = 0; y < plane.height(); ++y) std::fill_n(plane.plane(0).row(y), plane.width(), unknown);
}

/// Point-iterations that a thread does at a time, and between two looks at whether to stop.
constexpr std::int64_t work_of_task = std::int64_t{1} << 17;
std::int64_t work_between_looks(Precision precision) {
    return precision == Precision::double_double ? std::int64_t{1} << 21 : std::int64_t{1} << 25;
}

/// Where each of `count` pixels of the new place lies in the old one; −1: nowhere.
std::vector<int> old_places(int count, int first, int whole, double shift, double new_scale,
                            double old_scale) {
    std::vector<int> places(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double offset = first + i + 0.5 - whole / 2.0;
        const double place = std::floor((shift + offset * new_scale) / old_scale + whole / 2.0) - first;
        places[static_cast<std::size_t>(i)] = place >= 0 && place < count ? static_cast<int>(place) : -1;
    }
    return places;
}

}  // namespace

void FractalRenderer::start(const FractalScene& scene, Image& picture, Workers& workers) {
    if (!(picture.size() == scene.part_size()) || picture.channels() != 3 || picture.has_alpha())
        throw Error(Fault::usage, "fractal", "not the picture's shape; valid: RGB of the scene's part");
    // The same picture again stands there.
    const bool seen = kernel_ != nullptr && !(place_of(scene.params) == place_of(scene_.params)) &&
                      same_values_elsewhere(scene_, scene);
    if (seen) {
        take_over(scene, workers);
    } else {
        forget(scene.part_size());
    }
    scene_ = scene;
    progress_ = {};
    progress_.precision = chosen_precision(scene);
    points_ = PointScene(scene, progress_.precision);
    kernel_ = points_kernel(points_);
    points_before_ = 0;
    begin_pass({});
    if (seen) color(0, picture.height(), picture, workers);
}

/// The first plane becomes that of the new place, as far as it is known.
void FractalRenderer::take_over(const FractalScene& next, Workers& workers) {
    const FractalParams &from = scene_.params, &to = next.params;
    const Size size = next.part_size();
    const std::vector<int> columns = old_places(size.width, next.part.x0, next.size.width,
                                                (to.center_x - from.center_x).high, to.scale, from.scale);
    const std::vector<int> rows = old_places(size.height, next.part.y0, next.size.height,
                                             (to.center_y - from.center_y).high, to.scale, from.scale);
    // Distances are in pixels.
    const float factor = to.coloring == Coloring::distance ? static_cast<float>(from.scale / to.scale) : 1.0f;
    Image plane(size, 1);
    from_last_.resize(static_cast<std::size_t>(size.area()));
    workers.for_each(size.height, [&](int y) {
        float* const row = plane.plane(0).row(y);
        const int old_y = rows[static_cast<std::size_t>(y)];
        const float* const old = old_y < 0 ? nullptr : planes_.front().plane(0).row(old_y);
        std::uint8_t* const known = from_last_.data() + std::ptrdiff_t{y} * size.width;
        for (int x = 0; x < size.width; ++x) {
            const int old_x = columns[static_cast<std::size_t>(x)];
            const float value = old == nullptr || old_x < 0 ? unknown : old[old_x];
            row[x] = value < 0 ? value : value * factor;
            known[x] = value == value;
        }
    });
    planes_.clear();
    planes_.push_back(std::move(plane));
}

void FractalRenderer::forget(Size size) {
    from_last_.clear();
    planes_.resize(std::min<std::size_t>(planes_.size(), 1));
    if (planes_.empty() || !(planes_.front().size() == size)) {
        planes_.clear();
        planes_.emplace_back(size, 1);
    }
    make_unknown(planes_.front());
}

void FractalRenderer::begin_pass(const FractalPass& pass) {
    pass_ = pass;
    grids_ = PassGrids(pass, scene_.part_size());
    tile_ = 0;
    if (pass.sample > 0) {
        planes_.emplace_back(scene_.part_size(), 1);
        make_unknown(planes_.back());
    }
}

/// Where nobody looks in between, the first sample needs no coarse passes.
void FractalRenderer::begin_at_once() {
    begin_pass({1, 0});
    grids_.grids = {PixelGrid(scene_.part_size(), 0, 0, 1), PixelGrid(), PixelGrid()};
}

void FractalRenderer::finish_pass() {
    progress_.block = pass_.block;
    if (pass_.block == 1) progress_.samples = pass_.sample + 1;
    progress_.complete = progress_.samples == scene_.params.samples;
    points_before_ += grids_.points();
    if (!progress_.complete) begin_pass(next_pass(pass_));
}

FractalProgress FractalRenderer::refine(std::int64_t work, Image& picture, Workers& workers,
                                        const std::stop_token& stop) {
    const std::int64_t tile_work = std::int64_t{scene_.params.iterations} * tile_side * tile_side;
    const auto tiles_of = [&](std::int64_t amount) { return std::max<std::int64_t>(1, amount / tile_work); };
    std::int64_t left = std::max<std::int64_t>(tiles_of(work), workers.count());
    const std::int64_t at_once =
        std::max<std::int64_t>(tiles_of(work_between_looks(progress_.precision)), workers.count());
    const bool nothing_yet = points_before_ == 0 && tile_ == 0;
    if (nothing_yet && work / scene_.params.iterations >= scene_.part_size().area()) begin_at_once();
    int first_row = picture.height(), last_row = 0;
    while (left > 0 && !progress_.complete) {
        const std::int64_t count = std::min({left, at_once, grids_.tiles() - tile_});
        if (count > 0) {
            iterate(tile_, tile_ + count, workers);
            for (const std::int64_t index : {tile_, tile_ + count - 1}) {
                const GridTile tile = grids_.tile(index);
                first_row = std::min(first_row, tile.y(tile.j0));
                last_row = std::max(last_row, tile.y(tile.j1 - 1) + pass_.block);
            }
            // A chunk that goes on in the pass's next grid begins again at the top.
            if (grids_.tile(tile_ + count - 1).grid.x0 != grids_.tile(tile_).grid.x0 ||
                grids_.tile(tile_ + count - 1).grid.y0 != grids_.tile(tile_).grid.y0) {
                first_row = 0;
                last_row = picture.height();
            }
        }
        tile_ += count;
        left -= count;
        if (tile_ == grids_.tiles()) finish_pass();
        if (stop.stop_requested()) break;
    }
    const double all = static_cast<double>(scene_.part_size().area()) * scene_.params.samples;
    double done = static_cast<double>(points_before_);
    if (!progress_.complete && grids_.tiles() > 0)
        done += static_cast<double>(grids_.points()) * static_cast<double>(tile_) /
                static_cast<double>(grids_.tiles());
    progress_.share = progress_.complete ? 1 : done / all;
    color(first_row, std::min(last_row, picture.height()), picture, workers);
    return progress_;
}

void FractalRenderer::iterate(std::int64_t first, std::int64_t last, Workers& workers) {
    const std::int64_t tile_work = std::int64_t{scene_.params.iterations} * tile_side * tile_side;
    const std::int64_t each = std::max<std::int64_t>(1, work_of_task / tile_work);
    const auto tasks = static_cast<int>((last - first + each - 1) / each);
    workers.for_each(tasks, [&](int task) {
        const std::int64_t begin = first + task * each, end = std::min(begin + each, last);
        for (std::int64_t i = begin; i < end; ++i) iterate_tile(grids_.tile(i));
    });
}

void FractalRenderer::iterate_tile(const GridTile& tile) {
    alignas(64) double x[PointSpan::most] = {}, y[PointSpan::most] = {};
    alignas(64) float values[PointSpan::most];
    static_assert(tile_side * tile_side <= PointSpan::most);
    const SampleOffset sample = sample_offset(pass_.sample);
    // What is added to a whole number, so that a pixel's place is the same in any part of the picture.
    const double left = 0.5 + sample.x - scene_.size.width / 2.0,
                 top = 0.5 + sample.y - scene_.size.height / 2.0;
    const int columns = tile.i1 - tile.i0, count = columns * (tile.j1 - tile.j0);
    for (int i = 0; i < columns; ++i) x[i] = (scene_.part.x0 + tile.x(tile.i0 + i)) + left;
    for (int j = 1; j < tile.j1 - tile.j0; ++j) std::copy_n(x, columns, x + j * columns);
    for (int j = tile.j0; j < tile.j1; ++j)
        std::fill_n(y + (j - tile.j0) * columns, columns, (scene_.part.y0 + tile.y(j)) + top);
    // The vectors are full; what is past the end is one of the points.
    std::fill(x + count, x + PointSpan::most, x[0]);
    std::fill(y + count, y + PointSpan::most, y[0]);
    kernel_(points_, {x, y, count, values});
    if (pass_.block > 1) {
        fill_blocks(tile, values);
        return;
    }
    const Plane plane = planes_[static_cast<std::size_t>(pass_.sample)].plane(0);
    const float* value = values;
    for (int j = tile.j0; j < tile.j1; ++j)
        for (int i = tile.i0; i < tile.i1; ++i) plane.row(tile.y(j))[tile.x(i)] = *value++;
}

/// A point's value is its block's, until finer passes bring their own.
void FractalRenderer::fill_blocks(const GridTile& tile, const float* values) {
    const Plane plane = planes_.front().plane(0);
    const int block = pass_.block, width = plane.size.width, height = plane.size.height;
    for (int j = tile.j0; j < tile.j1; ++j)
        for (int i = tile.i0; i < tile.i1; ++i, ++values) {
            const int x0 = tile.x(i), y0 = tile.y(j);
            const int x1 = std::min(x0 + block, width), y1 = std::min(y0 + block, height);
            for (int y = y0; y < y1; ++y) {
                float* const row = plane.row(y);
                if (from_last_.empty()) {
                    std::fill(row + x0, row + x1, *values);
                    continue;
                }
                const std::uint8_t* const known = from_last_.data() + std::ptrdiff_t{y} * width;
                for (int x = x0; x < x1; ++x)
                    if (known[x] == 0) row[x] = *values;
            }
            plane.row(y0)[x0] = *values;
        }
}

void FractalRenderer::recolor(const FractalScene& scene, Image& picture, Workers& workers) {
    scene_ = scene;
    color(0, picture.height(), picture, workers);
}

void FractalRenderer::color(int first_row, int last_row, Image& picture, Workers& workers) const {
    const FractalColors colors(scene_);
    constexpr int rows_of_task = 8;
    const int tasks = (std::max(0, last_row - first_row) + rows_of_task - 1) / rows_of_task;
    workers.for_each(tasks, [&](int task) {
        const int begin = first_row + task * rows_of_task;
        for (int y = begin; y < std::min(begin + rows_of_task, last_row); ++y)
            colors.color_row(planes_, y, picture);
    });
}

}  // namespace droplet
