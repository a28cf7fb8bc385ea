// The folders of the freedesktop.org base directory and user directory specifications.
#pragma once
#include <filesystem>

namespace droplet {

/// $HOME, or the user database's folder, or / when there is neither.
std::filesystem::path home_folder();

/// $XDG_CONFIG_HOME, which counts only when absolute, or ~/.config.
std::filesystem::path config_folder();

/// $XDG_DATA_HOME, likewise, or ~/.local/share.
std::filesystem::path data_folder();

/// XDG_PICTURES_DIR of user-dirs.dirs, or ~/Pictures; empty when that is no folder.
std::filesystem::path pictures_folder();

}  // namespace droplet
