#pragma once
#include <string>

#include "model/canny_params.h"
#include "model/convolution_params.h"
#include "model/diffusion_params.h"
#include "model/fractal_animation.h"
#include "model/fractal_params.h"
#include "model/kernel.h"
#include "model/operator.h"
#include "model/palette.h"
#include "model/process.h"
#include "model/source.h"
#include "model/video_params.h"
#include "model/view.h"

namespace droplet {

/// A source, a process and all their settings, as a file of JSON keeps them:
/// `{"droplet": "preset", "version": 1, "source": "picture", "process": "learn", "diffusion": {"k": 0.05, …},
/// "learning": {"k": 0.2, …}, "convolution": {…}, "canny": {…}, "fractal": {…}, "video": {…}, "formula": "z^2
/// + c", "operator": {"shape": [3, 3, 3, 3], "weights": [[[[…]]]]}, "custom-kernel": {"size": [3, 3],
/// "weights":
/// [[…], …]}}`.
struct Preset {
    Source source = Source::picture;
    Process process = Process::diffuse;
    DiffusionParams diffusion;
    LearningParams learning;
    ConvolutionParams convolution;
    CannyParams canny;
    FractalParams fractal;
    VideoParams video;         ///< where a video is the picture
    Operator custom_operator;  ///< for StartOperator::custom; its key is left out where it has no channels
    Kernel custom_kernel;      ///< for KernelName::custom; its key is left out where it is empty
    Palette custom_palette;    ///< for PaletteName::custom, likewise
    std::string formula = "-i/(pi*z^7) + c";  ///< for Recurrence::formula
    FractalAnimation animation;               ///< its key is left out where it is empty

    bool operator==(const Preset&) const = default;
};

/// What a step does to the current picture: diffuse, learn, convolve (iterated), or nothing. Of processes
/// that show something else of the picture, what feeds them.
Process stepping_process(const Preset& preset);

/// The picture that this process is about.
Content shown_content(const Preset& preset);

/// The content that a stage of Canny's is.
Content content_of(CannyStage stage);

/// Keys that are missing keep their defaults; `name` is the subject of errors (files: media/preset_file.h).
/// Throws Error (Fault::usage for a key or value that is not valid, naming it, the nearest valid key and the
/// limits; Fault::job for what is no preset).
Preset parse_preset(const std::string& json, const std::string& name);
std::string preset_text(const Preset& preset);

}  // namespace droplet
