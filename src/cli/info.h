#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace droplet {

/// `droplet info`: version, devices, why a backend is not used, codecs found.
class InfoCommand {
 public:
    explicit InfoCommand(CLI::App& app);

    /// What it prints.
    std::string text() const;

 private:
    CLI::Option* parameters_;
};

}  // namespace droplet
