#include "media/capture_name.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "media/atomic_file.h"
#include "media/xdg.h"
#include "model/error.h"
#include "model/nearest.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 7> fields{"source", "process", "step", "width",
                                                 "height", "date",    "time"};
constexpr int most_numbers = 100'000;

std::string field_text(std::string_view field, const CaptureFacts& facts) {
    const std::tm& t = facts.time;
    if (field == "source") return facts.source;
    if (field == "process") return facts.process;
    if (field == "step") return fmt::format("{}", facts.step);
    if (field == "width") return fmt::format("{}", facts.size.width);
    if (field == "height") return fmt::format("{}", facts.size.height);
    if (field == "date") return fmt::format("{:04}-{:02}-{:02}", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
    return fmt::format("{:02}-{:02}-{:02}", t.tm_hour, t.tm_min, t.tm_sec);
}

/// Calls literal(text) and field(name) for the parts of a template, in their order.
template <class Literal, class FieldPart>
void parse(const std::string& text, Literal&& literal, FieldPart&& field) {
    const auto refuse = [](const std::string& what) { throw Error(Fault::usage, "name", what); };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t brace = text.find_first_of("{}", at);
        literal(std::string_view(text).substr(at, brace - at));
        if (brace == std::string::npos) return;
        const std::size_t end = text.find_first_of("{}", brace + 1);
        if (text[brace] == '}' || end == std::string::npos || text[end] == '{')
            refuse("a brace stands alone; valid: {field}");
        const std::string name = text.substr(brace + 1, end - brace - 1);
        if (std::ranges::find(fields, name) == fields.end())
            refuse(fmt::format("{{{}}} is no field; {}", name,
                               nearest_or_all(name, {fields.begin(), fields.end()})));
        field(std::string_view(name));
        at = end + 1;
    }
}

/// Bytes of the character of UTF-8 that begins here; 0 where none does.
std::size_t character_bytes(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    const std::size_t count = first < 0x80                    ? 1
                              : first >= 0xc2 && first < 0xe0 ? 2
                              : first >= 0xe0 && first < 0xf0 ? 3
                              : first >= 0xf0 && first < 0xf5 ? 4
                                                              : 0;
    if (count == 0 || count > text.size()) return 0;
    for (std::size_t i = 1; i < count; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    // Longer than needed, halves of a pair of UTF-16, beyond the last character.
    const bool bad = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) >= 0xa0) ||
                     (first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) >= 0x90);
    return bad ? 0 : count;
}

bool is_safe(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (first < 0x20 || first == 0x7f) return false;
    if (first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0) return false;  // control characters
    return std::string_view("/\\:*?\"<>|").find(character) == std::string_view::npos;
}

/// At most so many bytes, in whole characters.
std::string safe(std::string_view text, std::size_t most) {
    std::string result;
    while (!text.empty()) {
        const std::size_t bytes = character_bytes(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(1, bytes));
        text.remove_prefix(character.size());
        const std::string_view kept = bytes > 0 && is_safe(character) ? character : "-";
        if (result.size() + kept.size() > most) break;
        result += kept;
    }
    return result;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" .-");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" .") + 1 - begin);
}

}  // namespace

std::tm capture_time() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return local;
}

std::span<const std::string_view> capture_fields() {
    return fields;
}

void check_capture_name(const std::string& text) {
    if (text.empty()) throw Error(Fault::usage, "name", "it is empty; valid: a text with fields as {source}");
    parse(
        text, [](std::string_view) {}, [](std::string_view) {});
}

std::string capture_name(const std::string& text, const CaptureFacts& facts) {
    check_capture_name(text);
    std::string filled;
    parse(
        text, [&](std::string_view literal) { filled += literal; },
        [&](std::string_view field) {
            const std::string value = field_text(field, facts);
            // What else tells captures apart must not be cut off by a long one.
            filled += field == "source" ? safe(value, most_name_bytes / 2) : value;
        });
    const std::string name = trimmed(safe(trimmed(filled), most_name_bytes));
    return name.empty() ? "capture" : name;
}

fs::path default_capture_folder() {
    const fs::path pictures = pictures_folder();
    return (pictures.empty() ? home_folder() : pictures) / "Droplet";
}

fs::path capture_folder(const CapturePlace& place) {
    if (place.folder.empty()) return default_capture_folder();
    if (place.folder == "~") return home_folder();
    if (place.folder.starts_with("~/")) return home_folder() / place.folder.substr(2);
    if (!place.folder.starts_with('/'))
        throw Error(Fault::usage, "folder",
                    fmt::format("{} is not valid; valid: an absolute path, ~/…", place.folder));
    return place.folder;
}

fs::path numbered_capture(const fs::path& folder, const std::string& name, const std::string& extension,
                          int number) {
    return folder / (number < 2 ? fmt::format("{}.{}", name, extension)
                                : fmt::format("{} ({}).{}", name, number, extension));
}

ReservedFile::ReservedFile(const fs::path& folder, const std::string& name, const std::string& extension,
                           const std::string& companion) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error(Fault::job, folder.string(), "cannot be made: " + describe_errno(error.value()));
    for (int number = 1; number < most_numbers; ++number) {
        path_ = numbered_capture(folder, name, extension, number);
        const fs::path beside = path_.string() + companion;
        if (!companion.empty() && fs::exists(fs::symlink_status(beside, error))) continue;
        const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0) {
            ::close(fd);
            return;
        }
        if (errno != EEXIST && errno != EINTR)
            throw Error(Fault::job, path_.string(), "cannot be written: " + describe_errno(errno));
    }
    throw Error(Fault::job, (folder / name).string(), "too many files have this name; valid: another name");
}

ReservedFile::~ReservedFile() {
    if (!kept_) ::unlink(path_.c_str());
}

}  // namespace droplet
