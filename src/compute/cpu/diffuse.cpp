#include "compute/cpu/diffuse.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "compute/cpu/diffuse_tile.h"
#include "compute/cpu/thread_scratch.h"

namespace droplet {
namespace {

constexpr int most_steps_per_pass = 16;

std::size_t l2_cache_bytes() {
    static const std::size_t bytes = [] {
        const long reported = sysconf(_SC_LEVEL2_CACHE_SIZE);
        return reported > 0 ? static_cast<std::size_t>(reported) : std::size_t{512} << 10;
    }();
    return bytes;
}

int cut(int length, int parts, int part) {
    return static_cast<int>(std::int64_t{length} * part / parts);
}

/// One pass from `source` to `target`. False when it was stopped; `target` is then not complete.
bool run_pass(const Image& source, Image& target, const DiffusionParams& params, int coupled,
              const DiffusionPlan& plan, int steps, Workers& workers, const std::stop_token& stop) {
    std::array<ConstPlane, 3> from;
    std::array<Plane, 3> to;
    for (int c = 0; c < source.channels(); ++c) {
        from[static_cast<std::size_t>(c)] = source.plane(c);
        to[static_cast<std::size_t>(c)] = target.plane(c);
    }
    const int tiles_per_group = plan.bands * plan.columns;
    const int groups = source.channels() / coupled;
    std::atomic<bool> complete = true;
    workers.for_each(groups * tiles_per_group, [&](int index) {
        if (stop.stop_requested()) {
            complete = false;
            return;
        }
        const int group = index / tiles_per_group, place = index % tiles_per_group;
        const int band = place / plan.columns, column = place % plan.columns;
        // Tiles begin on vector boundaries, so that every column is computed in the same lane of a vector.
        const auto column_start = [&](int i) {
            return i == plan.columns
                       ? source.width()
                       : cut(source.width(), plan.columns, i) / Image::row_alignment * Image::row_alignment;
        };
        const DiffusionTile tile{.source = from.data() + group * coupled,
                                 .target = to.data() + group * coupled,
                                 .coupled_channels = coupled,
                                 .x0 = column_start(column),
                                 .x1 = column_start(column + 1),
                                 .y0 = cut(source.height(), plan.bands, band),
                                 .y1 = cut(source.height(), plan.bands, band + 1),
                                 .steps = steps};
        run_tile(tile, params, thread_scratch(tile_scratch_floats(tile.x1 - tile.x0, steps, coupled)));
    });
    return complete;
}

}  // namespace

DiffusionPlan plan_diffusion(Size size, int groups, int coupled_channels, int steps, int threads) {
    DiffusionPlan plan;
    // Two tiles a thread even out what else the machine does; a band pays steps_per_pass rows at each side.
    const int tiles_wanted = threads == 1 ? 1 : 2 * threads;
    plan.bands = std::clamp((tiles_wanted + groups - 1) / groups, 1, std::max(1, size.height / 16));
    const int by_overlap = plan.bands == 1 ? most_steps_per_pass : std::max(1, size.height / plan.bands / 24);

    // The ring of rows and their fluxes, 2 · steps + 2 rows, fit into a good half of the L2 cache.
    const std::size_t budget = l2_cache_bytes() * 5 / 8;
    const auto steps_that_fit = [&](int width) {
        const auto row_bytes =
            static_cast<std::size_t>(width + 32) * sizeof(float) * static_cast<std::size_t>(coupled_channels);
        return std::clamp(static_cast<int>(budget / row_bytes / 2) - 1, 1, most_steps_per_pass);
    };
    while (steps_that_fit(size.width / plan.columns) < most_steps_per_pass / 2 &&
           size.width / plan.columns >= 1024)
        ++plan.columns;
    const int most = std::min(by_overlap, steps_that_fit(size.width / plan.columns));
    const int passes = (steps + most - 1) / std::max(1, most);
    plan.steps_per_pass = (steps + passes - 1) / std::max(1, passes);
    if (plan.steps_per_pass == 1) plan.columns = 1;  // nothing stays in the cache from step to step
    return plan;
}

void extend_rows(Image& image) {
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y) {
            float* row = image.plane(c).row(y);
            row[image.width()] = row[image.width() - 1];
        }
}

int diffuse(Image& current, Image& spare, const DiffusionParams& params, int steps, Workers& workers,
            std::stop_token stop) {
    const int coupled = params.coupling == Coupling::vector ? current.channels() : 1;
    const int groups = current.channels() / coupled;
    int done = 0;
    while (done < steps) {
        const DiffusionPlan plan =
            plan_diffusion(current.size(), groups, coupled, steps - done, workers.count());
        const int now = std::min(plan.steps_per_pass, steps - done);
        if (!run_pass(current, spare, params, coupled, plan, now, workers, stop)) break;
        std::swap(current, spare);
        done += now;
    }
    return done;
}

}  // namespace droplet
