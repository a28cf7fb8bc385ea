#include "cli/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/job.h"
#include "cli/sweep_run.h"
#include "cli/sweep_values.h"
#include "media/film_writer.h"
#include "media/output_path.h"
#include "model/nearest.h"
#include "model/version.h"

namespace droplet {
namespace {

constexpr std::string_view sweep_title = "Sweep";

std::vector<std::string_view> process_names() {
    const auto& names = EnumNames<Process>::names;
    return {names.begin() + 1, names.end()};  // none makes nothing
}

template <class T>
constexpr bool is_number = !NamedEnum<T> && !std::same_as<T, bool>;

/// Whether the preset has a use for the rows of this process' table.
bool uses(const Preset& preset, Process table, std::string_view key) {
    if (table == Process::none || table == preset.process || table == stepping_process(preset)) return true;
    const bool of_result = preset.process == Process::edges && preset.canny.input == CannyInput::convolved;
    return of_result && table == Process::convolve && key != "feed";
}

std::string_view title_of(Process process) {
    switch (process) {
        case Process::learn:
            return Schema<LearningParams>::title;
        case Process::convolve:
            return Schema<ConvolutionParams>::title;
        case Process::edges:
            return Schema<CannyParams>::title;
        default:
            return Schema<DiffusionParams>::title;
    }
}

/// Where a flag stands among the words.
std::size_t place_of(std::string_view key, const std::vector<std::string>& words) {
    const std::string flag = fmt::format("--{}", key);
    const auto found = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
        return word == flag || word.starts_with(flag + "=");
    });
    return static_cast<std::size_t>(found - words.begin());
}

}  // namespace

SweepCommand::SweepCommand(CLI::App& app) {
    input_ = add_input(app,
                       "Picture to start from, - for standard input; without one, the built-in test "
                       "picture.");
    output_ = add_flag(app, {"-o,--output", "OUT", sweep_title,
                             "Where the sheet goes, by extension: .png, .jpg, .tif. Must be given."});
    process_ = add_flag(
        app, {"--process", "NAME", sweep_title,
              fmt::format("What is swept. Valid: {}; default: diffuse.", fmt::join(process_names(), ", "))});
    add_steps(app);
    sheet_.add(app);
    add_rows(app, &Preset::diffusion, Process::diffuse);
    add_rows(app, &Preset::learning, Process::learn);
    add_rows(app, &Preset::convolution, Process::convolve);
    add_rows(app, &Preset::canny, Process::edges);
}

template <class P>
void SweepCommand::add_rows(CLI::App& app, P Preset::*member, Process process) {
    for_each_field<P>([&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        const std::string spread = field.scale == Scale::logarithmic ? " A:B:N in equal factors." : "";
        Row row;
        row.key = field.key;
        row.label = field.label;
        row.process = process;
        row.flag =
            add_flag(app, {fmt::format("--{}", field.key), is_number<T> ? "A:B:N" : "A,B", Schema<P>::title,
                           fmt::format("{} Valid: {}; default: {}.{}", field.help, valid_text(field),
                                       value_text(P{}.*field.member), spread)});
        row.values = [&field](const std::string& text) { return sweep_values(field, text); };
        row.set = [&field, member](Cell& cell, const std::string& text) {
            set_text(cell.preset.*member, field, text, fmt::format("--{}", field.key));
        };
        rows_.push_back(std::move(row));
    });
}

void SweepCommand::add_steps(CLI::App& app) {
    static constexpr const auto& field = std::get<0>(Schema<JobParams>::fields);
    Row row;
    row.key = field.key;
    row.label = field.label;
    row.flag = add_flag(app, {"--steps", "A:B:N", sweep_title,
                              fmt::format("How many steps each cell is run. Valid: {}.", valid_text(field))});
    row.values = [](const std::string& text) { return sweep_values(field, text); };
    row.set = [](Cell& cell, const std::string& text) {
        JobParams job;
        set_text(job, field, text, "--steps");
        cell.steps = job.steps;
    };
    rows_.push_back(std::move(row));
}

std::string SweepCommand::output() const {
    if (!output_.given()) throw Error(Fault::usage, "-o", "is missing; valid: a file .png .jpg .tif");
    const std::string path = output_.path();
    if (is_sequence_path(path))
        throw Error(Fault::usage, path, "is of many pictures, and a sheet is one; valid: .png, .jpg, .tif");
    still_format(path);
    return path;
}

Process SweepCommand::process(const PresetFlag& preset) const {
    if (process_.given()) {
        const auto names = process_names();
        const auto found = std::find(names.begin(), names.end(), process_.text());
        if (found == names.end())
            throw Error(Fault::usage, "--process",
                        fmt::format("'{}' is no process; {}", process_.text(),
                                    nearest_or_all(process_.text(), names)));
        return static_cast<Process>(found - names.begin() + 1);
    }
    const Process given = preset.given() ? preset.read().process : Process::diffuse;
    return given == Process::none ? Process::diffuse : given;
}

Preset SweepCommand::start_preset(const PresetFlag& preset_flag) const {
    Preset preset;
    const Process wanted = process(preset_flag);
    if (preset_flag.given()) preset = preset_flag.read({wanted});
    preset.source = Source::picture;
    preset.process = wanted;
    return preset;
}

void SweepCommand::apply(Plan& plan, const Row& row, const std::vector<std::string>& words) const {
    const std::vector<std::string> values = row.values(row.flag.text());
    // As of droplet convolve: who says where the threshold lies wants one.
    if (row.process == Process::convolve && row.key == "threshold")
        plan.base.preset.convolution.thresholding = true;
    if (values.size() > 1) {
        plan.axes.push_back({&row, values, place_of(row.key, words)});
        return;
    }
    row.set(plan.base, values.front());
    if (row.key != "steps") plan.fixed += fmt::format(" \u00b7 {} {}", row.key, values.front());
}

SweepCommand::Plan SweepCommand::plan(const PresetFlag& preset_flag,
                                      const std::vector<std::string>& words) const {
    Plan plan;
    plan.base.preset = start_preset(preset_flag);
    // What the process itself says (its feed) decides which other rows there is a use for.
    for (const bool own : {true, false})
        for (const Row& row : rows_)
            if (row.flag.given() && (row.process == plan.base.preset.process) == own &&
                uses(plan.base.preset, row.process, row.key))
                apply(plan, row, words);
    refuse_foreign(plan.base.preset);
    std::sort(plan.axes.begin(), plan.axes.end(),
              [](const Axis& a, const Axis& b) { return a.place < b.place; });
    check(plan, preset_flag);
    if (stepping_process(plan.base.preset) == Process::none) plan.base.steps = 0;
    return plan;
}

void SweepCommand::refuse_foreign(const Preset& preset) const {
    for (const Row& row : rows_) {
        if (!row.flag.given()) continue;
        std::vector<std::string_view> tables;
        bool used = false;
        for (const Row& other : rows_)
            if (other.key == row.key) {
                used = used || uses(preset, other.process, other.key);
                tables.push_back(enum_name(other.process));
            }
        if (!used)
            throw Error(Fault::usage, fmt::format("--{}", row.key),
                        fmt::format("does nothing for {}; valid with --process {}", enum_name(preset.process),
                                    fmt::join(tables, " or ")));
    }
}

void SweepCommand::check(const Plan& plan, const PresetFlag& preset_flag) const {
    const Preset& preset = plan.base.preset;
    if (plan.axes.empty())
        throw Error(Fault::usage, "sweep",
                    "no parameter has several values; valid: one or two with A:B:N or a,b,c, as --k "
                    "0.02:0.3:6");
    if (plan.axes.size() > 2)
        throw Error(Fault::usage, fmt::format("--{}", plan.axes[2].row->key),
                    "is a third parameter with several values; valid: two, the others with one");
    if (plan.columns() * plan.rows() > most_cells)
        throw Error(Fault::usage, fmt::format("--{}", plan.axes[0].row->key),
                    fmt::format("{} x {} cells; valid: up to {}", plan.columns(), plan.rows(), most_cells));
    const auto steps =
        std::find_if(rows_.begin(), rows_.end(), [](const Row& row) { return row.process == Process::none; });
    const Process stepping = stepping_process(preset);
    if (stepping != Process::none && !steps->flag.given())
        throw Error(Fault::usage, "--steps",
                    "is missing; valid: " + valid_text(std::get<0>(Schema<JobParams>::fields)));
    if (stepping == Process::none && steps->flag.given())
        throw Error(Fault::usage, "--steps", "the picture stands; valid with --feed diffuse or learn");
    const auto any_cell = [&](auto&& wrong) {
        for (int row = 0; row < plan.rows(); ++row)
            for (int column = 0; column < plan.columns(); ++column)
                if (wrong(plan.cell(column, row).preset)) return true;
        return false;
    };
    if (stepping == Process::learn && any_cell([](const Preset& p) {
            return p.learning.start == StartOperator::custom && p.custom_operator.channels == 0;
        }))
        throw Error(Fault::usage, "--start",
                    "the custom operator is missing; valid: with a preset that has one");
    if (preset.process == Process::convolve && any_cell([](const Preset& p) {
            return p.convolution.kernel == KernelName::custom && p.custom_kernel.empty();
        }))
        throw Error(Fault::usage, preset_flag.given() ? preset_flag.name() : "--kernel",
                    "there is no custom kernel; valid: --kernel with names");
}

SweepCommand::Cell SweepCommand::Plan::cell(int column, int row) const {
    Cell made = base;
    if (!axes.empty()) axes[0].row->set(made, axes[0].values[static_cast<std::size_t>(column)]);
    if (axes.size() > 1) axes[1].row->set(made, axes[1].values[static_cast<std::size_t>(row)]);
    return made;
}

SheetText SweepCommand::sheet_text(const Plan& plan) const {
    SheetText text;
    const std::string input = input_.path();
    text.title = input.empty()  ? "Built-in picture"
                 : input == "-" ? "Standard input"
                                : std::filesystem::path(input).filename().string();
    text.subtitle = title_of(plan.base.preset.process);
    const bool steps_swept = std::any_of(plan.axes.begin(), plan.axes.end(),
                                         [](const Axis& axis) { return axis.row->key == "steps"; });
    if (!steps_swept && plan.base.steps > 0)
        text.subtitle += fmt::format(" \u00b7 {} step{}", plan.base.steps, plan.base.steps == 1 ? "" : "s");
    text.subtitle += plan.fixed;
    text.mark = fmt::format("Droplet {}", version);
    text.columns = {std::string(plan.axes[0].row->label), plan.axes[0].values};
    text.rows.values = {""};
    if (plan.axes.size() > 1) text.rows = {std::string(plan.axes[1].row->label), plan.axes[1].values};
    return text;
}

int SweepCommand::run(const CommonOptions& common, const PresetFlag& preset_flag,
                      const std::vector<std::string>& words) const {
    SweepJob job;
    job.output = output();
    sheet_.apply(job.sheet);
    refuse_shared_stdin({{"INPUT", input_.path()}, {"--preset", preset_flag.name()}});
    const Plan made = plan(preset_flag, words);
    job.input = input_.path();
    job.text = sheet_text(made);
    for (int row = 0; row < made.rows(); ++row)
        for (int column = 0; column < made.columns(); ++column) {
            const Cell cell = made.cell(column, row);
            job.cells.push_back({column, row, cell.preset, cell.steps});
        }
    job.words = words;
    return run_sweep(job, common);
}

}  // namespace droplet
