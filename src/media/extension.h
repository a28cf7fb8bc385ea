#pragma once
#include <filesystem>
#include <string>

namespace droplet {

/// The extension of a file's name with its dot, in lower case; "" where there is none.
std::string extension_of(const std::filesystem::path& path);

}  // namespace droplet
