#pragma once
#include <array>

#include "compute/cpu/workers.h"
#include "model/canny_params.h"
#include "model/image.h"

namespace droplet {

/// Canny's edge detector on the CPU, all stages kept. The bits do not depend on the threads.
class CannyDetector {
 public:
    /// `grey` has one channel; nothing of it is kept.
    void run(const Image& grey, const CannyParams& params, Workers& workers);
    /// Forgets the stages.
    void clear();

    /// blur: the grey after the blur; gradient: its magnitude; thin: that where it is a ridge, else 0; edges:
    /// 1 on edges, else 0. Empty before the first run.
    const Image& stage(CannyStage stage) const { return stages_[static_cast<std::size_t>(stage)]; }

 private:
    std::array<Image, EnumNames<CannyStage>::names.size()> stages_;
};

}  // namespace droplet
