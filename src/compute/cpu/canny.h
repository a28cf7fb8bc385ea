#pragma once
#include <array>
#include <memory>

#include "compute/cpu/canny_hysteresis.h"
#include "compute/cpu/workers.h"
#include "model/canny_params.h"
#include "model/image.h"

namespace droplet {

/// Canny's edge detector on the CPU, all stages kept. Blur, gradient and thinning go over strips of rows at
/// once; hysteresis follows on one bit a pixel. The bits depend on neither the threads nor the instruction
/// set.
class CannyDetector {
 public:
    /// `grey` has one channel; nothing of it is kept. A value that is not finite spoils the pixels that the
    /// blur spreads it to, and no others. Throws std::bad_alloc.
    void run(const Image& grey, const CannyParams& params, Workers& workers);
    /// Forgets the stages.
    void clear();

    /// blur: the grey after the blur; gradient: its magnitude; thin: that where it is a ridge, else 0; edges:
    /// 1 on edges, else 0. Empty before the first run.
    const Image& stage(CannyStage stage) const { return stages_[static_cast<std::size_t>(stage)]; }

 private:
    void reserve(Size size);

    std::array<Image, EnumNames<CannyStage>::names.size()> stages_;
    BitPicture weak_, strong_;  ///< after a run, strong_ are the edges
    BitPicture drawn_;          ///< what the stage of the edges shows
};

}  // namespace droplet
