#pragma once
#include <filesystem>
#include <string>

namespace droplet {

/// Opens the folder that holds a file in the desktop's own program, in a process that goes on without us.
/// Empty when that was begun, else why not, in words that continue a sentence.
std::string show_folder_of(const std::filesystem::path& file);

}  // namespace droplet
