#pragma once
#include <array>

#include "cuda/canny_tile.h"
#include "cuda/convolver.h"
#include "cuda/device_field.h"
#include "model/canny_params.h"

namespace droplet::cuda {

/// Canny's edge detector on the device, all stages kept: 16 bytes and two bits a pixel. The bits are the same
/// in every run.
class CannyDetector {
 public:
    explicit CannyDetector(int multiprocessors) : multiprocessors_(multiprocessors) {}

    /// Queues all stages of the one plane of `grey`, of which nothing is kept. Throws Error when there is no
    /// memory; then there are no stages.
    void run(cudaStream_t stream, const ConstField& grey, const CannyParams& params);
    /// Forgets the stages.
    void clear();

    /// As of the CPU's (compute/cpu/canny.h). Empty before the first run.
    const DeviceField& stage(CannyStage stage) const { return stages_[static_cast<std::size_t>(stage)]; }

 private:
    void blur(cudaStream_t stream, const ConstField& grey, float sigma);
    EdgeMaps maps() const;

    int multiprocessors_;
    std::array<DeviceField, EnumNames<CannyStage>::names.size()> stages_;
    DeviceBuffer<std::uint32_t> maps_;  ///< candidates, then edges
    DeviceBuffer<int> rim_reached_{3};
    float sigma_ = -1;           ///< that the two are planned for
    PlannedKernel rows_, blur_;  ///< rows_ where one launch would take too much shared memory
};

}  // namespace droplet::cuda
