#include "cuda/diffuser.h"

#include "cuda/diffuse_kernels.h"

namespace droplet::cuda {

DiffuseKernels diffuse_kernels(Conductance conductance, bool coupled) {
    switch (conductance) {
        case Conductance::exponential:
            return exponential_kernels(coupled);
        case Conductance::rational:
            return rational_kernels(coupled);
        case Conductance::charbonnier:
            return charbonnier_kernels(coupled);
        case Conductance::weickert:
            return weickert_kernels(coupled);
        case Conductance::tukey:
            return tukey_kernels(coupled);
    }
    return {};
}

namespace {

constexpr const char* doing = "diffusing";

std::size_t index_of(int steps) {
    return static_cast<std::size_t>(std::find(pass_steps.begin(), pass_steps.end(), steps) -
                                    pass_steps.begin());
}

/// Blocks of `kernel` that all multiprocessors hold at once.
int resident_blocks(const void* kernel, int multiprocessors) {
    int blocks = 0;
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, kernel, warp_lanes * warps_per_block, 0),
          doing);
    return blocks * multiprocessors;
}

}  // namespace

int Diffuser::run(cudaStream_t stream, DeviceField& current, DeviceField& scratch,
                  const DiffusionParams& params, int steps, const std::stop_token& stop) {
    // One channel is coupled to nothing.
    const bool coupled = params.coupling == Coupling::vector && current.planes() == 3;
    int done = 0;
    while (done < steps && !stop.stop_requested()) {
        Event& slot = queue_[next_];
        next_ = (next_ + 1) % queue_length;
        slot.synchronize();
        const PassPlan plan =
            plan_passes(current.size(), current.planes(), coupled, steps - done, device_, tuning_);
        launch(stream, current, scratch, params, coupled, plan);
        slot.record(stream);
        done += plan.steps * plan.passes;
    }
    return done;
}

void Diffuser::launch(cudaStream_t stream, DeviceField& current, DeviceField& scratch,
                      const DiffusionParams& params, bool coupled, const PassPlan& plan) {
    const DiffuseKernels kernels = diffuse_kernels(params.conductance, coupled);
    const std::size_t index = index_of(plan.steps);
    math::StepConstants constants = math::step_constants(params);
    TileGrid grid = plan.grid;
    int passes = plan.passes;
    const dim3 threads(warp_lanes, warps_per_block);
    const int blocks = (grid.count() + warps_per_block - 1) / warps_per_block;

    if (plan.persistent) {
        const void* const kernel = kernels.persistent[index];
        Field a = current.view(), b = scratch.view();
        void* arguments[] = {&a, &b, &grid, &constants, &passes};
        const int resident = std::min(blocks, resident_blocks(kernel, device_.multiprocessors));
        check(cudaLaunchCooperativeKernel(kernel, dim3(static_cast<unsigned>(resident)), threads, arguments,
                                          0, stream),
              doing);
        if (passes % 2 != 0) std::swap(current, scratch);
        return;
    }
    for (int pass = 0; pass < passes; ++pass) {
        ConstField in = current.view();
        Field out = scratch.view();
        void* arguments[] = {&in, &out, &grid, &constants};
        check(cudaLaunchKernel(kernels.pass[index], dim3(static_cast<unsigned>(blocks)), threads, arguments,
                               0, stream),
              doing);
        std::swap(current, scratch);
    }
}

}  // namespace droplet::cuda
