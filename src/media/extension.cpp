#include "media/extension.h"

#include <cctype>

namespace droplet {

std::string extension_of(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return extension;
}

}  // namespace droplet
