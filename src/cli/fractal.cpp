#include "cli/fractal.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "cli/fractal_job.h"
#include "cli/job.h"
#include "media/film_writer.h"
#include "media/output_path.h"
#include "media/palette_file.h"
#include "model/builtin_presets.h"
#include "model/formula.h"
#include "model/fractal_scene.h"
#include "model/nearest.h"

namespace droplet {
namespace {

constexpr std::string_view recurrence_keys[] = {
    "recurrence", "exponent",    "real-exponent", "coefficient-re", "coefficient-im",
    "start",      "start-power", "start-factor",  "start-re",       "start-im",
    "julia",      "julia-re",    "julia-im",      "iterations",     "radius"};

constexpr std::string_view place_title = "Place", recurrence_title = "Recurrence", color_title = "Colours";

std::string_view title_of(std::string_view key) {
    if (key == "center-x" || key == "center-y" || key == "scale" || key == "precision") return place_title;
    const bool recurrence =
        std::find(std::begin(recurrence_keys), std::end(recurrence_keys), key) != std::end(recurrence_keys);
    return recurrence ? recurrence_title : color_title;
}

/// A mistake is told by the number of the letter where it begins: `text` is UTF-8.
FormulaProgram compile(const std::string& text, const std::string& subject) {
    try {
        return compile_formula(text);
    } catch (const FormulaError& error) {
        std::size_t column = 1;
        for (std::size_t i = 0; i < std::min(error.begin, text.size()); ++i)
            column += (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80 ? 1 : 0;
        const std::string what = error.what();
        throw Error(Fault::usage, subject,
                    fmt::format("column {}: {}", column, what.substr(what.find(": ") + 2)));
    }
}

std::vector<std::string_view> palette_names() {
    const auto& names = EnumNames<PaletteName>::names;
    return {names.begin(), names.end() - 1};  // custom comes from a file
}

}  // namespace

FractalCommand::FractalCommand(CLI::App& app) {
    const std::string_view picture_title = Schema<PictureParams>::title;
    output_ = add_flag(app, {"-o,--output", "OUT", picture_title,
                             "Where the picture goes, by extension: .png and .tif (of any size), .jpg, .pfm "
                             "(the values that are coloured: the counts), .mp4, .webm, .gif, a pattern like "
                             "frame-%05d.png, or - for a PNG on standard output. Must be given."});
    picture_.add(app, {"frames"});
    frames_ =
        add_flag(app, {"--frames", "N|A:B", picture_title,
                       "Frames of a film or numbered stills of what moves: how many, or the frames A to "
                       "B - 1, which keep their numbers. Default: until it begins again."});
    for (const char* side : {"width", "height"})
        picture_.describe(side, fmt::format("The picture's {} in pixels. Must be given. Valid: 1 to {}.",
                                            side, PictureParams::longest_side));
    // How it feeds a process is no matter of its picture.
    fractal_.add(app, {"palette", "feed", "feed-share"});
    for_each_field<FractalParams>(
        [&](const auto& field) { fractal_.set_group(field.key, title_of(field.key)); });
    formula_ = add_flag(app, {"--formula", "TEXT", recurrence_title,
                              "The next z, of z, c and k: 'z^2 + c', '-i/(pi*z^7) + c'. Sets --recurrence "
                              "formula."});
    palette_ =
        add_flag(app, {"--palette", "NAME|FILE", color_title,
                       fmt::format("The colours: {}, or a palette's file. Default: {}.",
                                   fmt::join(palette_names(), ", "), enum_name(FractalParams{}.palette))});
}

PictureParams FractalCommand::picture_params() const {
    if (!output_.given())
        throw Error(Fault::usage, "-o",
                    "is missing; valid: a file .png .tif .jpg .pfm .mp4 .webm .gif, or a pattern");
    for (const char* side : {"width", "height"})
        if (!picture_.given(side))
            throw Error(
                Fault::usage, fmt::format("--{}", side),
                fmt::format("is missing; valid: {}", valid_text(std::get<0>(Schema<PictureParams>::fields))));
    PictureParams params;
    picture_.apply(params);
    const std::string path = output_.path();
    const std::optional<OutputFormat> format = format_of(path);
    if (picture_.given("bit-depth") && format && *format != OutputFormat::png &&
        *format != OutputFormat::tiff)
        throw Error(Fault::usage, "--bit-depth", path + " is no PNG; valid with .png and .tif");
    for (const char* key : {"frames", "fps"})
        if ((key == std::string_view("frames") ? frames_.given() : picture_.given(key)) &&
            !is_sequence_path(path))
            throw Error(Fault::usage, fmt::format("--{}", key),
                        path + " is one still; valid with .mp4, .webm, .gif or frame-%05d.png");
    return params;
}

FrameRange FractalCommand::frames() const {
    if (!frames_.given()) return {};
    const std::string& text = frames_.text();
    if (text.find(':') != std::string::npos) return parse_frame_range(text, "--frames");
    PictureParams params;
    set_text(params, std::get<2>(Schema<PictureParams>::fields), text, "--frames");
    return params.frames > 0 ? FrameRange{0, params.frames} : FrameRange{};
}

void FractalCommand::check_flags() const {
    FractalParams params;
    fractal_.apply(params);
    if (formula_.given() && fractal_.given("recurrence") && params.recurrence != Recurrence::formula)
        throw Error(Fault::usage, "--formula",
                    fmt::format("the recurrence is {}; valid with --recurrence formula",
                                enum_name(params.recurrence)));
    if (formula_.given()) compile(formula_.text(), "--formula");
}

void FractalCommand::apply_palette(Preset& preset) const {
    if (!palette_.given()) return;
    const std::string word = palette_.path();
    const auto& names = EnumNames<PaletteName>::names;
    const auto found = std::find(names.begin(), names.end(), word);
    if (found != names.end()) {
        preset.fractal.palette = static_cast<PaletteName>(found - names.begin());
        if (preset.fractal.palette == PaletteName::custom && preset.custom_palette.empty())
            throw Error(Fault::usage, "--palette",
                        "there is no custom palette; valid: --palette with a name or a file");
        return;
    }
    if (!is_path(word))
        throw Error(Fault::usage, "--palette",
                    fmt::format("'{}' is no palette and no file; {}, or a file", word,
                                nearest_or_all(word, palette_names())));
    preset.custom_palette = read_palette(word);
    preset.fractal.palette = PaletteName::custom;
}

Preset FractalCommand::start_preset(const PresetFlag& preset_flag, Size size) const {
    Preset preset;
    std::string name;
    if (preset_flag.given()) {
        name = preset_flag.name();
        const BuiltinPreset* builtin = find_builtin_preset(name);
        if (builtin && !builtin->sets_source)
            throw Error(Fault::usage, "--preset",
                        fmt::format("{0} has settings of droplet {1} only; valid: droplet {1} --preset {0}",
                                    name, enum_name(builtin->preset.process)));
        preset = builtin ? put_in_force(*builtin, preset, size) : preset_flag.read();
    }
    preset.source = Source::fractal;
    fractal_.apply(preset.fractal);
    if (formula_.given()) {
        preset.fractal.recurrence = Recurrence::formula;
        preset.formula = formula_.text();
    }
    apply_palette(preset);
    const FractalParams& params = preset.fractal;
    const bool exponent = fractal_.given("exponent") || fractal_.given("real-exponent");
    droplet::check(params, exponent || name.empty() ? "--exponent" : name + ": fractal.exponent");
    if (params.recurrence == Recurrence::formula) {
        const FormulaProgram program =
            compile(preset.formula, formula_.given() || name.empty() ? "--formula" : name + ": formula");
        if (params.coloring == Coloring::distance && !is_holomorphic(program))
            throw Error(Fault::usage, "--coloring",
                        "distance takes the formula's derivative, and with conj, abs, re, im or arg there is "
                        "none; valid: count, escape, trap, angle");
    }
    return preset;
}

void FractalCommand::refuse_unused(const Preset& preset) const {
    const FractalParams& p = preset.fractal;
    const bool formula = p.recurrence == Recurrence::formula;
    const bool constant = p.start == FractalStart::constant, trap = p.coloring == Coloring::trap;
    struct Rule {
        bool unused;
        std::vector<std::string_view> keys;
        const char* why;
    };
    const Rule rules[] = {
        {formula,
         {"exponent", "real-exponent", "coefficient-re", "coefficient-im"},
         "the recurrence is a formula; valid with --recurrence power"},
        {p.julia,
         {"start", "start-power", "start-factor", "start-re", "start-im"},
         "z\u2080 of a Julia set is the pixel; valid with --no-julia"},
        {constant, {"start-power", "start-factor"}, "z\u2080 is a constant; valid with --start power"},
        {!constant, {"start-re", "start-im"}, "z\u2080 is a power of c; valid with --start constant"},
        {!p.julia, {"julia-re", "julia-im"}, "c is the pixel; valid with --julia"},
        {!trap, {"trap", "trap-re", "trap-im", "trap-size"}, "there is no trap; valid with --coloring trap"},
        {p.trap != OrbitTrap::circle, {"trap-size"}, "the trap is no circle; valid with --trap circle"},
        {moves_place(preset.animation),
         {"center-x", "center-y", "scale"},
         "the preset flies on its own way; valid without its animation"},
    };
    for (const Rule& rule : rules)
        for (const std::string_view key : rule.keys)
            if (rule.unused && fractal_.given(key))
                throw Error(Fault::usage, fmt::format("--{}", key), rule.why);
    if (is_moving(preset.fractal, preset.animation)) return;
    if (is_sequence_path(output_.path()))
        throw Error(Fault::usage, output_.path(),
                    "is of many pictures, and nothing moves; valid: a still, a --preset that is animated, or "
                    "--palette-speed");
    if (picture_.given("seconds"))
        throw Error(Fault::usage, "--seconds",
                    "nothing moves; valid with a --preset that is animated, or --palette-speed");
}

int FractalCommand::run(const CommonOptions& common, const PresetFlag& preset_flag) const {
    FractalJob job;
    job.picture = picture_params();
    job.frames = frames();
    job.output = output_.path();
    check_flags();
    if (common.normalize)
        throw Error(Fault::usage, "--normalize",
                    "a fractal is made, not read; valid with a picture as INPUT");
    refuse_shared_stdin({{"--preset", preset_flag.name()}, {"--palette", palette_.path()}});
    job.preset = start_preset(preset_flag, {job.picture.width, job.picture.height});
    refuse_unused(job.preset);
    return run_fractal_job(job, common);
}

}  // namespace droplet
