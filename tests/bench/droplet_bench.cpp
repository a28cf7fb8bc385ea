// Times Droplet's own work, and the limits of the machine beside it. `--simd=NAME` limits the instruction
// set; all other options are Google Benchmark's (--benchmark_filter, --benchmark_format=json, …).
//
//   diffuse/WxHxC/CONDUCTANCE/COUPLING/threads:T/steps:S   Mpxc/s: million pixel-channel steps a second
//   learn/WxHxC/PROCESS/threads:T                          steps/s of the learned operator: learning (image
//   or
//                                                          video loss), or fixed (same: all slices are the
//                                                          same)
//   present/…                                              making a frame of the picture, and delivering it
//   pixels/WxHxC/…                                         a film's picture in 8 bits: plain, with a gamma
//   fractal/WxH/COLORING/RECURRENCE/iterations:N/PRECISION/threads:T
//                                                          Mit/s: million iterations of a point a second
//   limits/…                                               copy bandwidth (read + write) and multiply-add
//   peak
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "bench/fractal_cases.h"
#include "bench/machine_limits.h"
#include "bench/workload.h"
#include "compute/cpu/cpu_backend.h"
#include "compute/cpu/simd_target.h"
#include "model/error.h"

namespace droplet::bench {
namespace {

constexpr int steps_per_call = 48;  // whole passes of a backend that blocks some steps in time

/// What is on the screen: all of the picture in a 1280x720 window, or the middle at one pixel per texel.
enum class Shown { all, middle };

class HostSink : public FrameSink {
 public:
    std::uint32_t gl_buffer(std::size_t) override { return 0; }
    HalfTexel* host_texels(std::size_t count) override {
        texels_.resize(count);
        return texels_.data();
    }

 private:
    std::vector<HalfTexel> texels_;
};

void report_rate(benchmark::State& state, const char* name, double amount_per_iteration) {
    state.counters[name] =
        benchmark::Counter(amount_per_iteration, benchmark::Counter::kIsIterationInvariantRate);
}

void time_diffusion(benchmark::State& state, const Workload& workload, const DiffusionParams& params,
                    int threads, int steps) {
    const auto backend = make_cpu_backend(threads);
    backend->upload(make_picture(workload));
    backend->diffuse(params, steps, {});  // first touch of the buffers
    backend->synchronize();
    for ([[maybe_unused]] auto iteration : state) {
        backend->diffuse(params, steps, {});
        backend->synchronize();
    }
    report_rate(state, "Mpxc/s", workload.megapixel_channels() * steps);
}

/// What a step of the single-operator form does.
struct LearningCase {
    const char* name;
    LearningParams params;
    bool same_slices;
};

void time_learning(benchmark::State& state, const Workload& workload, const LearningCase& test, int threads) {
    const auto backend = make_cpu_backend(threads);
    backend->upload(make_picture(workload));
    LearningState learning = backend->learning_state();
    if (!test.same_slices) learning.current.weights[0] += 0.01f;
    backend->set_learning_state(learning);
    backend->learn(test.params, 3, {});  // first touch of the buffers
    const int steps = workload.megapixel_channels() > 1 ? 4 : steps_per_call;
    for ([[maybe_unused]] auto iteration : state) {
        backend->learn(test.params, steps, {});
        backend->synchronize();
    }
    report_rate(state, "steps/s", steps);
}

void time_frame(benchmark::State& state, const Workload& workload, Shown shown, int threads) {
    const auto backend = make_cpu_backend(threads);
    backend->upload(make_picture(workload));
    backend->diffuse({}, 1, {});
    backend->synchronize();
    const Size window{1280, 720}, size = workload.size;
    FrameRequest request;
    if (shown == Shown::all) {
        request.region = {0, 0, size.width, size.height};
        request.reduction = std::max(1, size.width / window.width);
    } else {
        const int x = (size.width - window.width) / 2, y = (size.height - window.height) / 2;
        request.region = {x, y, x + window.width, y + window.height};
    }
    HostSink sink;
    for ([[maybe_unused]] auto iteration : state) backend->present(request)->deliver(sink);
    report_rate(state, "Mtexel/s", static_cast<double>(request.texels().area()) * 1e-6);
}

/// A whole picture, its colours included.
void time_pixels(benchmark::State& state, const Workload& workload, const Display& display, int threads) {
    const auto backend = make_cpu_backend(threads);
    backend->upload(make_picture(workload));
    for ([[maybe_unused]] auto iteration : state)
        benchmark::DoNotOptimize(backend->copy_pixels(Content::current, display)->rgb().data());
    report_rate(state, "fps", 1);
}

void time_fractal(benchmark::State& state, const FractalCase& test, int threads) {
    const auto backend = make_cpu_backend(threads);
    backend->upload(Image(test.scene.part_size(), 3));
    for ([[maybe_unused]] auto iteration : state) {
        backend->start_fractal(test.scene);
        while (!backend->refine_fractal(std::numeric_limits<std::int64_t>::max(), {}).complete) {
        }
        backend->synchronize();
    }
    report_rate(state, "Mit/s", test.million_iterations());
}

void time_copy(benchmark::State& state, int threads, bool non_temporal) {
    CopyProbe probe(static_cast<std::size_t>(ultra_hd.size.area()) * 3, threads);
    probe.copy();
    for ([[maybe_unused]] auto iteration : state) {
        if (non_temporal) {
            probe.copy_non_temporal();
        } else {
            probe.copy();
        }
    }
    report_rate(state, "GB/s", probe.bytes() * 1e-9);
}

void time_fma(benchmark::State& state, int threads) {
    for ([[maybe_unused]] auto iteration : state) fma_burst(threads);
    report_rate(state, "GFLOP/s", fma_burst_operations() * threads * 1e-9);
}

template <class Function>
void add(const std::string& name, Function function) {
    benchmark::RegisterBenchmark(name.c_str(), function)->UseRealTime()->Unit(benchmark::kMillisecond);
}

void add_diffusion(const Workload& workload, const DiffusionParams& params, int threads, int steps) {
    add(fmt::format("diffuse/{}/{}/{}/threads:{}/steps:{}", workload.name(),
                    EnumNames<Conductance>::names[static_cast<std::size_t>(params.conductance)],
                    EnumNames<Coupling>::names[static_cast<std::size_t>(params.coupling)], threads, steps),
        [=](benchmark::State& state) { time_diffusion(state, workload, params, threads, steps); });
}

void add_learning(const Workload& workload, int threads) {
    LearningCase learning{"image", {}, false}, inverse{"image-inverse", {}, false}, video{"video", {}, false};
    LearningCase fixed{"fixed", {}, false}, same{"fixed-same", {}, true};
    inverse.params.conductance = LearningConductance::inverse;
    video.params.loss = Loss::video;
    fixed.params.learning = same.params.learning = false;
    for (const LearningCase& test : {learning, inverse, video, fixed, same})
        add(fmt::format("learn/{}/{}/threads:{}", workload.name(), test.name, threads),
            [=](benchmark::State& state) { time_learning(state, workload, test, threads); });
}

void add_all() {
    for (const int threads : {1, 2}) {
        for (const Workload& workload : {original_size, small_grey, full_hd}) add_learning(workload, threads);
        for (const Workload& workload : {small_grey, full_hd, ultra_hd})
            for (const int steps : {1, steps_per_call}) add_diffusion(workload, {}, threads, steps);
        for (std::size_t c = 0; c < EnumNames<Conductance>::names.size(); ++c)
            for (const Coupling coupling : {Coupling::channel, Coupling::vector}) {
                DiffusionParams params;
                params.conductance = static_cast<Conductance>(c);
                params.coupling = coupling;
                if (params == DiffusionParams{}) continue;  // stands above
                add_diffusion(full_hd, params, threads, steps_per_call);
            }
        for (const Workload& workload : {full_hd, ultra_hd}) {
            add(fmt::format("present/{}/all/threads:{}", workload.name(), threads),
                [=](benchmark::State& state) { time_frame(state, workload, Shown::all, threads); });
            add(fmt::format("present/{}/middle/threads:{}", workload.name(), threads),
                [=](benchmark::State& state) { time_frame(state, workload, Shown::middle, threads); });
            add(fmt::format("pixels/{}/plain/threads:{}", workload.name(), threads),
                [=](benchmark::State& state) { time_pixels(state, workload, {}, threads); });
            add(fmt::format("pixels/{}/gamma/threads:{}", workload.name(), threads),
                [=](benchmark::State& state) { time_pixels(state, workload, {.gamma = 2.2f}, threads); });
        }
        for (const FractalCase& test : fractal_cases())
            add(fmt::format("fractal/{}/threads:{}", test.name, threads),
                [=](benchmark::State& state) { time_fractal(state, test, threads); });
        add(fmt::format("limits/copy/threads:{}", threads),
            [=](benchmark::State& state) { time_copy(state, threads, false); });
        add(fmt::format("limits/copy-non-temporal/threads:{}", threads),
            [=](benchmark::State& state) { time_copy(state, threads, true); });
        add(fmt::format("limits/fma/threads:{}", threads),
            [=](benchmark::State& state) { time_fma(state, threads); });
    }
}

}  // namespace
}  // namespace droplet::bench

int main(int argc, char** argv) {
    try {
        droplet::bench::take_simd_option(argc, argv);
    } catch (const droplet::Error& error) {
        std::fprintf(stderr, "droplet_bench: %s\n", error.what());
        return static_cast<int>(error.fault());
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::AddCustomContext("simd", droplet::simd_name());
    droplet::bench::add_all();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
