#include "media/palette_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "media/atomic_file.h"
#include "media/extension.h"
#include "media/image_bytes.h"
#include "model/error.h"
#include "model/palette_json.h"
#include "model/palette_text.h"

namespace droplet {
namespace {

namespace fs = std::filesystem;

std::string text_of(const std::string& path) {
    std::error_code none;
    if (const auto bytes = fs::file_size(path, none); !none && bytes > longest_palette_text)
        throw Error(
            Fault::usage, path,
            fmt::format("has {} bytes, more than a palette; valid: up to {}", bytes, longest_palette_text));
    const FileBytes bytes = read_bytes(path);
    return {bytes.span().begin(), bytes.span().end()};
}

}  // namespace

Palette read_palette(const std::string& path) {
    return parse_palette(text_of(path), path);
}

bool holds_palette(const std::string& path) {
    const std::string extension = extension_of(path);
    if (extension != ".json") return extension == ".map" || extension == ".ggr" || extension == ".gpl";
    try {
        const Json object = parse_settings(text_of(path), path);
        const auto kind = object.find("droplet");
        return kind != object.end() && *kind == "palette";
    } catch (const Error&) {
        return false;
    }
}

void write_palette(const Palette& palette, const std::string& path) {
    const std::string extension = extension_of(path);
    const std::string text = extension == ".map"   ? palette_map(palette)
                             : extension == ".ggr" ? palette_gradient(palette, fs::path(path).stem().string())
                                                   : palette_file_text(palette);
    AtomicFile file(path);
    file.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    file.commit();
}

}  // namespace droplet
