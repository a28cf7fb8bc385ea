#include "cuda/learner.h"

#include <algorithm>

namespace droplet::cuda {
namespace {

constexpr const char* doing = "learning";
const dim3 block_shape(warp_lanes, learn_warps_per_block);

LearnKernels learn_kernels(const LearningParams& params, int channels, bool gradient) {
    return params.conductance == LearningConductance::exponential
               ? exponential_learn_kernels(params.loss, channels, gradient)
               : inverse_learn_kernels(params.loss, channels, gradient);
}

}  // namespace

Learner::Learner(const DeviceLimits& device, const LearnTuning& tuning)
    : device_(device),
      tuning_(tuning),
      partials_(2 * static_cast<std::size_t>(device.multiprocessors) * most_learn_sums) {}

void Learner::set_state(cudaStream_t stream, const LearningState& state) {
    known_ = state;
    const OperatorState changing = operator_state(state);
    check(
        cudaMemcpyAsync(state_on_device_.data(), &changing, sizeof changing, cudaMemcpyHostToDevice, stream),
        doing);
    check(cudaStreamSynchronize(stream), doing);
}

LearningState Learner::state(cudaStream_t stream) const {
    OperatorState changed;
    check(cudaMemcpyAsync(&changed, state_on_device_.data(), sizeof changed, cudaMemcpyDeviceToHost, stream),
          doing);
    check(cudaStreamSynchronize(stream), doing);
    LearningState result = known_;
    write_back(changed, result);
    return result;
}

std::vector<LossRecord> Learner::take_losses(cudaStream_t stream) {
    const std::int64_t first = std::max(taken_, measured_ - Backend::most_losses);
    std::vector<LossRecord> result(static_cast<std::size_t>(measured_ - first));
    for (std::int64_t i = first; i < measured_;) {
        const std::int64_t place = i % Backend::most_losses,
                           count = std::min(measured_ - i, Backend::most_losses - place);
        check(cudaMemcpyAsync(result.data() + (i - first), losses_.data() + place,
                              static_cast<std::size_t>(count) * sizeof(LossRecord), cudaMemcpyDeviceToHost,
                              stream),
              doing);
        i += count;
    }
    check(cudaStreamSynchronize(stream), doing);
    taken_ = measured_;
    return result;
}

int Learner::run(cudaStream_t stream, DeviceField& current, DeviceField& scratch, const DeviceField& original,
                 const LearningParams& params, int steps, const std::stop_token& stop) {
    int done = 0;
    while (done < steps && !stop.stop_requested()) {
        Event& slot = queue_[next_];
        next_ = (next_ + 1) % queue_length;
        slot.synchronize();
        const LearnPlan plan =
            plan_learning(current.size(), current.planes(), params.passes, steps - done, device_, tuning_);
        launch(stream, {current, scratch, original}, plan,
               plan_run(params, current.size(), plan.steps, known_,
                        static_cast<int>(measured_ % Backend::most_losses)));
        if (params.measures_loss()) measured_ += plan.steps;
        slot.record(stream);
        done += plan.steps;
    }
    return done;
}

void Learner::launch(cudaStream_t stream, const Fields& fields, const LearnPlan& plan, LearnRun run) {
    if (plan.persistent) {
        launch_persistent(stream, fields, plan, run);
        return;
    }
    const bool measures = run.params.measures_loss();
    for (int s = 0; s < run.steps; ++s) {
        if (run.params.passes == 2) launch_pass(stream, fields, plan, run, run.plans[s].first_mix, false);
        launch_pass(stream, fields, plan, run, run.plans[s].mix, measures);
        if (measures) launch_update(stream, plan, run, s);
    }
}

void Learner::launch_persistent(cudaStream_t stream, const Fields& fields, const LearnPlan& plan,
                                LearnRun& run) {
    const void* const kernel =
        learn_kernels(run.params, fields.current.planes(), run.params.measures_loss()).persistent;
    Field a = fields.current.view(), b = fields.scratch.view();
    ConstField original = fields.original.view();
    LearnGrid grid = plan.grid;
    LearnMemory memory = this->memory();
    void* arguments[] = {&a, &b, &original, &grid, &run, &memory};
    check(cudaLaunchCooperativeKernel(kernel, dim3(static_cast<unsigned>(plan.blocks)), block_shape,
                                      arguments, 0, stream),
          doing);
    if (run.steps * run.params.passes % 2 != 0) std::swap(fields.current, fields.scratch);
}

void Learner::launch_pass(cudaStream_t stream, const Fields& fields, const LearnPlan& plan,
                          const LearnRun& run, float mix, bool gradient) {
    LearnFields views{fields.current.view(), fields.original.view(), fields.scratch.view()};
    LearnGrid grid = plan.grid;
    LearnConstants constants = run.constants;
    LearnMemory memory = this->memory();
    void* arguments[] = {&views, &grid, &constants, &mix, &memory};
    check(cudaLaunchKernel(learn_kernels(run.params, fields.current.planes(), gradient).pass,
                           dim3(static_cast<unsigned>(plan.blocks)), block_shape, arguments, 0, stream),
          doing);
    std::swap(fields.current, fields.scratch);
}

void Learner::launch_update(cudaStream_t stream, const LearnPlan& plan, LearnRun& run, int step) {
    Partials partials{partials_.data(), plan.blocks};
    UpdateJob job{run.plans[step], run.updates, true, run.first_step + step,
                  losses_.data() + (run.first_record + step) % Backend::most_losses};
    OperatorState* state = state_on_device_.data();
    void* arguments[] = {&partials, &run.params, &job, &state};
    check(cudaLaunchKernel(learn_update_kernel(), dim3(1), block_shape, arguments, 0, stream), doing);
}

}  // namespace droplet::cuda
