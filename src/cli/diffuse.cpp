#include "cli/diffuse.h"

namespace droplet {

DiffuseCommand::DiffuseCommand(CLI::App& app) : job_(app) {
    diffusion_.add(app);
}

int DiffuseCommand::run(const CommonOptions& common, const PresetFlag& preset) const {
    SessionSettings settings;
    job_.params(Process::diffuse);  // what is wrong on the command line comes before what is wrong in a file
    diffusion_.apply(settings.preset.diffusion);
    if (preset.given()) {
        settings.preset = preset.read({Process::diffuse});
        diffusion_.apply(settings.preset.diffusion);
    }
    settings.preset.process = Process::diffuse;
    refuse_shared_stdin(job_.input_uses());
    return run_job(job_, common, settings, [](const BatchItem&) { return std::make_unique<JobObserver>(); });
}

}  // namespace droplet
