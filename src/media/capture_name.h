// What captures are called and where they go: never over anything that stands there.
#pragma once
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "model/image.h"

namespace droplet {

/// Where the window puts captures.
struct CapturePlace {
    std::string folder;  ///< absolute, or from the home folder by "~/"; empty: default_capture_folder()
    std::string name = "{source} {date} {time} step {step}";  ///< a template of fields, without an extension

    bool operator==(const CapturePlace&) const = default;
};

/// What the fields of a name stand for.
struct CaptureFacts {
    std::string source;  ///< as a word: of a picture its file's name without the extension
    std::string process;
    std::int64_t step = 0;
    Size size;
    std::tm time{};  ///< local
};

/// The local time of now.
std::tm capture_time();

/// "source", "process", "step", "width", "height", "date" (2026-11-22), "time" (16-42-05).
std::span<const std::string_view> capture_fields();

/// Throws Error (Fault::usage, subject "name") for a field that there is not, a brace without its other, or
/// an empty text.
void check_capture_name(const std::string& text);

/// The template filled in, as a name that every file system takes and no program mistakes: valid UTF-8, no
/// slashes, control characters or any of \:*?"<>|, which become '-'; no dots, dashes and spaces at its
/// beginning, no dots and spaces at its end; at most most_name_bytes bytes, of which the source has at most
/// half; never empty. Throws as check_capture_name().
std::string capture_name(const std::string& text, const CaptureFacts& facts);
inline constexpr std::size_t most_name_bytes = 200;

/// `Droplet` in the folder of the user's pictures, or in the home folder where there is none.
std::filesystem::path default_capture_folder();

/// The folder of a place, absolute. Throws Error (Fault::usage, subject "folder") for one that is not.
std::filesystem::path capture_folder(const CapturePlace& place);

/// `folder/name.extension`, and from number 2 on `folder/name (number).extension`.
std::filesystem::path numbered_capture(const std::filesystem::path& folder, const std::string& name,
                                       const std::string& extension, int number);

/// An empty file where nothing stood before, so that of two captures at once each has its own place. It goes
/// with the scope unless it is kept.
class ReservedFile {
 public:
    /// Makes the folder where there is none. The first number whose place is free, and where a companion, the
    /// same name with `companion` behind it (".json"), would be free too. Throws Error (Fault::job).
    ReservedFile(const std::filesystem::path& folder, const std::string& name, const std::string& extension,
                 const std::string& companion = {});
    ~ReservedFile();
    ReservedFile(const ReservedFile&) = delete;
    ReservedFile& operator=(const ReservedFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    void keep() { kept_ = true; }

 private:
    std::filesystem::path path_;
    bool kept_ = false;
};

}  // namespace droplet
