// What a file browser shows, apart from drawing: reading a folder, filtering, ordering and the texts of its
// columns.
#pragma once
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace droplet {

/// A group of files that belong together for the user.
struct FileKind {
    std::string label;                    ///< "Pictures"
    std::vector<std::string> extensions;  ///< lower case, with the dot; the first is added when saving
    std::string one;                      ///< "a picture"
    bool contains(const std::filesystem::path& file) const;
};

/// What read_image() reads, by extension.
FileKind picture_files();
FileKind preset_files();

struct FileEntry {
    std::filesystem::path path;
    std::string name;
    bool is_folder = false;
    bool is_hidden = false;
    std::uintmax_t bytes = 0;  ///< 0 for folders and what cannot be asked
    std::time_t modified = 0;  ///< seconds since 1970; 0 for what cannot be asked
};

struct Listing {
    std::vector<FileEntry> entries;  ///< in natural order of their names
    std::string error;               ///< one line; empty when the folder was read to its end
};

/// Reads a folder; symbolic links count as what they point to. `is_cancelled` is asked between entries; a
/// cancelled listing is incomplete. Never throws for what the disk holds.
Listing list_folder(const std::filesystem::path& folder, const std::function<bool()>& is_cancelled = {});

/// Names as people order them: runs of digits by their number, letters without case, bytes where both agree.
/// A strict total order.
bool natural_less(std::string_view a, std::string_view b);

enum class SortKey { name, modified, size };

struct ListingOptions {
    FileKind kind;
    bool all_files = false;  ///< false: folders and files of `kind`
    bool show_hidden = false;
    std::string text;  ///< words that a name must hold, in any order, without case (ASCII)
    SortKey sort = SortKey::name;
    bool descending = false;
};

/// Indices of the entries to show, in their order: folders first, equals by name. `entries` are in natural
/// order.
std::vector<std::size_t> arrange(std::span<const FileEntry> entries, const ListingOptions& options);

struct Crumb {
    std::string label;
    std::filesystem::path path;
};

/// The folders from the root to `folder`; inside `home` they begin at Home.
std::vector<Crumb> breadcrumbs(const std::filesystem::path& folder, const std::filesystem::path& home);

/// What a typed path means: ~ is `home`, a relative one begins at `folder`. Normalised, without a slash at
/// its end.
std::filesystem::path typed_path(std::string_view text, const std::filesystem::path& folder,
                                 const std::filesystem::path& home);

/// `folder` if it is one, or its nearest parent that is.
std::filesystem::path nearest_folder(std::filesystem::path folder);

/// "812 B", "4.2 kB", "17 MB": powers of 1000.
std::string size_text(std::uintmax_t bytes);

/// "Today 14:05", "Yesterday 09:30", "3 Mar 2024", in local time; empty for 0.
std::string date_text(std::time_t time, std::time_t now);

}  // namespace droplet
