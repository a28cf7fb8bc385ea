#include "cli/parameters_doc.h"

#include "cli/options.h"
#include "cli/render_job.h"
#include "model/brush.h"
#include "model/canny_params.h"
#include "model/convolution_params.h"
#include "model/diffusion_params.h"
#include "model/fractal_params.h"
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
    text += parameter_section<ConvolutionParams>(
        "Flags of `droplet convolve` (and of `droplet edges --input convolved`, but for the feed), the "
        "object "
        "`convolution` of a preset, and the kernel lab. `--kernel` takes a file too; `--threshold` alone "
        "switches thresholding on. With the feeds diffuse and learn the flags of these are there as well.");
    text += parameter_section<CannyParams>(
        "Flags of `droplet edges`, the object `canny` of a preset, and the kernel lab.");
    text += parameter_section<FractalParams>(
        "Flags of `droplet fractal` (but for the feed), the object `fractal` of a preset, and the Fractal "
        "panel. "
        "`--palette` takes a file too; `--formula TEXT` is the typed recurrence.");
    text += parameter_section<VideoParams>(
        "A video, an image sequence or a camera as the source: section Video of the window; as flags of the "
        "commands that take a video as INPUT those of feed, share and size.");
    text += parameter_section<BrushParams>("The brush of the window.");
    text += parameter_section<PaceParams>("How fast the window runs, in the Process panel.");
    text += parameter_section<JobParams>(
        "Flags of `droplet diffuse`, `learn`, `convolve` and `edges`; the last two need no `--steps` for a "
        "picture that stands.");
    text += parameter_section<PictureParams>("Flags of `droplet fractal`.");
    text += parameter_section<RenderParams>("Flags of `droplet render`.");
    text += parameter_section<SheetParams>(
        "Flags of `droplet sweep`, beside the rows of the process, each of which takes several values.");
    text += parameter_section<WindowParams>("Flags of `droplet view`.");
    text += parameter_section<CommonParams>("Flags of every command.");
    return text;
}

}  // namespace droplet
