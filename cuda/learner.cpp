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

OperatorState device_state(const LearningState& state) {
    OperatorState result{};
    result.channels = state.current.channels;
    result.updates = state.updates;
    result.recoveries = state.recoveries;
    for (std::size_t i = 0; i < Operator::most_weights; ++i) {
        result.weights[i] = state.current.weights[i];
        result.start[i] = state.start.weights[i];
        result.first_moment[i] = state.first_moment[i];
        result.second_moment[i] = state.second_moment[i];
        result.pinned[i] = state.pinned[i];
    }
    return result;
}

}  // namespace

Learner::Learner(const DeviceLimits& device, const LearnTuning& tuning)
    : device_(device),
      tuning_(tuning),
      partials_(2 * static_cast<std::size_t>(device.multiprocessors) * most_learn_sums) {}

void Learner::set_state(cudaStream_t stream, const LearningState& state) {
    host_state_ = state;
    const OperatorState changing = device_state(state);
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
    LearningState result = host_state_;
    std::copy_n(changed.weights, Operator::most_weights, result.current.weights.begin());
    std::copy_n(changed.first_moment, Operator::most_weights, result.first_moment.begin());
    std::copy_n(changed.second_moment, Operator::most_weights, result.second_moment.begin());
    result.updates = changed.updates;
    result.recoveries = changed.recoveries;
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
        launch(stream, {current, scratch, original}, plan, next_run(params, current.size(), plan.steps));
        slot.record(stream);
        done += plan.steps;
    }
    return done;
}

LearnRun Learner::next_run(const LearningParams& params, Size size, int steps) {
    LearnRun run;
    run.params = params;
    run.constants = learn_constants(params);
    run.updates = params.updates_operator();
    run.steps = steps;
    run.first_step = host_state_.steps + 1;
    run.first_record = static_cast<int>(measured_ % Backend::most_losses);
    const float learning_rate = scaled_learning_rate(params, size.area());
    for (int s = 0; s < steps; ++s) {
        const LearningStep step = plan_learning_step(params, ++host_state_.steps);
        run.plans[s] = {step.first_mix, step.mix, learning_rate * host_state_.rate_factor, step.restart};
        if (step.restart) host_state_.rate_factor *= params.schedule_decay;
    }
    if (params.measures_loss()) measured_ += steps;
    return run;
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
