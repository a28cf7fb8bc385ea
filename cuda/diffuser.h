#pragma once
#include <array>
#include <stop_token>

#include "cuda/device_field.h"
#include "cuda/diffuse_plan.h"
#include "cuda/handles.h"
#include "model/diffusion_params.h"

namespace droplet::cuda {

/// Runs diffusion steps on a stream, by the plan of diffuse_plan.h.
class Diffuser {
 public:
    Diffuser(const DeviceLimits& device, const DiffuseTuning& tuning) : device_(device), tuning_(tuning) {}

    /// `current` and `scratch` have the same shape, 1 or 3 planes; they may be swapped. Queues `steps` steps,
    /// or fewer when `stop` is requested, and returns how many. At most queue_length chunks of work wait on
    /// the GPU, so that a stop request takes effect soon: the host waits for the oldest.
    int run(cudaStream_t stream, DeviceField& current, DeviceField& scratch, const DiffusionParams& params,
            int steps, const std::stop_token& stop);

 private:
    static constexpr std::size_t queue_length = 3;

    void launch(cudaStream_t stream, DeviceField& current, DeviceField& scratch,
                const DiffusionParams& params, bool coupled, const PassPlan& plan);

    DeviceLimits device_;
    DiffuseTuning tuning_;
    std::array<Event, queue_length> queue_;
    std::size_t next_ = 0;
};

}  // namespace droplet::cuda
