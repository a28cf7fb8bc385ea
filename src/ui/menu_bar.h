#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "ui/actions.h"

namespace droplet {

/// The menus, made from the actions, and the recent files; returns the recent file that was chosen.
std::optional<std::filesystem::path> menu_bar(const ActionList& actions,
                                              const std::vector<std::filesystem::path>& recent_files);

}  // namespace droplet
