#include "learn_bench.h"

#include <fmt/format.h>

#include "compute/reference.h"
#include "cuda/learner.h"

namespace droplet::cuda {
namespace {

using Persistent = LearnTuning::Persistent;

struct Way {
    const char* name;
    Persistent persistent;
    LearningParams params;
};

std::vector<Way> all_ways() {
    std::vector<Way> ways{{"the plan's choice", Persistent::automatic, {}},
                          {"persistent", Persistent::always, {}},
                          {"two launches a step", Persistent::never, {}},
                          {"inverse", Persistent::automatic, {}},
                          {"video loss, two passes", Persistent::automatic, {}},
                          {"adam, mirror, zero sum", Persistent::automatic, {}},
                          {"fixed operator", Persistent::automatic, {}}};
    ways[3].params.conductance = LearningConductance::inverse;
    ways[4].params.loss = Loss::video;
    ways[4].params.passes = 2;
    ways[5].params.optimizer = Optimizer::adam;
    ways[5].params.symmetry = Symmetry::mirror;
    ways[5].params.zero_sum = true;
    ways[6].params.learning = false;
    return ways;
}

/// Multiply-adds a second that the device can do at its highest clock.
double multiply_adds_per_second(const DeviceLimits& device) {
    int kilohertz = 0, major = 0, minor = 0;
    check(cudaDeviceGetAttribute(&kilohertz, cudaDevAttrClockRate, 0), "asking for the clock");
    check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, 0), "asking for the capability");
    check(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, 0), "asking for the capability");
    const bool half = major == 7 || (major == 8 && minor == 0);  // 64 lanes a multiprocessor
    return device.multiprocessors * (half ? 64.0 : 128.0) * kilohertz * 1e3;
}

void upload(const Image& picture, const DeviceField& to) {
    const Field field = to.view();
    for (int c = 0; c < picture.channels(); ++c)
        check(cudaMemcpy2D(field.row(c, 0), static_cast<std::size_t>(field.pitch) * sizeof(float),
                           picture.plane(c).data,
                           static_cast<std::size_t>(picture.plane(c).stride) * sizeof(float),
                           static_cast<std::size_t>(picture.width()) * sizeof(float),
                           static_cast<std::size_t>(picture.height()), cudaMemcpyHostToDevice),
              "uploading");
}

}  // namespace

nlohmann::json learn_report(Timer& timer, const Stream& stream, const DeviceLimits& device, double copy) {
    nlohmann::json report;
    for (const Size size : {Size{320, 240}, Size{1920, 1080}, Size{3840, 2160}}) {
        const double pixels = static_cast<double>(size.area());
        // Read the picture and the original, write the picture; 3 · 27 multiply-adds for G, as many for
        // dE/dW.
        const double for_bytes = pixels * 36 / copy,
                     for_flops = pixels * 162 / multiply_adds_per_second(device);
        const std::string shape = fmt::format("{}x{}x3", size.width, size.height);
        fmt::print(
            "\nlearning, {}: bytes need {:.1f} µs a step, multiply-adds {:.1f} µs\n{:<26}{:>12}{:>12}\n",
            shape, for_bytes * 1e6, for_flops * 1e6, "", "steps/s", "µs a step");
        report[shape] = {{"seconds_for_bytes", for_bytes}, {"seconds_for_flops", for_flops}};
        const DeviceField original(size, 3);
        DeviceField current(size, 3), scratch(size, 3);
        const Image picture = test::make_picture(size, 3);
        upload(picture, original);
        const int steps = std::clamp(static_cast<int>(2e9 / pixels) / 64 * 64, 64, 4096);
        for (const Way& way : all_ways()) {
            Learner learner(device, {way.persistent});
            const auto begin = [&] {
                check(cudaMemcpyAsync(current.view().data, original.view().data, original.bytes(),
                                      cudaMemcpyDeviceToDevice, stream.get()),
                      "filling");
                learner.set_state(stream.get(),
                                  initial_learning_state(start_operator(StartOperator::laplace, 3, 0)));
            };
            const double seconds = timer.median(stream, 5, begin, [&] {
                learner.run(stream.get(), current, scratch, original, way.params, steps, {});
            });
            const double rate = steps / seconds;
            fmt::print("{:<26}{:>12.0f}{:>12.2f}\n", way.name, rate, 1e6 / rate);
            report[shape]["steps_per_second"][way.name] = rate;
        }
    }
    return report;
}

}  // namespace droplet::cuda
