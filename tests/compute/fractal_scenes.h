// Scenes of the fractal, and pictures of them by the CPU's renderer.
#pragma once
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "compute/cpu/fractal.h"
#include "model/fractal_scene.h"
#include "model/preset.h"

namespace droplet::test {

inline FractalScene scene_of(const FractalParams& params, Size size) {
    Preset preset;
    preset.fractal = params;
    return fractal_scene(preset, size);
}

struct Picture {
    Image values, colors;
    int chunks = 0;
};

/// Complete, in chunks of `work` point-iterations.
inline Picture picture_of(const FractalScene& scene, int threads = 2,
                          std::int64_t work = std::numeric_limits<std::int64_t>::max()) {
    Workers workers(threads);
    FractalRenderer renderer;
    Picture picture;
    picture.colors = Image(scene.part_size(), 3);
    renderer.start(scene, picture.colors, workers);
    do ++picture.chunks;
    while (!renderer.refine(work, picture.colors, workers, {}).complete);
    picture.values = renderer.values().clone();
    return picture;
}

inline std::vector<float> values_of(const FractalScene& scene) {
    const Picture picture = picture_of(scene);
    std::vector<float> values;
    for (int y = 0; y < picture.values.height(); ++y)
        values.insert(values.end(), picture.values.plane(0).row(y),
                      picture.values.plane(0).row(y) + picture.values.width());
    return values;
}

}  // namespace droplet::test
