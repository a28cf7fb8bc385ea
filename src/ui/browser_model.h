#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ui/file_listing.h"
#include "ui/folder_reader.h"

namespace droplet {

/// What a file browser does, apart from drawing it and its keys: the folder and the way there, what of it is
/// shown, and which entry is chosen.
class BrowserModel {
 public:
    /// Goes to a folder, as one step of the history; `select` is chosen once it is listed.
    void show(const std::filesystem::path& folder, const std::filesystem::path& select = {});
    void back();
    void forward();
    void up();  ///< chooses the folder that was left
    bool can_go_back() const { return place_ > 0; }
    bool can_go_forward() const { return place_ + 1 < history_.size(); }
    bool can_go_up() const { return folder().has_relative_path(); }
    void refresh();

    /// Takes a listing that has become complete; true when what is shown has changed.
    bool update();
    /// The same, after waiting for it.
    void wait();

    const std::filesystem::path& folder() const;  ///< empty before the first show()
    bool is_reading() const { return reader_.is_reading(); }
    int count() const { return static_cast<int>(shown_.size()); }
    const FileEntry& at(int index) const { return listing_.entries[shown_[static_cast<std::size_t>(index)]]; }
    int hidden_count() const { return static_cast<int>(listing_.entries.size() - shown_.size()); }

    int selected() const { return selected_; }  ///< -1: none
    const FileEntry* selected_entry() const { return selected_ < 0 ? nullptr : &at(selected_); }
    void select(int index);       ///< clamped to what there is
    void move_selection(int by);  ///< from nothing to the first or the last

    const ListingOptions& options() const { return options_; }
    void set_options(ListingOptions options);

    /// Enters the chosen folder, or returns the chosen file.
    std::optional<std::filesystem::path> activate(int index);
    /// Enters a typed folder, or returns a typed file; what does not exist sets error().
    std::optional<std::filesystem::path> go_to(std::string_view typed);
    /// The file that a typed name means in this folder, with an extension of the kind; nullopt sets error().
    std::optional<std::filesystem::path> save_target(std::string_view name);

    const std::string& error() const { return error_; }  ///< one line, or empty; gone with the next choice
    bool is_unreadable() const { return !listing_.error.empty(); }

 private:
    void read(const std::filesystem::path& select);
    void rearrange();

    std::vector<std::filesystem::path> history_;
    std::size_t place_ = 0;  // in the history
    std::filesystem::path wanted_selection_;
    ListingOptions options_{picture_files(), false, false, {}, SortKey::name, false};
    Listing listing_;
    std::vector<std::size_t> shown_;
    int selected_ = -1;
    std::string error_;
    FolderReader reader_;
};

}  // namespace droplet
