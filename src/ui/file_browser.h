#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/file_listing.h"

namespace droplet {

/// A modal dialog inside Dear ImGui that chooses a file to open, or a place to save one. Folders are listed
/// and thumbnails decoded on threads of its own. Everything is called on the window's thread; the GL context
/// must be current in draw() and in the destructor.
///
/// Keys: arrows, Page Up/Down, Home, End choose; Enter opens; Backspace or Alt+Up goes up; Alt+Left/Right
/// walk the history; typing filters; Ctrl+L edits the path; Ctrl+H shows hidden files; F5 lists again; Esc
/// closes.
class FileBrowser {
 public:
    enum class Purpose { open, save };

    FileBrowser();
    ~FileBrowser();
    FileBrowser(const FileBrowser&) = delete;
    FileBrowser& operator=(const FileBrowser&) = delete;

    /// Asks for an existing file, beginning in `start_folder`; an empty path means the folder of last time, a
    /// folder that is gone its nearest parent that exists.
    void open(const std::filesystem::path& start_folder, FileKind kind = picture_files());
    /// Asks for the name of a file to write. `name` is proposed; an extension of `kind` is added to a name
    /// that has none of them. A file that exists is asked about before it is returned.
    void open_to_save(const std::filesystem::path& start_folder, const std::string& name,
                      FileKind kind = preset_files());
    void close();

    bool is_open() const;
    Purpose purpose() const;  ///< of the dialog that is open, or was last
    /// Files that the places column offers, newest first; those that are gone are not shown.
    void set_recent_files(std::vector<std::filesystem::path> files);

    /// Draws the dialog while it is open (call every frame, outside other windows). Returns the chosen file
    /// once, in the frame it was chosen in; the dialog is then closed.
    std::optional<std::filesystem::path> draw();

    /// The folder shown, also after closing: what to give to open() next time, and to keep in Preferences.
    const std::filesystem::path& folder() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace droplet
