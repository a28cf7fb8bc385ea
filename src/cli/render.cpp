#include "cli/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cli/batch.h"
#include "cli/fractal_job.h"
#include "cli/learn.h"
#include "media/capture_file.h"
#include "media/film_writer.h"
#include "media/output_path.h"
#include "media/preset_file.h"
#include "model/builtin_presets.h"
#include "model/error.h"
#include "model/nearest.h"

namespace droplet {
namespace {

/// Runs that have the steps of a preset on a fractal: as a film of frames, one after every so many steps.
Recipe fractal_recipe(const Preset& preset, Size size, const JobParams& job, bool is_film) {
    RunSettings settings;
    settings.preset = std::make_shared<const Preset>(preset);
    settings.steps_per_frame = job.every;
    settings.canvas = size;
    Recipe recipe;
    recipe.raw = true;
    recipe.settings = settings;
    recipe.run.source.kind = SourceKind::fractal;
    recipe.run.source.size = size;
    recipe.run.source.channels = 3;
    recipe.run.events = {{0, settings}};
    recipe.run.step = job.steps;
    if (!is_film) return recipe;
    recipe.fps = static_cast<double>(job.fps);
    const bool moves =
        preset.fractal.feed == FractalFeed::mix && is_moving(preset.fractal, preset.animation, true);
    Take take;
    for (std::int64_t frame = 0, step = 0; step <= job.steps; ++frame, step += job.every) {
        Shot shot;
        shot.step = step;
        shot.events = static_cast<std::int64_t>(recipe.run.events.size());
        shot.settings = settings;
        take.shots.push_back(shot);
        if (!moves || step == 0) continue;
        settings.seconds = frame_seconds(frame, recipe.fps);
        recipe.run.events.push_back({step, settings});
    }
    recipe.run.step = take.shots.back().step;
    take.run = recipe.run;
    recipe.takes.push_back(std::move(take));
    return recipe;
}

/// Whether an output has a field, and so a name for each of many captures.
bool names_each(const std::string& output) {
    return batch_name({"-o", output}, "input", 0) != output;
}

Error no_recipe(const std::string& path) {
    return {Fault::job, path,
            "carries no recipe; valid: a still or film that Droplet made, a performance, a preset"};
}

}  // namespace

RenderCommand::RenderCommand(CLI::App& app)
    : what_(add_positional(app, "CAPTURE",
                           "What to make again: a still or a film that Droplet made, a performance, or a "
                           "preset, by name or of a file. With {name} in OUT many captures.")),
      job_(app),
      size_(app) {
    job_.describe_steps("How many steps to run, of a preset that steps. Valid: 0 to 1000000000.");
}

int RenderCommand::run(const CommonOptions& common, const PresetFlag& preset) const {
    if (preset.given())
        throw Error(Fault::usage, "--preset",
                    fmt::format("is what is rendered; valid: droplet render {} -o OUT", preset.name()));
    if (!what_.given())
        throw Error(Fault::usage, "CAPTURE",
                    "is missing; valid: droplet render PRESET|CAPTURE… [INPUT] -o OUT");
    job_.check();
    RenderParams params;
    size_.apply(params);
    const std::string name = what_.path();
    if (find_builtin_preset(name)) return run_preset(name, common);
    if (!is_path(name))
        throw Error(Fault::usage, name,
                    "is no file and no built-in preset; " + nearest_or_all(name, builtin_preset_keys()));
    if (name != "-")
        if (std::optional<Recipe> recipe = read_recipe(name)) {
            if (common.normalize_given)
                throw Error(Fault::usage, "--normalize",
                            "the capture says whether its picture is; valid with a preset");
            if (names_each(job_.output())) return run_captures(common);
            const std::vector<std::string> inputs = job_.inputs();
            if (inputs.size() > 1)
                throw Error(Fault::usage, inputs[1],
                            "is a second INPUT; valid: one, or -o 'out/{name}.png' for many captures");
            const Interrupt interrupt;
            return run_capture({name, job_.output(), inputs.empty() ? "" : inputs.front()},
                               std::move(*recipe), common, interrupt);
        }
    if (name == "-" || !format_of(name)) return run_preset(name, common);
    throw no_recipe(name);
}

/// Every word is a capture, and each has a file of its own.
int RenderCommand::run_captures(const CommonOptions& common) const {
    std::vector<std::string> captures = job_.inputs();
    captures.insert(captures.begin(), what_.path());
    const auto items = plan_batch(captures, {{"-o", job_.output()}});
    const Interrupt interrupt;
    run_batch(
        items, [&] { return interrupt.token().stop_requested(); },
        [&](const BatchItem& item) {
            std::optional<Recipe> recipe = read_recipe(item.input);
            if (!recipe) throw no_recipe(item.input);
            run_capture({item.input, item.files.front(), ""}, std::move(*recipe), common, interrupt);
        });
    return 0;
}

int RenderCommand::run_capture(const CaptureFiles& files, Recipe recipe, const CommonOptions& common,
                               const Interrupt& interrupt) const {
    for (const char* key : {"steps", "every"})
        if (job_.given(key))
            throw Error(Fault::usage, fmt::format("--{}", key),
                        "the capture says how many steps there are; valid with a preset");
    const bool sequence = is_sequence_path(files.output);
    if (sequence && recipe.takes.empty())
        throw Error(
            Fault::usage, files.output,
            fmt::format("is of many pictures, and {} is a still; valid: .png .jpg .tif .pfm", files.capture));
    RenderJob job;
    job.capture = files.capture;
    job.input = files.input;
    job.output = files.output;
    job.params = job_.given();
    if (!job_.given("fps") && recipe.fps >= 1) job.params.fps = static_cast<float>(recipe.fps);
    job.frames = job_.frames();
    size_.apply(job.size);
    job.recipe = std::move(recipe);
    refuse_same_file({{"CAPTURE", job.capture}, {"-o", job.output}});
    return run_render_job(job, common, interrupt);
}

int RenderCommand::run_fractal(const Preset& preset, Size size, const CommonOptions& common) const {
    if (!job_.inputs().empty())
        throw Error(Fault::usage, job_.inputs().front(), "the preset makes its own picture; valid: no INPUT");
    const Process stepping = stepping_process(preset);
    if (stepping == Process::none) {
        FractalJob job;
        job.output = job_.output();
        job.preset = preset;
        job.picture.width = size.width;
        job.picture.height = size.height;
        const JobParams given = job_.given();
        job.picture.fps = given.fps;
        job.picture.bit_depth = given.bit_depth;
        job.frames = job_.frames();
        if (is_sequence_path(job.output) && !is_moving(preset.fractal, preset.animation))
            throw Error(
                Fault::usage, job.output,
                "is of many pictures, and nothing moves; valid: a still, or a preset that is animated");
        return run_fractal_job(job, common);
    }
    RenderJob job;
    job.capture = what_.path();
    job.output = job_.output();
    job.params = job_.params(stepping);
    job.frames = job_.frames();
    job.recipe = fractal_recipe(preset, size, job.params, is_sequence_path(job.output));
    const Interrupt interrupt;
    return run_render_job(job, common, interrupt);
}

int RenderCommand::run_preset(const std::string& name, CommonOptions common) const {
    const BuiltinPreset* builtin = find_builtin_preset(name);
    RenderParams wanted;
    size_.apply(wanted);
    const auto fractal_size = [&] {
        for (const int side : {wanted.width, wanted.height})
            if (side == 0)
                throw Error(Fault::usage, wanted.width == 0 ? "--width" : "--height",
                            "is missing, and the preset makes its own picture; valid: 1 to 65536");
        return Size{wanted.width, wanted.height};
    };
    if (builtin && builtin->sets_source) {
        const Size size = fractal_size();
        return run_fractal(put_in_force(*builtin, {}, size), size, common);
    }
    const Preset preset = builtin ? builtin->preset : read_preset(name);
    if (preset.source == Source::fractal) return run_fractal(preset, fractal_size(), common);
    for (const char* key : {"width", "height"})
        if (size_.given(key))
            throw Error(Fault::usage, fmt::format("--{}", key),
                        "the picture has its own size; valid with a capture, or a preset of a fractal");
    if (!common.normalize_given) common.normalize = preset.process == Process::learn;
    SessionSettings settings;
    settings.preset = preset;
    refuse_shared_stdin([&] {
        std::vector<FileUse> uses = job_.input_uses();
        uses.push_back({"CAPTURE", name});
        return uses;
    }());
    const bool learns = stepping_process(preset) == Process::learn;
    return run_job(job_, common, settings, [&](const BatchItem&) {
        return learns ? learning_observer(settings.preset, name) : std::make_unique<JobObserver>();
    });
}

}  // namespace droplet
