#pragma once
#include <memory>
#include <string>

#include "cli/job.h"
#include "cli/preset_flag.h"
#include "model/learning_params.h"

namespace droplet {

/// Watches a job that learns and writes no more than its pictures: refuses a picture of other channels than
/// those of the preset's custom operator, `operator_name` by name, and tells when an operator left all
/// bounds. Keeps `preset`.
std::unique_ptr<JobObserver> learning_observer(const Preset& preset, std::string operator_name);

/// `droplet learn INPUT -o OUT --steps N`: the operator learns while the picture diffuses, without a window.
class LearnCommand {
 public:
    explicit LearnCommand(CLI::App& app);

    /// Returns the exit status; throws Error.
    int run(const CommonOptions& common, const PresetFlag& preset) const;

 private:
    void check_flags() const;
    Preset start_preset(const PresetFlag& preset, std::string& operator_name) const;
    void refuse_shared_files(const PresetFlag& preset) const;

    JobFlags job_;
    Flag operator_out_, log_, operator_;
    ParamFlags<LearningParams> learning_;
};

}  // namespace droplet
