#include "fractal_bench.h"

#include <fmt/format.h>

#include <limits>
#include <vector>

#include "cuda/device_field.h"
#include "cuda/fractal_points.h"
#include "cuda/fractal_renderer.h"
#include "model/fractal_scene.h"

namespace droplet::cuda {
namespace {

struct Case {
    std::string name;
    Preset preset;
    bool wanted = false;  ///< 0.7 of what the operations of an iteration allow
};

Case case_of(const std::string& name, Precision precision, bool wanted = false) {
    Case c{name, {}, wanted};
    c.preset.source = Source::fractal;
    c.preset.fractal.precision = precision;
    c.preset.fractal.iterations = 50;
    return c;
}

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    cases.push_back(case_of("float32, n = 7", Precision::float32, true));
    cases.push_back(case_of("float64, n = 7", Precision::float64, true));
    cases.push_back(case_of("double-double, n = 7", Precision::double_double));
    for (const Precision precision : {Precision::float32, Precision::float64}) {
        const std::string name(enum_name(precision));
        for (int c = 1; c <= static_cast<int>(Coloring::distance); ++c) {
            const auto coloring = static_cast<Coloring>(c);
            cases.push_back(case_of(fmt::format("{}, n = 7, {}", name, enum_name(coloring)), precision));
            cases.back().preset.fractal.coloring = coloring;
        }
        cases.push_back(case_of(name + ", n = 5", precision));
        cases.back().preset.fractal.exponent = 5;
        cases.push_back(case_of(name + ", n = 6.5", precision));
        cases.back().preset.fractal.exponent = 6.5f;
        cases.back().preset.fractal.real_exponent = true;
        cases.push_back(case_of(name + ", formula", precision));
        cases.back().preset.fractal.recurrence = Recurrence::formula;
        cases.push_back(case_of(name + ", formula with sin", precision));
        cases.back().preset.fractal.recurrence = Recurrence::formula;
        cases.back().preset.formula = "sin(z)/z + c";
    }
    return cases;
}

/// Iterations a second that the operations of the counts with n = 7 allow (cuda/fractal_points.h), where each
/// lane does one a clock.
double allowed(Precision precision, const FractalLimits& limits) {
    int kilohertz = 0, major = 0, minor = 0;
    check(cudaDeviceGetAttribute(&kilohertz, cudaDevAttrClockRate, 0), "asking for the clock");
    check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, 0), "asking for the capability");
    check(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, 0), "asking for the capability");
    const bool half = major == 7 || (major == 8 && minor == 0);
    const double lanes = (half ? 64.0 : 128.0) * limits.multiprocessors * kilohertz * 1e3;
    if (precision != Precision::float32) return lanes / limits.double_cost / count_arithmetic_double;
    return lanes / (half ? count_arithmetic : count_issued);
}

nlohmann::json size_report(Timer& timer, const Stream& stream, const FractalLimits& limits, Size size) {
    nlohmann::json report;
    fmt::print("\nfractal, {}x{}, 50 iterations\n{:<34}{:>14}{:>10}{:>10}\n", size.width, size.height, "",
               "G it/s", "ms", "of peak");
    DeviceField picture(size, 3), scratch(size, 3);
    for (const Case& c : all_cases()) {
        FractalRenderer renderer(limits);
        const FractalScene scene = fractal_scene(c.preset, size);
        const double seconds = timer.median(
            stream, 5, [&] { renderer.start(stream.get(), scene, picture, scratch); },
            [&] {
                while (!renderer.refine(stream.get(), std::numeric_limits<std::int64_t>::max(), picture, {})
                            .complete) {
                }
            });
        const double rate = static_cast<double>(size.area()) * c.preset.fractal.iterations / seconds;
        const double share = rate / allowed(c.preset.fractal.precision, limits);
        fmt::print("{:<34}{:>14.2f}{:>10.3f}{:>10}{}\n", c.name, rate / 1e9, seconds * 1e3,
                   c.wanted ? fmt::format("{:.3f}", share) : "-", c.wanted ? "  (0.7 wanted)" : "");
        report[c.name] = {{"point_iterations_per_second", rate}, {"seconds", seconds}, {"wanted", c.wanted}};
        if (c.wanted) report[c.name]["of_peak"] = share;
    }
    return report;
}

}  // namespace

nlohmann::json fractal_report(Timer& timer, const Stream& stream) {
    FractalLimits limits;
    check(cudaDeviceGetAttribute(&limits.multiprocessors, cudaDevAttrMultiProcessorCount, 0), "asking");
    check(cudaDeviceGetAttribute(&limits.double_cost, cudaDevAttrSingleToDoublePrecisionPerfRatio, 0),
          "asking");
    nlohmann::json report;
    for (const Size size : {Size{1024, 1024}, Size{1920, 1080}})
        report[fmt::format("{}x{}", size.width, size.height)] = size_report(timer, stream, limits, size);
    return report;
}

}  // namespace droplet::cuda
