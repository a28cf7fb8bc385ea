#include "cli/lab_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "cli/learn.h"
#include "media/kernel_file.h"
#include "model/nearest.h"

namespace droplet {
namespace {

constexpr auto& kernel_names = EnumNames<KernelName>::names;

/// custom is what a file gives.
std::vector<std::string_view> names_of_kernels() {
    return {kernel_names.begin(), kernel_names.end() - 1};
}
static_assert(kernel_names.back() == enum_name(KernelName::custom));

template <class P>
bool has_row(std::string_view key) {
    bool found = false;
    for_each_field<P>([&](const auto& field) { found = found || field.key == key; });
    return found;
}

/// The kernels that a row shapes.
std::string kernels_with(bool (*uses)(KernelName)) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < kernel_names.size(); ++i)
        if (uses(static_cast<KernelName>(i))) names.push_back(kernel_names[i]);
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

ConvolutionFlags::ConvolutionFlags(CLI::App& app, std::vector<std::string_view> without) {
    const std::string help = fmt::format(
        "Kernel, by name or of a file: rows of numbers apart by spaces or commas, or JSON. Valid: {}, or a "
        "file. Must be given, or be in the preset.",
        fmt::join(names_of_kernels(), ", "));
    kernel_ = add_flag(app, {"--kernel", "NAME|FILE", Schema<ConvolutionParams>::title, help});
    without.push_back("kernel");
    flags_.add(app, without);
}

std::string ConvolutionFlags::first_given() const {
    if (kernel_.given()) return "--kernel";
    const auto keys = flags_.given_keys();
    return keys.empty() ? "" : fmt::format("--{}", keys.front());
}

ConvolutionParams ConvolutionFlags::params() const {
    ConvolutionParams params;
    flags_.apply(params);
    return params;
}

void ConvolutionFlags::check() const {
    static_cast<void>(params());
    const std::string name = kernel();
    if (name.empty() || is_path(name) || name == enum_name(KernelName::custom)) return;
    const auto names = names_of_kernels();
    if (std::find(names.begin(), names.end(), name) == names.end())
        throw Error(
            Fault::usage, "--kernel",
            fmt::format("'{}' is no kernel and no file; {}, or a file", name, nearest_or_all(name, names)));
}

void ConvolutionFlags::set_kernel(Preset& preset) const {
    const std::string name = kernel();
    if (name.empty()) return;
    // A file that is named like a kernel is given as ./NAME.
    const auto named = std::find(kernel_names.begin(), kernel_names.end(), name);
    if (named != kernel_names.end()) {
        preset.convolution.kernel = static_cast<KernelName>(named - kernel_names.begin());
        return;
    }
    preset.custom_kernel = read_kernel(name);
    preset.convolution.kernel = KernelName::custom;
}

void ConvolutionFlags::apply(Preset& preset, const PresetFlag& preset_flag) const {
    if (kernel().empty() && !preset_flag.given())
        throw Error(Fault::usage, "--kernel",
                    fmt::format("is missing; valid: {}, or a file", fmt::join(names_of_kernels(), ", ")));
    set_kernel(preset);
    ConvolutionParams& params = preset.convolution;
    flags_.apply(params);
    if (flags_.given("threshold") && !flags_.given("thresholding")) params.thresholding = true;
    if (params.kernel == KernelName::custom && preset.custom_kernel.empty())
        throw Error(Fault::usage, kernel().empty() ? preset_flag.name() : "--kernel",
                    "there is no custom kernel; valid: --kernel with a name or a file");
    refuse_unused(params);
}

void ConvolutionFlags::refuse_unused(const ConvolutionParams& params) const {
    struct KernelRow {
        std::string_view key;
        bool (*uses)(KernelName);
    };
    constexpr std::array<KernelRow, 4> rows{{{"kernel-size", kernel_uses_size},
                                             {"kernel-sigma", kernel_uses_sigma},
                                             {"kernel-angle", kernel_uses_angle},
                                             {"kernel-amount", kernel_uses_amount}}};
    for (const KernelRow& row : rows)
        if (flags_.given(row.key) && !row.uses(params.kernel))
            throw Error(Fault::usage, fmt::format("--{}", row.key),
                        fmt::format("shapes nothing of the kernel {}; valid with {}",
                                    enum_name(params.kernel), kernels_with(row.uses)));
    if (flags_.given("border-value") && params.border != Border::constant)
        throw Error(Fault::usage, "--border-value",
                    fmt::format("the border is {}; valid with --border constant", enum_name(params.border)));
    if (params.thresholding) return;
    if (flags_.given("threshold"))
        throw Error(Fault::usage, "--threshold", "--no-thresholding stands too; valid: one of the two");
    if (flags_.given("top"))
        throw Error(Fault::usage, "--top", "there is no threshold; valid with --threshold");
}

FeedFlags::FeedFlags(CLI::App& app) {
    diffusion_.add(app);
    learning_.add(app);
}

void FeedFlags::check(Process stepping) const {
    const auto refuse = [](std::string_view key) {
        const bool diffuses = has_row<DiffusionParams>(key), learns = has_row<LearningParams>(key);
        throw Error(Fault::usage, fmt::format("--{}", key),
                    fmt::format("the picture does not {}; valid with --feed {}",
                                diffuses && learns ? "run"
                                : diffuses         ? "diffuse"
                                                   : "learn",
                                diffuses && learns ? "diffuse or learn"
                                : diffuses         ? "diffuse"
                                                   : "learn"));
    };
    for (const std::string_view key : diffusion_.given_keys())
        if (stepping != Process::diffuse && !(stepping == Process::learn && has_row<LearningParams>(key)))
            refuse(key);
    for (const std::string_view key : learning_.given_keys())
        if (stepping != Process::learn && !(stepping == Process::diffuse && has_row<DiffusionParams>(key)))
            refuse(key);
    Preset scratch;
    if (stepping == Process::diffuse) diffusion_.apply(scratch.diffusion);
    if (stepping == Process::learn) learning_.apply(scratch.learning);
}

void FeedFlags::apply(Preset& preset, const PresetFlag& preset_flag) const {
    const Process stepping = stepping_process(preset);
    check(stepping);
    if (stepping == Process::diffuse) diffusion_.apply(preset.diffusion);
    if (stepping != Process::learn) return;
    learning_.apply(preset.learning);
    if (preset.learning.start == StartOperator::custom && preset.custom_operator.channels == 0)
        throw Error(Fault::usage, learning_.given("start") ? "--start" : preset_flag.name(),
                    "the custom operator is missing; valid: with a preset that has one");
}

int run_lab_job(const JobFlags& job, const ConvolutionFlags& convolution, const CommonOptions& common,
                const PresetFlag& preset_flag, const std::function<Preset()>& start_preset) {
    job.check();  // what is wrong on the command line comes before what is wrong in a file
    convolution.check();
    std::vector<FileUse> uses = job.input_uses();
    uses.insert(uses.end(), {{"--preset", preset_flag.name()}, {"--kernel", convolution.kernel()}});
    refuse_shared_stdin(uses);
    SessionSettings settings;
    settings.preset = start_preset();
    return run_job(job, common, settings, [&](const BatchItem&) {
        return stepping_process(settings.preset) == Process::learn
                   ? learning_observer(settings.preset, preset_flag.name())
                   : std::make_unique<JobObserver>();
    });
}

}  // namespace droplet
