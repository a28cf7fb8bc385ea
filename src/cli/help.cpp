#include "cli/help.h"

#include <fmt/format.h>

#include <sstream>
#include <vector>

namespace droplet {
namespace {

constexpr std::size_t text_column = 28;
constexpr std::size_t columns = 100;

/// `left` at the margin and `right` wrapped beside it, or below when `left` is wide.
std::string entry(const std::string& left, const std::string& right) {
    std::string text = "  " + left;
    std::size_t column = text.size();
    if (column + 2 > text_column) {
        text += '\n';
        column = 0;
    }
    text += std::string(text_column - column, ' ');
    column = text_column;
    std::istringstream words(right);
    for (std::string word; words >> word;) {
        if (column > text_column && column + 1 + word.size() > columns) {
            text += '\n' + std::string(text_column, ' ');
            column = text_column;
        }
        if (column > text_column) {
            text += ' ';
            ++column;
        }
        text += word;
        column += word.size();
    }
    return text + '\n';
}

std::string left_text(const CLI::Option& option) {
    if (option.get_positional()) return option.get_name(true);
    if (!option.get_option_text().empty()) return option.get_option_text();
    return fmt::format("{}", fmt::join(CLI::detail::split(option.get_name(false, true), ','), ", "));
}

std::string usage(const CLI::App& app) {
    std::string text = "droplet";
    if (app.get_parent()) text += " " + app.get_name();
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_positional()) continue;
        const std::string name = option->get_name(true);
        text += name == "INPUT" ? " [INPUT]" : " " + name;
    }
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_description().find("ust be given") == std::string::npos) continue;
        text += option->check_lname("output") ? " -o OUT" : " " + option->get_option_text();
    }
    text += " [flags]";
    return text;
}

std::string group_text(const CLI::App& app, const std::string& title,
                       const std::function<bool(const CLI::Option*)>& in) {
    std::string text;
    for (const CLI::Option* option : app.get_options(in))
        text += entry(left_text(*option), option->get_description());
    return text.empty() ? "" : fmt::format("\n{}:\n{}", title, text);
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const {
    std::string text = fmt::format("Usage: {}\n", usage(*app));
    const auto commands = app->get_subcommands({});
    if (!commands.empty()) text += "       droplet COMMAND [flags]\n";
    text += fmt::format("\n{}\n", app->get_description());
    if (!commands.empty()) {
        text += "\nCommands (droplet COMMAND --help tells more):\n";
        for (const CLI::App* command : commands)
            text += entry(command->get_name(), command->get_description());
    }
    text += group_text(*app, "Input", [](const CLI::Option* o) { return o->get_positional(); });
    for (const std::string& group : app->get_groups()) {
        if (group.empty()) continue;
        text += group_text(*app, group, [&](const CLI::Option* o) {
            return !o->get_positional() && o->get_group() == group;
        });
    }
    if (!app->get_footer().empty()) text += fmt::format("\n{}\n", app->get_footer());
    return text;
}

}  // namespace droplet
