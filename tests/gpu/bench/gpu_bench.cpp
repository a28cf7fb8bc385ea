// Rates of the CUDA kernels beside the copy bandwidth of the same device, by CUDA events: medians
// of repeated runs on random pictures. `droplet_gpu_bench [--sweep] [JSON]`: --sweep also tries other tile
// heights and numbers of warps than the plan's; JSON is a file for the figures.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "compute/reference.h"
#include "convolve_bench.h"
#include "cuda/device_field.h"
#include "cuda/diffuser.h"
#include "cuda/present.h"
#include "film_bench.h"
#include "fractal_bench.h"
#include "gpu_required.h"
#include "learn_bench.h"
#include "timer.h"

namespace droplet::cuda {
namespace {

using Persistent = DiffuseTuning::Persistent;

class Workload {
 public:
    Workload(Size size, int channels)
        : original_(size, channels), current_(size, channels), scratch_(size, channels) {
        const Image picture = test::make_picture(size, channels);
        for (int c = 0; c < channels; ++c) {
            const Field field = original_.view();
            const ConstPlane plane = picture.plane(c);
            check(cudaMemcpy2D(field.row(c, 0), static_cast<std::size_t>(field.pitch) * sizeof(float),
                               plane.data, static_cast<std::size_t>(plane.stride) * sizeof(float),
                               static_cast<std::size_t>(size.width) * sizeof(float),
                               static_cast<std::size_t>(size.height), cudaMemcpyHostToDevice),
                  "uploading");
        }
    }

    /// Pixel-channel steps per second.
    double rate(Timer& timer, const Stream& stream, const DeviceLimits& device, const DiffuseTuning& tuning,
                const DiffusionParams& params) {
        Diffuser diffuser(device, tuning);
        const double pixels = static_cast<double>(original_.size().area()) * original_.planes();
        const int steps = std::clamp(static_cast<int>(2e10 / pixels) / 64 * 64, 64, 8192);
        const auto fill = [&] {
            check(cudaMemcpyAsync(current_.view().data, original_.view().data, original_.bytes(),
                                  cudaMemcpyDeviceToDevice, stream.get()),
                  "filling");
        };
        return pixels * steps / timer.median(stream, 5, fill, [&] {
            diffuser.run(stream.get(), current_, scratch_, params, steps, {});
        });
    }

 private:
    DeviceField original_, current_, scratch_;
};

struct Variant {
    std::string name;
    DiffuseTuning tuning;
};

std::vector<Variant> usual_variants() {
    return {{"one step a pass", {.max_pass_steps = 1}},
            {"2 a pass", {.max_pass_steps = 2}},
            {"4 a pass", {.max_pass_steps = 4, .persistent = Persistent::never}},
            {"8 a pass", {.max_pass_steps = 8, .persistent = Persistent::never}},
            {"4, persistent", {.max_pass_steps = 4, .persistent = Persistent::always}},
            {"8, persistent", {.max_pass_steps = 8, .persistent = Persistent::always}},
            {"the plan's choice", {}}};
}

std::vector<Variant> sweep_variants() {
    std::vector<Variant> variants;
    for (const int rows : {4, 8, 12, 24, 32, 64})
        variants.push_back(
            {fmt::format("1 step, {} rows", rows), {.max_pass_steps = 1, .single_step_rows = rows}});
    for (const int steps : {4, 8})
        for (const auto persistent : {Persistent::never, Persistent::always})
            for (const int warps : {4, 12, 16})
                variants.push_back(
                    {fmt::format("{}{}, {} warps", steps,
                                 persistent == Persistent::always ? " persistent" : "", warps),
                     {.max_pass_steps = steps, .persistent = persistent, .warps_per_multiprocessor = warps}});
    return variants;
}

int run(bool sweep, const char* json_path) {
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, 0), "asking for the GPU's properties");
    const DeviceLimits device{properties.multiProcessorCount,
                              static_cast<std::size_t>(properties.l2CacheSize)};
    fmt::print("{} multiprocessors, {:.0f} MB of L2\n", device.multiprocessors,
               static_cast<double>(device.l2_bytes) / 1e6);
    const Stream stream;
    Timer timer;
    const double copy = copy_rate(timer, stream, std::size_t{1} << 30, 4);
    fmt::print("copy of 1 GiB: {:.0f} GB/s (read + written)\n", copy / 1e9);
    nlohmann::json report{{"device", properties.name}, {"copy_bytes_per_second", copy}};

    struct Shape {
        Size size;
        int channels;
    };
    std::vector<Variant> variants = usual_variants();
    if (sweep) std::ranges::move(sweep_variants(), std::back_inserter(variants));
    for (const Shape& shape : {Shape{{512, 512}, 1}, Shape{{1920, 1080}, 3}, Shape{{3840, 2160}, 3}}) {
        const std::string name = fmt::format("{}x{}x{}", shape.size.width, shape.size.height, shape.channels);
        const auto bytes =
            static_cast<std::size_t>(shape.size.area()) * static_cast<std::size_t>(shape.channels) * 4;
        const double same_size_copy = copy_rate(timer, stream, bytes, 64);
        fmt::print("\n{}, exponential (copy of this size: {:.0f} GB/s)\n{:<26}{:>12}{:>12}{:>12}{:>12}\n",
                   name, same_size_copy / 1e9, "", "G steps/s", "GB/s at 8 B", "of 1 GiB", "of same size");
        Workload workload(shape.size, shape.channels);
        for (const Variant& variant : variants) {
            const double rate = workload.rate(timer, stream, device, variant.tuning, {});
            fmt::print("{:<26}{:>12.1f}{:>12.0f}{:>12.3f}{:>12.3f}\n", variant.name, rate / 1e9,
                       rate * 8 / 1e9, rate * 8 / copy, rate * 8 / same_size_copy);
            report["rates"][name][variant.name] = rate;
        }
    }
    Workload hd({1920, 1080}, 3);
    fmt::print("\n1920x1080x3, the plan's choice{:>28}{:>12}\n", "channel", "vector");
    for (const Conductance c : {Conductance::exponential, Conductance::rational, Conductance::charbonnier,
                                Conductance::weickert, Conductance::tukey}) {
        std::vector<double> rates;
        for (const Coupling coupling : {Coupling::channel, Coupling::vector})
            rates.push_back(hd.rate(timer, stream, device, {}, {.conductance = c, .coupling = coupling}));
        fmt::print("{:<46}{:>12.1f}{:>12.1f}\n", enum_name(c), rates[0] / 1e9, rates[1] / 1e9);
        report["conductances"][std::string(enum_name(c))] = rates;
    }
    report["convolution"] = convolve_report(timer, stream, device, copy);
    report["learning"] = learn_report(timer, stream, device, copy);
    report["fractal"] = fractal_report(timer, stream);
    report["film"] = film_report();
    if (json_path) std::ofstream(json_path) << report.dump(1) << '\n';
    return 0;
}

}  // namespace
}  // namespace droplet::cuda

int main(int argc, char** argv) {
    if (!droplet::test::gpu_found()) return droplet::test::skipped;
    bool sweep = false;
    const char* json_path = nullptr;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--sweep")
            sweep = true;
        else
            json_path = argv[i];
    }
    try {
        return droplet::cuda::run(sweep, json_path);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
