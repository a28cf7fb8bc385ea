#include "cli/parameters_doc.h"

#include "cli/options.h"
#include "model/brush.h"
#include "model/diffusion_params.h"
#include "model/learning_params.h"
#include "model/param_doc.h"
#include "session/settings.h"

namespace droplet {

std::string parameters_document() {
    std::string text =
        "# Parameters\n\n"
        "Made by `cmake --build --preset release --target docs` from the tables in the sources. Flags are "
        "`--key "
        "value`, booleans `--key` and `--no-key`; in a preset each group below that is a process stands "
        "under its "
        "name with the same keys.\n";
    text += parameter_section<DiffusionParams>(
        "Flags of `droplet diffuse`, the object `diffusion` of a preset, and the Process panel.");
    text += parameter_section<LearningParams>(
        "Flags of `droplet learn`, the object `learning` of a preset, and the Process panel.");
    text += parameter_section<BrushParams>("The brush of the window.");
    text += parameter_section<PaceParams>("How fast the window runs, in the Process panel.");
    text += parameter_section<JobParams>("Flags of `droplet diffuse` and `droplet learn`.");
    text += parameter_section<WindowParams>("Flags of `droplet view`.");
    text += parameter_section<CommonParams>("Flags of every command.");
    return text;
}

}  // namespace droplet
