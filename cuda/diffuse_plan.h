// Which kernel runs a number of diffusion steps, and how the picture is cut for it.
//   one step a pass    what remains of the steps; tiles of a few rows, so that many loads are under way
//   blocked in time    8 steps a pass (4 for coupled channels): pictures larger than the L2 cache, where a
//   pass costs
//                      the memory's time; then 4, 2 and 1 for the rest
//   persistent         4 steps a pass, many passes a launch with a grid-wide barrier between them: pictures
//   that stay
//                      in the L2 cache, where launches would cost a part of the time
// All give the same bits.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "cuda/diffuse_tile.h"

namespace droplet::cuda {

/// Steps per pass that kernels exist for; the last is for channels on their own only.
inline constexpr std::array<int, 4> pass_steps{1, 2, 4, 8};
inline constexpr int max_coupled_steps = 4;

inline constexpr int warps_per_block = 4;

/// What is decided by measurement; benchmarks and tests try other values, the program takes these.
struct DiffuseTuning {
    int max_pass_steps = 0;  ///< steps per pass at most, one of pass_steps; 0: by the rule above
    enum class Persistent { automatic, never, always } persistent = Persistent::automatic;
    int single_step_rows = 16;  ///< rows per tile of one step
    int warps_per_multiprocessor =
        8;  ///< tiles of several steps are as high as gives each its warps once: two per
            ///< scheduler keep the special function units busy, and high tiles waste less
};

/// What the plan needs to know of a device.
struct DeviceLimits {
    int multiprocessors = 1;
    std::size_t l2_bytes = 0;
};

/// Passes of `steps` steps each; all of them in one launch when `persistent`.
struct PassPlan {
    int steps = 1;
    int passes = 1;
    bool persistent = false;
    TileGrid grid;
};

/// Steps that a chunk of work holds at most, counted in pixel-channel steps: a fraction of a millisecond on a
/// large GPU, a few on a small one. A stop request takes effect between chunks.
inline constexpr std::int64_t chunk_pixel_steps = std::int64_t{1} << 28;

/// `planes`: how many are worked on independently; `channels` how many there are.
inline TileGrid plan_tiles(Size size, int planes, int steps, const DeviceLimits& device,
                           const DiffuseTuning& tuning) {
    const int strips = tile_grid(size.width, size.height, planes, steps, size.height).strips;
    const std::int64_t columns = std::int64_t{strips} * planes;
    const std::int64_t warps = std::int64_t{device.multiprocessors} * tuning.warps_per_multiprocessor;
    const int bands = static_cast<int>(std::clamp<std::int64_t>(warps / columns, 1, size.height));
    int rows = (size.height + bands - 1) / bands;
    if (steps == 1) rows = std::min(rows, tuning.single_step_rows);
    rows = std::clamp(rows, std::min(steps, size.height), size.height);
    return tile_grid(size.width, size.height, planes, steps, rows);
}

/// The next passes for `remaining` >= 1 steps: at least one, at most what a chunk holds.
inline PassPlan plan_passes(Size size, int channels, bool coupled, int remaining, const DeviceLimits& device,
                            const DiffuseTuning& tuning) {
    using Persistent = DiffuseTuning::Persistent;
    const std::int64_t pixels = size.area() * channels;
    const bool cached = 2 * static_cast<std::size_t>(pixels) * sizeof(float) <= device.l2_bytes;

    int most = tuning.max_pass_steps != 0 ? tuning.max_pass_steps : cached ? 4 : pass_steps.back();
    if (coupled) most = std::min(most, max_coupled_steps);
    PassPlan plan;
    for (const int steps : pass_steps)
        if (steps <= std::min(most, remaining)) plan.steps = steps;

    const std::int64_t chunk = std::max<std::int64_t>(1, chunk_pixel_steps / pixels / plan.steps);
    plan.passes = static_cast<int>(std::min<std::int64_t>(remaining / plan.steps, chunk));
    plan.persistent =
        plan.steps >= 4 && (tuning.persistent == Persistent::always ||
                            (tuning.persistent == Persistent::automatic && cached && plan.passes > 1));
    plan.grid = plan_tiles(size, coupled ? 1 : channels, plan.steps, device, tuning);
    return plan;
}

}  // namespace droplet::cuda
