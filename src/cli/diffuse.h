#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "cli/options.h"
#include "cli/param_flags.h"
#include "model/diffusion_params.h"

namespace droplet {

/// `droplet diffuse INPUT -o OUT --steps N`: the headless job, on the calling thread, with the same result on
/// every machine and for any number of threads.
class DiffuseCommand {
 public:
    explicit DiffuseCommand(CLI::App& app);

    /// Returns the exit status; throws Error.
    int run(const CommonParams& common, const std::string& preset_path) const;

 private:
    JobParams job_params() const;
    DiffusionParams diffusion_params(const std::string& preset_path) const;

    CLI::Option* input_;
    CLI::Option* output_;
    ParamFlags<DiffusionParams> diffusion_;
    ParamFlags<JobParams> job_;
};

}  // namespace droplet
