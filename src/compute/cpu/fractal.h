#pragma once
#include <cstdint>
#include <stop_token>

#include "compute/cpu/workers.h"
#include "compute/fractal_plan.h"
#include "model/fractal_scene.h"
#include "model/image.h"

namespace droplet {

/// Makes pictures of the fractal, pass by pass (compute/fractal_plan.h). It keeps the values, so that another
/// palette iterates nothing again.
class FractalRenderer {
 public:
    /// `picture` is RGB of scene.part_size(), else Error (Fault::usage).
    void start(const FractalScene& scene, Image& picture);
    FractalProgress refine(std::int64_t work, Image& picture, Workers& workers, const std::stop_token& stop);
    void recolor(const FractalScene& scene, Image& picture, Workers& workers);
    /// Of the first sample, one channel.
    const Image& values() const { return values_; }

 private:
    void color(Image& picture, Workers& workers) const;

    FractalScene scene_;
    FractalProgress progress_;
    Image values_;  ///< one channel for each sample
    int rows_ = 0;  ///< finished
};

}  // namespace droplet
