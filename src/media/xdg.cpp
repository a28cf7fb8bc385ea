#include "media/xdg.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace droplet {

namespace fs = std::filesystem;

namespace {

/// An environment variable that holds an absolute path; empty otherwise, as the specification asks.
fs::path absolute_from_environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || value[0] != '/') return {};
    return value;
}

/// The value of a line `NAME="…"` of user-dirs.dirs, where $HOME may stand at its beginning.
fs::path user_dir(std::string_view line, std::string_view name, const fs::path& home) {
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with("=\"")) return {};
    line.remove_prefix(name.size() + 2);
    const auto end = line.find('"');
    if (end == std::string_view::npos) return {};
    line = line.substr(0, end);
    constexpr std::string_view home_variable = "$HOME/";
    if (line.starts_with(home_variable)) return home / line.substr(home_variable.size());
    return line.starts_with('/') ? fs::path(line) : fs::path{};
}

bool is_folder(const fs::path& path) {
    std::error_code error;
    return !path.empty() && fs::is_directory(path, error);
}

}  // namespace

fs::path home_folder() {
    if (fs::path home = absolute_from_environment("HOME"); !home.empty()) return home;
    if (const passwd* user = getpwuid(getuid()); user != nullptr && user->pw_dir != nullptr)
        return user->pw_dir;
    return "/";
}

fs::path config_folder() {
    if (fs::path folder = absolute_from_environment("XDG_CONFIG_HOME"); !folder.empty()) return folder;
    return home_folder() / ".config";
}

fs::path data_folder() {
    if (fs::path folder = absolute_from_environment("XDG_DATA_HOME"); !folder.empty()) return folder;
    return home_folder() / ".local" / "share";
}

fs::path pictures_folder() {
    const fs::path home = home_folder();
    fs::path pictures = home / "Pictures";
    std::ifstream file(config_folder() / "user-dirs.dirs");
    for (std::string line; std::getline(file, line);)
        if (fs::path named = user_dir(line, "XDG_PICTURES_DIR", home); !named.empty()) pictures = named;
    return is_folder(pictures) ? pictures : fs::path{};
}

}  // namespace droplet
