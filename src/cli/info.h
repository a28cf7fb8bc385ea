#pragma once
#include <string>

#include "cli/flag.h"

namespace droplet {

/// `droplet info`: version, devices, why a backend is not used, codecs found.
class InfoCommand {
 public:
    explicit InfoCommand(CLI::App& app);

    /// What it prints.
    std::string text() const;

 private:
    Flag parameters_;
};

}  // namespace droplet
