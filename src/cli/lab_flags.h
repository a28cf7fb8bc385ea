// Flags that `droplet convolve` and `droplet edges` share.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/job.h"
#include "cli/preset_flag.h"

namespace droplet {

/// The kernel, by name or of a file, and the rows of the convolution's table.
class ConvolutionFlags {
 public:
    /// Rows in `without` get no flag.
    ConvolutionFlags(CLI::App& app, std::vector<std::string_view> without);

    /// The first flag that was given, "" if none was.
    std::string first_given() const;
    bool given(std::string_view key) const { return flags_.given(key); }
    /// What --kernel names; "" if it was not given.
    std::string kernel() const { return kernel_.path(); }
    void describe_kernel(const std::string& text) { kernel_.describe(text); }

    /// The defaults with what was given, but for the kernel.
    ConvolutionParams params() const;
    /// Throws Error (Fault::usage) for what is not valid by itself.
    void check() const;
    /// Sets what was given and reads the kernel's file. Throws Error for what is not valid, for what the
    /// kernel and the border have no use for, and where neither a flag nor a preset names a kernel.
    void apply(Preset& preset, const PresetFlag& preset_flag) const;

 private:
    void set_kernel(Preset& preset) const;
    void refuse_unused(const ConvolutionParams& params) const;

    Flag kernel_;
    ParamFlags<ConvolutionParams> flags_;
};

/// The rows of diffusion and learning, for a picture that runs while something of it is shown.
class FeedFlags {
 public:
    explicit FeedFlags(CLI::App& app);

    /// Throws Error (Fault::usage) for what is not valid by itself, and for what this process has no use for.
    void check(Process stepping) const;
    /// Sets what was given; what names the preset is the subject of errors.
    void apply(Preset& preset, const PresetFlag& preset_flag) const;

 private:
    ParamFlags<DiffusionParams> diffusion_;
    ParamFlags<LearningParams> learning_;
};

/// Checks the flags, and runs a job that shows something made of the picture. `start_preset` may read files.
/// Returns the exit status; throws Error.
int run_lab_job(const JobFlags& job, const ConvolutionFlags& convolution, const CommonOptions& common,
                const PresetFlag& preset_flag, const std::function<Preset()>& start_preset);

}  // namespace droplet
