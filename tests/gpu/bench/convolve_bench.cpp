#include "convolve_bench.h"

#include <fmt/format.h>

#include <algorithm>

#include "compute/reference.h"
#include "cuda/canny_detector.h"
#include "cuda/convolver.h"
#include "cuda/derive.h"
#include "cuda/transfer.h"

namespace droplet::cuda {
namespace {

struct Case {
    std::string name;
    Kernel kernel;
    bool wanted = false;  ///< within 80 % of the copy bandwidth
};

/// Of full rank.
Kernel dense_kernel(int side) {
    const Image values = test::make_picture({side, side}, 1, 3);
    Kernel kernel(side, side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) kernel.at(y, x) = values.plane(0).row(y)[x] - 0.4f;
    return kernel;
}

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    for (const int side : {3, 5, 7, 9, 15, 31})
        cases.push_back({fmt::format("dense {}x{}", side, side), dense_kernel(side), side <= 9});
    cases.push_back({"gaussian 5x5", kernel_of({.kernel = KernelName::gaussian_5x5}, {}), true});
    cases.push_back({"gaussian 15x15",
                     kernel_of({.kernel = KernelName::gaussian, .kernel_size = 15, .kernel_sigma = 3}, {})});
    cases.push_back({"box 31x31", kernel_of({.kernel = KernelName::box, .kernel_size = 31}, {})});
    cases.push_back(
        {"unsharp mask 31x31",
         kernel_of({.kernel = KernelName::unsharp_mask, .kernel_size = 31, .kernel_sigma = 5}, {})});
    return cases;
}

/// Times with what is done `times` in a row, in seconds.
double seconds_each(Timer& timer, const Stream& stream, int times, const std::function<void()>& work) {
    return timer.median(
               stream, 7, [] {},
               [&] {
                   for (int i = 0; i < times; ++i) work();
               }) /
           times;
}

nlohmann::json kernels_report(Timer& timer, const Stream& stream, const DeviceField& in, double copy,
                              double same_size_copy) {
    nlohmann::json report;
    const DeviceField out(in.size(), in.planes());
    const double values = static_cast<double>(in.size().area()) * in.planes();
    for (const Case& c : all_cases()) {
        Convolver convolver;
        const Correlation correlation = correlation_of(c.kernel, {}, in.size());
        ConvolutionReport done;
        const double seconds = seconds_each(timer, stream, 20, [&] {
            done = convolver.run(stream.get(), in.view(), in.planes(), out.view(), 1, correlation, {});
        });
        const double rate = values / seconds;
        fmt::print("{:<22}{:>12}{:>10.3f}{:>12.1f}{:>12.0f}{:>12.3f}{:>12.3f}{}\n", c.name,
                   enum_name(done.method), seconds * 1e3, rate / 1e9, rate * 8 / 1e9, rate * 8 / copy,
                   rate * 8 / same_size_copy, c.wanted ? "  (0.8 wanted)" : "");
        report[c.name] = {{"method", enum_name(done.method)},
                          {"rank", done.rank},
                          {"operations", done.operations},
                          {"seconds", seconds},
                          {"values_per_second", rate},
                          {"of_copy", rate * 8 / copy},
                          {"of_same_size_copy", rate * 8 / same_size_copy},
                          {"wanted", c.wanted}};
    }
    return report;
}

nlohmann::json canny_report(Timer& timer, const Stream& stream, const DeviceField& in,
                            const DeviceLimits& device) {
    const DeviceField grey(in.size(), 1);
    CannyDetector canny(device.multiprocessors);
    const double seconds = seconds_each(timer, stream, 20, [&] {
        make_grey(stream.get(), in.view(), grey.view());
        canny.run(stream.get(), grey.view(), {});
    });
    const double rate = static_cast<double>(in.size().area()) / seconds;
    fmt::print("{:<22}{:>12}{:>10.3f}{:>12.1f} (G pixels/s, from three channels)\n", "Canny", "",
               seconds * 1e3, rate / 1e9);
    return {{"seconds", seconds}, {"pixels_per_second", rate}};
}

}  // namespace

nlohmann::json convolve_report(Timer& timer, const Stream& stream, const DeviceLimits& device, double copy) {
    nlohmann::json report;
    for (const Size size : {Size{1920, 1080}, Size{3840, 2160}}) {
        const DeviceField in(size, 3);
        const Image picture = test::make_picture(size, 3);
        for (int c = 0; c < 3; ++c) copy_to_device(picture.plane(c), in.view(), c, stream.get());
        stream.synchronize();
        const double same_size_copy = copy_rate(timer, stream, in.bytes(), 20);
        const std::string shape = fmt::format("{}x{}x3", size.width, size.height);
        fmt::print(
            "\nconvolution, {} (copy of this size: {:.0f} "
            "GB/s)\n{:<22}{:>12}{:>10}{:>12}{:>12}{:>12}{:>12}\n",
            shape, same_size_copy / 1e9, "", "method", "ms", "G values/s", "GB/s at 8 B", "of 1 GiB",
            "of same size");
        report[shape]["kernels"] = kernels_report(timer, stream, in, copy, same_size_copy);
        report[shape]["canny"] = canny_report(timer, stream, in, device);
    }
    return report;
}

}  // namespace droplet::cuda
