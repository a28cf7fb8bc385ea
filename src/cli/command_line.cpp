#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "cli/convolve.h"
#include "cli/diffuse.h"
#include "cli/edges.h"
#include "cli/fractal.h"
#include "cli/help.h"
#include "cli/info.h"
#include "cli/learn.h"
#include "cli/options.h"
#include "cli/param_flags.h"
#include "cli/preset_flag.h"
#include "cli/render.h"
#include "cli/sweep.h"
#include "cli/view.h"
#include "model/nearest.h"
#include "model/version.h"

namespace droplet {
namespace {

constexpr const char* exit_status_text =
    "Exit status: 0 done; 1 it could not be done, or was stopped by Ctrl-C; 2 the command line is wrong.";

/// The commands and their flags. CLI11 splits the command line; values, limits and messages are our own.
class CommandLine {
 public:
    CommandLine() {
        root_.require_subcommand(0, 1);
        root_.footer(exit_status_text);
        for (CLI::App* command : {view_app_, diffuse_app_, learn_app_, convolve_app_, edges_app_,
                                  fractal_app_, render_app_, sweep_app_, info_app_})
            setup(*command);
        setup(root_);
    }

    std::variant<int, LaunchOptions> run(int argc, char** argv) {
        try {
            root_.parse(argc, argv);
        } catch (const CLI::CallForHelp&) {
            return print(chosen().help());
        } catch (const CLI::CallForVersion&) {
            return print(fmt::format("droplet {}\n", version));
        } catch (const CLI::ParseError& error) {
            refuse(error, {argv + 1, argv + argc});
        }
        check_rest();
        CommonOptions common;
        common.normalize =
            &chosen() == learn_app_ || (&chosen() == sweep_app_ && sweep_.process(preset_) == Process::learn);
        common_.apply(common);
        common.normalize_given = common_.given("normalize");
        if (&chosen() == info_app_) return print(info_.text());
        if (&chosen() == diffuse_app_) return diffuse_.run(common, preset_);
        if (&chosen() == learn_app_) return learn_.run(common, preset_);
        if (&chosen() == convolve_app_) return convolve_.run(common, preset_);
        if (&chosen() == edges_app_) return edges_.run(common, preset_);
        if (&chosen() == fractal_app_) return fractal_.run(common, preset_);
        if (&chosen() == render_app_) return render_.run(common, preset_);
        if (&chosen() == sweep_app_) return sweep_.run(common, preset_, {argv + 1, argv + argc});
        if (&chosen() == view_app_) return view_.launch(common, preset_);
        check_misspelt_command();
        return window_.launch(common, preset_);
    }

 private:
    void setup(CLI::App& app) {
        app.allow_extras();
        app.formatter(std::make_shared<HelpFormatter>());
        app.set_help_flag("-h,--help", "Print this help.")->group("Common");
        app.set_version_flag("--version", version, "Print the version.")->group("Common");
        common_.add(app);
        preset_.add(app);
    }

    CLI::App& chosen() {
        const auto given = root_.get_subcommands();
        return given.empty() ? root_ : *given.front();
    }

    static int print(const std::string& text) {
        std::fputs(text.c_str(), stdout);
        if (std::fflush(stdout) != 0)
            throw Error(Fault::job, "standard output", "cannot be written; valid: a place with room");
        return 0;
    }

    std::vector<std::string_view> command_names() const {
        return {"view", "diffuse", "learn", "convolve", "edges", "fractal", "render", "sweep", "info"};
    }

    /// CLI11 throws for two things that are left to it: a value given to a switch, and a flag at the end
    /// whose value is missing.
    [[noreturn]] void refuse(const CLI::ParseError& error, const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            const auto equals = word.find('=');
            if (equals == std::string::npos) continue;
            const CLI::Option* option = chosen().get_option_no_throw(word.substr(0, equals));
            if (option && option->get_expected_max() == 0)
                throw Error(Fault::usage, word.substr(0, equals), "takes no value; valid: by itself");
        }
        if (error.get_name() == "ArgumentMismatch" && !words.empty()) {
            const std::string flag = words.back().substr(0, words.back().find('='));
            throw Error(Fault::usage, flag, fmt::format("has no value; valid: {} VALUE", flag));
        }
        throw Error(Fault::usage, "command line", error.what());
    }

    static std::vector<std::string> flags_of(const CLI::App& app) {
        std::vector<std::string> flags;
        for (const CLI::Option* option : app.get_options()) {
            if (option->get_group().empty()) continue;
            for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
        }
        return flags;
    }

    [[noreturn]] void refuse_flag(const std::string& flag) {
        const std::string own = chosen().get_parent() ? " of droplet " + chosen().get_name() : " of droplet";
        for (const CLI::App* command : root_.get_subcommands({}))
            for (const std::string& name : flags_of(*command))
                if (name == flag)
                    throw Error(
                        Fault::usage, flag,
                        fmt::format("is no flag{}; valid: droplet {} {}", own, command->get_name(), flag));
        const std::vector<std::string> flags = flags_of(chosen());
        throw Error(Fault::usage, flag,
                    fmt::format("is no flag{}; {}", own, nearest_or_all(flag, {flags.begin(), flags.end()})));
    }

    /// Refuses what no flag and no INPUT took.
    void check_rest() {
        std::vector<std::string> words;
        for (const std::string& word : chosen().remaining())
            if (word != "--") words.push_back(word);
        for (const std::string& word : words)
            if (word.size() > 1 && word.front() == '-') refuse_flag(word.substr(0, word.find('=')));
        const bool is_root = &chosen() == &root_;
        const bool has_input = &chosen() != info_app_ && &chosen() != fractal_app_;
        if (!has_input && (window_.has_input() || !words.empty()))
            throw Error(Fault::usage, words.empty() ? window_.input() : words.front(),
                        fmt::format("is too much; valid: droplet {}{}", chosen().get_name(),
                                    &chosen() == info_app_ ? "" : " -o OUT --width W --height H"));
        if (!is_root && window_.has_input())
            throw Error(Fault::usage, window_.input(),
                        fmt::format("stands before the command; valid: droplet {} {}", chosen().get_name(),
                                    window_.input()));
        if (words.empty()) return;
        if (is_root) check_misspelt_command();
        throw Error(Fault::usage, words.front(), "is a second INPUT; valid: one");
    }

    /// `droplet difuse …`: an INPUT that is no file and may be meant as a command.
    void check_misspelt_command() {
        if (!window_.has_input()) return;
        const std::string input = window_.input();
        std::error_code ignored;
        const auto names = command_names();
        if (input == "-" || std::find(names.begin(), names.end(), input) != names.end()) return;
        if (input.find_first_of("./") != std::string::npos || std::filesystem::exists(input, ignored)) return;
        throw Error(Fault::usage, input, "is no command and no file; " + nearest_or_all(input, names));
    }

    CLI::App root_{"Opens a picture in a window, where it diffuses live."};
    CLI::App* view_app_ = root_.add_subcommand("view", "Open the window, which may close by itself.");
    CLI::App* diffuse_app_ =
        root_.add_subcommand("diffuse", "Diffuse a picture without a window (Perona-Malik).");
    CLI::App* learn_app_ = root_.add_subcommand(
        "learn", "Let an operator learn while a picture diffuses with it, without a window.");
    CLI::App* convolve_app_ =
        root_.add_subcommand("convolve", "Convolve a picture with a kernel, without a window.");
    CLI::App* edges_app_ = root_.add_subcommand(
        "edges", "Find a picture's edges without a window (Canny), or one of the stages.");
    CLI::App* fractal_app_ = root_.add_subcommand("fractal",
                                                  "Draw the recurrence fractal z <- \u03bb / z\u207f + c "
                                                  "without a window: a still of any size, or a film.");
    CLI::App* render_app_ = root_.add_subcommand(
        "render", "Make again what a preset, an earlier still or film, or a performance describes.");
    CLI::App* sweep_app_ = root_.add_subcommand(
        "sweep",
        "Make a labelled contact sheet of what one or two parameters do, each over several values: "
        "A:B:N for N values from A to B, or a list a,b,c.");
    CLI::App* info_app_ = root_.add_subcommand("info", "Print version, devices and codecs.");
    ViewCommand window_{root_, false};
    ViewCommand view_{*view_app_, true};
    DiffuseCommand diffuse_{*diffuse_app_};
    LearnCommand learn_{*learn_app_};
    ConvolveCommand convolve_{*convolve_app_};
    EdgesCommand edges_{*edges_app_};
    FractalCommand fractal_{*fractal_app_};
    RenderCommand render_{*render_app_};
    SweepCommand sweep_{*sweep_app_};
    InfoCommand info_{*info_app_};
    ParamFlags<CommonParams> common_;
    PresetFlag preset_;
};

}  // namespace

int report_failure() {
    try {
        throw;
    } catch (const Error& error) {
        std::fprintf(stderr, "droplet: %s\n", error.what());
        return static_cast<int>(error.fault());
    } catch (const std::bad_alloc&) {
        std::fputs("droplet: memory: not enough for this picture; valid: a smaller one\n", stderr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "droplet: %s\n", Error(Fault::job, "internal error", error.what()).what());
    }
    return static_cast<int>(Fault::job);
}

std::variant<int, LaunchOptions> run_command_line(int argc, char** argv) {
    try {
        return CommandLine().run(argc, argv);
    } catch (...) {
        return report_failure();
    }
}

}  // namespace droplet
