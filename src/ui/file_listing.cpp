#include "ui/file_listing.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace droplet {

namespace fs = std::filesystem;

namespace {

// Bytes outside ASCII stay as they are: names are UTF-8 by custom only.
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
    return result;
}

/// Takes a run of digits off the front of `text`, without its leading zeros.
std::string_view take_number(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end])) ++end;
    std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
    return digits;
}

/// -1, 0, 1; numbers by value, letters without case.
int natural_compare(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            const std::string_view x = take_number(a), y = take_number(b);
            if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
            if (const int order = x.compare(y); order != 0) return order < 0 ? -1 : 1;
            continue;
        }
        const auto x = static_cast<unsigned char>(lower(a.front()));
        const auto y = static_cast<unsigned char>(lower(b.front()));
        if (x != y) return x < y ? -1 : 1;
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    return int(!a.empty()) - int(!b.empty());
}

std::vector<std::string> lower_words(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) words.push_back(lower(text.substr(at, end - at)));
        at = end + 1;
    }
    return words;
}

FileEntry make_entry(const fs::directory_entry& found) {
    FileEntry entry;
    entry.path = found.path();
    entry.name = entry.path.filename().string();
    entry.is_hidden = entry.name.starts_with('.');
    struct stat status {};
    if (stat(entry.path.c_str(), &status) != 0) return entry;  // a dangling link, or gone since
    entry.is_folder = S_ISDIR(status.st_mode);
    entry.bytes = S_ISREG(status.st_mode) ? static_cast<std::uintmax_t>(status.st_size) : 0;
    entry.modified = status.st_mtime;
    return entry;
}

bool less_by_key(const FileEntry& a, const FileEntry& b, SortKey key) {
    switch (key) {
        case SortKey::modified:
            return a.modified < b.modified;
        case SortKey::size:
            return a.bytes < b.bytes;
        case SortKey::name:
            break;
    }
    return natural_less(a.name, b.name);
}

}  // namespace

bool FileKind::contains(const fs::path& file) const {
    // By hand: this runs for every name of a folder, and path::extension() allocates.
    const std::string_view name = std::string_view(file.native()).substr(file.native().rfind('/') + 1);
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const std::string_view extension = name.substr(dot);
    return std::any_of(extensions.begin(), extensions.end(), [&](const std::string& known) {
        return std::equal(known.begin(), known.end(), extension.begin(), extension.end(),
                          [](char a, char b) { return a == lower(b); });
    });
}

FileKind picture_files() {
    return {"Pictures and videos",
            {".png", ".jpg", ".jpeg", ".bmp",  ".tga", ".gif", ".psd", ".pnm", ".ppm",  ".pgm", ".pfm",
             ".mp4", ".m4v", ".mov",  ".webm", ".mkv", ".avi", ".mpg", ".ogv", ".apng", ".ts",  ".wmv"},
            "a picture or a video"};
}

FileKind preset_files() {
    return {"Presets", {".json"}, "a preset"};
}

Listing list_folder(const fs::path& folder, const std::function<bool()>& is_cancelled) {
    Listing listing;
    std::error_code error;
    fs::directory_iterator at(folder, error);
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
        if (is_cancelled && is_cancelled()) return listing;
        listing.entries.push_back(make_entry(*at));
    }
    if (error) listing.error = fmt::format("{}: {}", folder.string(), error.message());
    std::sort(listing.entries.begin(), listing.entries.end(),
              [](const FileEntry& a, const FileEntry& b) { return natural_less(a.name, b.name); });
    return listing;
}

bool natural_less(std::string_view a, std::string_view b) {
    const int order = natural_compare(a, b);
    return order != 0 ? order < 0 : a < b;
}

std::vector<std::size_t> arrange(std::span<const FileEntry> entries, const ListingOptions& options) {
    const std::vector<std::string> words = lower_words(options.text);
    const auto is_shown = [&](const FileEntry& entry) {
        if (entry.is_hidden && !options.show_hidden) return false;
        if (!entry.is_folder && !options.all_files && !options.kind.contains(entry.path)) return false;
        const std::string name = words.empty() ? std::string() : lower(entry.name);
        return std::all_of(words.begin(), words.end(),
                           [&](const std::string& word) { return name.find(word) != std::string::npos; });
    };
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (is_shown(entries[i])) shown.push_back(i);

    const auto files = std::stable_partition(shown.begin(), shown.end(),
                                             [&](std::size_t i) { return entries[i].is_folder; });
    const auto order = [&](auto begin, auto end, SortKey key) {
        if (key == SortKey::name) {  // the entries come in this order
            if (options.descending) std::reverse(begin, end);
            return;
        }
        std::stable_sort(begin, end, [&](std::size_t a, std::size_t b) {
            return options.descending ? less_by_key(entries[b], entries[a], key)
                                      : less_by_key(entries[a], entries[b], key);
        });
    };
    order(shown.begin(), files, options.sort);
    order(files, shown.end(), options.sort);
    return shown;
}

std::vector<Crumb> breadcrumbs(const fs::path& folder, const fs::path& home) {
    std::vector<Crumb> crumbs;
    fs::path rest = folder.lexically_normal();
    if (!rest.has_filename() && rest.has_relative_path()) rest = rest.parent_path();  // a slash at its end
    while (rest.has_relative_path() && rest != home) {
        crumbs.push_back({rest.filename().string(), rest});
        rest = rest.parent_path();
    }
    crumbs.push_back({rest == home && rest.has_relative_path() ? "Home" : "/", rest});
    std::reverse(crumbs.begin(), crumbs.end());
    return crumbs;
}

fs::path typed_path(std::string_view text, const fs::path& folder, const fs::path& home) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    fs::path path;
    if (text == "~")
        path = home;
    else if (text.starts_with("~/"))
        path = home / text.substr(2);
    else
        path = folder / text;  // an absolute path replaces the folder
    path = path.lexically_normal();
    return path.has_filename() || !path.has_relative_path() ? path : path.parent_path();
}

fs::path nearest_folder(fs::path folder) {
    std::error_code error;
    folder = fs::absolute(folder, error).lexically_normal();
    while (!fs::is_directory(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    return folder;
}

std::string size_text(std::uintmax_t bytes) {
    constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    // 999.5 would be written as 1000.
    for (; value >= (unit == 0 ? 1000.0 : 999.5) && unit + 1 < units.size(); ++unit) value /= 1000.0;
    return unit == 0 || value >= 9.95 ? fmt::format("{:.0f} {}", value, units[unit])
                                      : fmt::format("{:.1f} {}", value, units[unit]);
}

std::string date_text(std::time_t time, std::time_t now) {
    if (time == 0) return {};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm then{}, today{}, yesterday{};
    if (localtime_r(&time, &then) == nullptr || localtime_r(&now, &today) == nullptr) return {};
    yesterday = today;
    yesterday.tm_mday -= 1;
    yesterday.tm_hour = 12;  // away from the hour that summer time moves
    std::mktime(&yesterday);
    const auto is_day = [&](const std::tm& day) {
        return then.tm_year == day.tm_year && then.tm_yday == day.tm_yday;
    };
    if (is_day(today)) return fmt::format("Today {:02}:{:02}", then.tm_hour, then.tm_min);
    if (is_day(yesterday)) return fmt::format("Yesterday {:02}:{:02}", then.tm_hour, then.tm_min);
    return fmt::format("{} {} {}", then.tm_mday, months[static_cast<std::size_t>(then.tm_mon)],
                       then.tm_year + 1900);
}

}  // namespace droplet
