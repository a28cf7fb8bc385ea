#include "cuda/fractal_renderer.h"

#include <algorithm>

#include "cuda/fractal_formula.h"
#include "cuda/transfer.h"
#include "model/fractal_difference.h"

namespace droplet::cuda {
namespace {

constexpr const char* drawing = "drawing the fractal";

/// Iterations in float32 of a launch: a fraction of a millisecond on a large GPU, some on a small one. A stop
/// request takes effect between launches.
constexpr std::int64_t launch_iterations = std::int64_t{1} << 28;
/// Points that a multiprocessor is given at least, or it would idle.
constexpr int least_points = 256;
/// Of an iteration in double-double, in such of doubles.
constexpr int pair_cost = 16;

LaunchFractal* launch_of(const FractalScene& scene, Precision precision) {
    const bool typed = !scene.program.empty();
    switch (precision) {
        case Precision::float32:
            return typed ? launch_float_formula : launch_float_power;
        case Precision::double_double:
            return typed ? launch_double_double_formula : launch_double_double_power;
        default:
            return typed ? launch_double_formula : launch_double_power;
    }
}

int points_of_thread(const FractalScene& scene, Precision precision) {
    if (scene.program.empty()) return 1;
    switch (precision) {
        case Precision::float32:
            return typed_points<float>(scene.params.coloring);
        case Precision::double_double:
            return typed_points<DoubleDouble>(scene.params.coloring);
        default:
            return typed_points<double>(scene.params.coloring);
    }
}

}  // namespace

void FractalRenderer::start(cudaStream_t stream, const FractalScene& scene, const DeviceField& picture,
                            const DeviceField& scratch) {
    const bool seen = scene_ && same_values_elsewhere(*scene_, scene);
    if (seen) {
        move_values(stream, values_.view(), scratch.view(), old_place(*scene_, scene), taken_over_.data());
        forget_values(stream);
        const Field moved = scratch.view();
        check(cudaMemcpyAsync(values_.view().data, moved.data,
                              static_cast<std::size_t>(moved.plane_stride) * sizeof(float),
                              cudaMemcpyDeviceToDevice, stream),
              drawing);
    } else {
        if (!(values_.size() == picture.size()) || values_.planes() < scene.params.samples)
            allocate(stream, picture.size(), scene.params.samples);
        forget_values(stream);
    }
    shows_last_ = seen;
    scene_ = scene;
    walk_ = FractalWalk(scene.part_size(), scene.params.samples, chosen_precision(scene));
    set_colors(stream);
    if (seen) color(stream, picture);
}

void FractalRenderer::allocate(cudaStream_t stream, Size size, int samples) {
    check(cudaStreamSynchronize(stream), drawing);
    clear();  // the old memory may be what the new one needs
    values_ = DeviceField(size, samples);
    taken_over_ = DeviceBuffer<std::uint8_t>(static_cast<std::size_t>(size.area()));
}

/// No number is all bits set.
void FractalRenderer::forget_values(cudaStream_t stream) {
    check(cudaMemsetAsync(values_.view().data, 0xff, values_.bytes(), stream), drawing);
}

std::int64_t FractalRenderer::launch_points() const {
    std::int64_t cost = 1;
    if (walk_.progress().precision != Precision::float32) cost *= device_.double_cost;
    if (walk_.progress().precision == Precision::double_double) cost *= pair_cost;
    return std::max<std::int64_t>(launch_iterations / cost / scene_->params.iterations,
                                  std::int64_t{least_points} * device_.multiprocessors);
}

FractalProgress FractalRenderer::refine(cudaStream_t stream, std::int64_t work, const DeviceField& picture,
                                        const std::stop_token& stop) {
    if (!scene_) return {};
    LaunchFractal* const launch = launch_of(*scene_, walk_.progress().precision);
    const int each = points_of_thread(*scene_, walk_.progress().precision);
    std::int64_t points = std::max<std::int64_t>(1, work / scene_->params.iterations);
    while (points > 0 && !walk_.progress().complete && !stop.stop_requested()) {
        Event& slot = queue_[next_];
        next_ = (next_ + 1) % queue_length;
        slot.synchronize();
        const FractalChunk chunk = walk_.next(std::min(points, launch_points()), each);
        launch(stream, *scene_, {chunk, values_.view(), shows_last_ ? taken_over_.data() : nullptr});
        slot.record(stream);
        points -= chunk.points(each);
    }
    color(stream, picture);
    return walk_.progress();
}

void FractalRenderer::recolor(cudaStream_t stream, const FractalScene& scene, const DeviceField& picture) {
    if (!scene_) return;
    scene_ = scene;
    set_colors(stream);
    color(stream, picture);
}

Image FractalRenderer::values(cudaStream_t stream) const {
    Image image(values_.size(), 1);
    copy_to_host(values_.view(), 0, {}, image.plane(0), stream);
    check(cudaStreamSynchronize(stream), drawing);
    return image;
}

void FractalRenderer::clear() {
    scene_.reset();
    values_ = DeviceField();
    taken_over_ = DeviceBuffer<std::uint8_t>();
}

void FractalRenderer::set_colors(cudaStream_t stream) {
    std::array<TableColor, PaletteTable::size> table;
    std::transform(scene_->colors.colors.begin(), scene_->colors.colors.end(), table.begin(),
                   [](const Rgb& color) {
                       return TableColor{color.r, color.g, color.b, 0};
                   });
    check(cudaMemcpyAsync(table_.data(), table.data(), table_.bytes(), cudaMemcpyHostToDevice, stream),
          drawing);
}

void FractalRenderer::color(cudaStream_t stream, const DeviceField& picture) const {
    const FractalParams& params = scene_->params;
    color_fractal(stream, values_.view(), walk_.samples_begun(),
                  {params.coloring, params.iterations, params.palette_density, params.palette_offset,
                   scene_->colors.cyclic, scene_->colors.inside, table_.data()},
                  picture.view());
}

}  // namespace droplet::cuda
