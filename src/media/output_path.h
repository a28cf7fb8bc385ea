// What the name of an output asks for.
#pragma once
#include <optional>
#include <string>

namespace droplet {

enum class OutputFormat { png, jpeg, pfm, tiff, mp4, webm, gif };

/// By the extension, in either case; nothing for an unknown one.
std::optional<OutputFormat> format_of(const std::string& path);

inline bool is_film(OutputFormat format) {
    return format >= OutputFormat::mp4;
}

/// The format of a still. "-", devices and pipes are PNG unless their name says otherwise. Throws Error
/// (Fault::usage) for an extension that is not a still's.
OutputFormat still_format(const std::string& path);

/// A pattern of numbered stills: one %d or %0Nd in the file's name, with an extension of a still.
struct StillPattern {
    std::string before, after;
    int digits = 0;  ///< at least so many, filled with zeros

    std::string path(int number) const;
};
std::optional<StillPattern> still_pattern(const std::string& path);

}  // namespace droplet
