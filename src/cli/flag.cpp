#include "cli/flag.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <system_error>

#include "model/error.h"

namespace droplet {

bool Flag::given() const {
    return option_ && option_->count() > 0;
}

const std::string& Flag::text() const {
    if (option_->count() > 1)
        throw Error(Fault::usage, option_->get_name(), "stands more than once; valid: once");
    return option_->results().front();
}

std::string Flag::path() const {
    if (!given()) return "";
    if (text().empty()) throw Error(Fault::usage, option_->get_name(), "is empty; valid: the name of a file");
    return text();
}

std::vector<std::string> Flag::paths() const {
    if (!given()) return {};
    for (const std::string& path : option_->results())
        if (path.empty())
            throw Error(Fault::usage, option_->get_name(), "is empty; valid: the name of a file");
    return option_->results();
}

void Flag::describe(const std::string& help) {
    option_->description(help);
}

void Flag::set_group(std::string_view title) {
    option_->group(std::string(title));
}

Flag add_positional(CLI::App& app, const std::string& name, const std::string& help) {
    return Flag(app.add_option(name)->description(help));
}

Flag add_input(CLI::App& app, const std::string& help) {
    return add_positional(app, "INPUT", help);
}

Flag add_inputs(CLI::App& app, const std::string& help) {
    CLI::Option* option = app.add_option("INPUT")->description(help);
    return Flag(option->expected(-1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
}

Flag add_flag(CLI::App& app, const FlagText& text) {
    if (CLI::Option* shared = app.get_option_no_throw(text.names)) {
        shared->description(fmt::format("{} {}: {}", shared->get_description(), text.group, text.help));
        return Flag(shared);
    }
    CLI::Option* option = app.add_option(text.names)->description(text.help)->group(std::string(text.group));
    const auto names = CLI::detail::split(text.names, ',');
    option->option_text(fmt::format("{} {}", fmt::join(names, ", "), text.value));
    return Flag(option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
}

Flag add_switch(CLI::App& app, std::string_view key, std::string_view group, const std::string& help) {
    CLI::Option* option = app.add_flag(fmt::format("--{0},!--no-{0}", key))->disable_flag_override();
    option->option_text(fmt::format("--{0}, --no-{0}", key))->description(help)->group(std::string(group));
    return Flag(option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
}

Flag add_hidden_switch(CLI::App& app, const std::string& name) {
    return Flag(app.add_flag(name)->group(""));
}

bool is_path(const std::string& word) {
    std::error_code ignored;
    return word.find_first_of("./") != std::string::npos || word == "-" ||
           std::filesystem::exists(word, ignored);
}

}  // namespace droplet
