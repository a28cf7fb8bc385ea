#include "media/output_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "media/atomic_file.h"
#include "media/child_process.h"
#include "media/encoder.h"
#include "media/extension.h"
#include "media/film_writer.h"
#include "media/image_io.h"
#include "model/error.h"

namespace droplet {
namespace {

constexpr std::array<std::pair<std::string_view, OutputFormat>, 9> extensions{{{".png", OutputFormat::png},
                                                                               {".jpg", OutputFormat::jpeg},
                                                                               {".jpeg", OutputFormat::jpeg},
                                                                               {".pfm", OutputFormat::pfm},
                                                                               {".tif", OutputFormat::tiff},
                                                                               {".tiff", OutputFormat::tiff},
                                                                               {".mp4", OutputFormat::mp4},
                                                                               {".webm", OutputFormat::webm},
                                                                               {".gif", OutputFormat::gif}}};

// Not a regular file: a device or a pipe.
bool is_special(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
           !std::filesystem::is_directory(status);
}

}  // namespace

std::optional<OutputFormat> format_of(const std::string& path) {
    const std::string extension = extension_of(path);
    for (const auto& [name, format] : extensions)
        if (name == extension) return format;
    return std::nullopt;
}

OutputFormat still_format(const std::string& path) {
    const auto format = format_of(path);
    if (format && !is_film(*format)) return *format;
    if (path == "-" || is_special(path)) return OutputFormat::png;
    const std::string extension = extension_of(path);
    throw Error(Fault::usage, path,
                fmt::format("{}; valid: .png, .jpg, .jpeg, .tif, .tiff, .pfm",
                            extension.empty() ? "the name has no extension"
                                              : fmt::format("'{}' is not a format for a still", extension)));
}

std::string StillPattern::path(int number) const {
    return fmt::format("{}{:0{}}{}", before, number, digits, after);
}

std::optional<StillPattern> still_pattern(const std::string& path) {
    const auto format = format_of(path);
    if (!format || is_film(*format)) return std::nullopt;
    const std::size_t name_at = path.find_last_of('/') + 1;  // npos + 1 is 0
    std::optional<StillPattern> pattern;
    for (std::size_t at = path.find('%', name_at); at != std::string::npos; at = path.find('%', at + 1)) {
        const std::string_view rest = std::string_view(path).substr(at + 1);
        const bool padded =
            rest.size() > 2 && rest[0] == '0' && rest[1] >= '1' && rest[1] <= '9' && rest[2] == 'd';
        if (!padded && !rest.starts_with('d')) continue;
        if (pattern) return std::nullopt;  // two numbers
        pattern = StillPattern{path.substr(0, at), std::string(rest.substr(padded ? 3 : 1)),
                               padded ? rest[1] - '0' : 1};
    }
    return pattern;
}

bool is_sequence_path(const std::string& path) {
    const auto format = format_of(path);
    return (format && is_film(*format)) || still_pattern(path).has_value();
}

void check_writable(const std::string& path) {
    if (path == "-") return;
    const auto pattern = still_pattern(path);
    const std::string place = pattern ? pattern->path(0) : path;
    const auto format = format_of(place);
    if (!format && !is_special(place)) {
        const std::string extension = extension_of(path);
        throw Error(
            Fault::usage, path,
            fmt::format("{}; valid: .png, .jpg, .jpeg, .tif, .tiff, .pfm, .mp4, .webm, .gif",
                        extension.empty() ? "the name has no extension"
                                          : fmt::format("the extension '{}' is not known", extension)));
    }
    if (format && is_film(*format) && !program_exists("ffmpeg")) throw missing_encoder(path);
    AtomicFile::check(place);
}

}  // namespace droplet
