#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace droplet {

/// The text of `--help`: usage, what it does, positionals, flags by group, wrapped to 100 columns.
class HelpFormatter : public CLI::Formatter {
 public:
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

}  // namespace droplet
