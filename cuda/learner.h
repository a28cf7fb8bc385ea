#pragma once
#include <array>
#include <stop_token>
#include <vector>

#include "compute/backend.h"
#include "cuda/device_field.h"
#include "cuda/handles.h"
#include "cuda/learn_plan.h"

namespace droplet::cuda {

/// Runs steps of the single-operator form on a stream, by the plan of learn_plan.h. The operator, its moments
/// and the losses stay on the device until they are asked for; the host knows the rest of the state without
/// asking.
class Learner {
 public:
    Learner(const DeviceLimits& device, const LearnTuning& tuning);

    /// `current`, `scratch` and `original` have the same shape, of as many channels as the operator; the
    /// first two may be swapped. Queues `steps` steps, or fewer when `stop` is requested, and returns how
    /// many. At most queue_length chunks of work wait on the GPU: the host waits for the oldest.
    int run(cudaStream_t stream, DeviceField& current, DeviceField& scratch, const DeviceField& original,
            const LearningParams& params, int steps, const std::stop_token& stop);

    /// Both wait for the stream.
    void set_state(cudaStream_t stream, const LearningState& state);
    LearningState state(cudaStream_t stream) const;
    /// Backend::take_losses(). Waits for the stream.
    std::vector<LossRecord> take_losses(cudaStream_t stream);
    void forget_losses() { taken_ = measured_; }

 private:
    static constexpr std::size_t queue_length = 3;

    struct Fields {
        DeviceField &current, &scratch;
        const DeviceField& original;
    };

    LearnMemory memory() const { return {state_on_device_.data(), partials_.data(), losses_.data()}; }
    void launch(cudaStream_t stream, const Fields& fields, const LearnPlan& plan, LearnRun run);
    void launch_persistent(cudaStream_t stream, const Fields& fields, const LearnPlan& plan, LearnRun& run);
    void launch_pass(cudaStream_t stream, const Fields& fields, const LearnPlan& plan, const LearnRun& run,
                     float mix, bool gradient);
    void launch_update(cudaStream_t stream, const LearnPlan& plan, LearnRun& run, int step);

    DeviceLimits device_;
    LearnTuning tuning_;
    LearningState known_;  ///< channels, start, pinned, rate_factor, steps: what needs no device
    DeviceBuffer<OperatorState> state_on_device_{1};
    DeviceBuffer<float> partials_;
    DeviceBuffer<LossRecord> losses_{Backend::most_losses};
    std::int64_t measured_ = 0, taken_ = 0;  ///< losses since the start, and those that were asked for
    std::array<Event, queue_length> queue_;
    std::size_t next_ = 0;
};

}  // namespace droplet::cuda
