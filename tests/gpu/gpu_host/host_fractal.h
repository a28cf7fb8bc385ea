// The kernels of the fractal played by the host: each lane of each tile in turn.
#pragma once
#include <algorithm>

#include "cuda/fractal_choice.h"
#include "host_field.h"

namespace droplet::cuda::test {

/// What a launch does, in one precision.
template <class R>
void play(const FractalScene& scene, const FractalJob& job) {
    const PointRule<R> rule = point_rule<R>(scene, job.chunk.pass.sample);
    const auto all_lanes = [&]<class Coloring>(const auto& recurrence) {
        for (std::int64_t i = 0; i < job.chunk.tiles; ++i)
            for (int lane = 0; lane < warp_lanes; ++lane)
                iterate_lane<Coloring>(job, rule, recurrence, job.chunk.first_tile + i, lane);
    };
    if (scene.program.empty()) {
        choose_power(scene, rule, [&]<class Coloring, class Recurrence>() {
            all_lanes.template operator()<Coloring>(Recurrence(rule));
        });
        return;
    }
    const TypedRule<R> typed(scene.program);
    const TypedRule<Leading<R>> slopes(scene.program);
    choose_typed<R>(scene.params.coloring, [&]<class Coloring, class Recurrence>() {
        all_lanes.template operator()<Coloring>(Recurrence(typed, slopes));
    });
}

/// The values of a sample, after all passes in launches of about `points` points.
template <class R>
Image played(const FractalScene& scene, std::int64_t points = 1 << 30, int sample = 0) {
    HostField values(scene.part_size(), scene.params.samples);
    const int each = scene.program.empty() ? 1 : typed_points<R>(scene.params.coloring);
    FractalWalk walk(scene.part_size(), scene.params.samples, Precision::float32);
    while (!walk.progress().complete) play<R>(scene, {walk.next(points, each), values.view()});
    Image image(scene.part_size(), 1);
    for (int y = 0; y < image.height(); ++y)
        std::copy_n(values.view().row(sample, y), image.width(), image.plane(0).row(y));
    return image;
}

}  // namespace droplet::cuda::test
