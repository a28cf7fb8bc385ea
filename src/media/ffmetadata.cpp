// Source: "Metadata", ffmpeg-formats(1).
#include "media/ffmetadata.h"

#include <string_view>

namespace droplet {

std::string ffmetadata_text(const std::string& comment) {
    constexpr std::string_view special = "=;#\\\n\r";
    std::string text = ";FFMETADATA1\ncomment=";
    for (const char c : comment) {
        if (c == '\0') continue;
        if (special.find(c) != std::string_view::npos) text += '\\';
        text += c;
    }
    return text + "\n";
}

}  // namespace droplet
