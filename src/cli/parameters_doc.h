#pragma once
#include <string>

namespace droplet {

/// docs/parameters.md as the tables have it now.
std::string parameters_document();

}  // namespace droplet
