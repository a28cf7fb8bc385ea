#include "compute/cpu/convolve.h"

#include <hwy/cache_control.h>

#include <algorithm>

#include "compute/cpu/convolve_passes.h"
#include "compute/cpu/thread_scratch.h"

namespace droplet {
namespace {

/// A result of more values is written past the caches.
constexpr std::int64_t most_values_in_cache = 3'000'000;

/// The same sum with the kernel that is left.
Correlation trimmed(const Correlation& correlation, const KernelPlan& plan) {
    Correlation result = correlation;
    result.kernel = plan.kernel();
    result.shift_y -= plan.top();
    result.shift_x -= plan.left();
    return result;
}

}  // namespace

const KernelPlan& Convolver::plan_of(const Kernel& kernel) {
    if (!plan_ || !(plan_->whole() == kernel)) plan_ = std::make_unique<KernelPlan>(kernel);
    return *plan_;
}

ConvolutionReport Convolver::run(const Image& in, Image& out, const Correlation& correlation,
                                 const ConvolutionParams& params, Workers& workers,
                                 std::optional<ConvolutionMethod> wanted) {
    const KernelPlan& plan = plan_of(correlation.kernel);
    const Correlation rest = trimmed(correlation, plan);
    const double fft_operations = fft_.operations(rest.kernel, rest.size);
    ConvolutionMethod method = wanted.value_or(plan.fastest(fft_operations));
    if (!plan.can(method)) method = ConvolutionMethod::direct;
    if (method == ConvolutionMethod::fft) {
        fft_.run(in, out, rest, params, workers);
        return {method, plan.rank(), fft_operations, 0};
    }
    const BorderMap border(in.size(), rest, params);
    const float scale = method == ConvolutionMethod::box ? plan.kernel().weights.front() : 1.0f;
    const ConvolutionPass pass{
        .plan = plan,
        .border = border,
        .rows = row_kernels(),
        .border_value = params.border_value,
        .finish = SumFinish(params, scale),
        .past_the_cache = correlation.size.area() * in.channels() > most_values_in_cache};
    const int band = pass.band_rows(method), height = correlation.size.height;
    const int bands = (height + band - 1) / band;
    workers.for_each(in.channels() * bands, [&](int task) {
        const int y = task % bands * band;
        pass.run_band(method, in.plane(task / bands), out.plane(task / bands), y, std::min(y + band, height),
                      thread_scratch(pass.scratch_floats(method)));
        if (pass.past_the_cache) hwy::FlushStream();
    });
    return {method, plan.rank(), plan.operations(method), 0};
}

}  // namespace droplet
