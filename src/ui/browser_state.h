// The inside of FileBrowser, shared by the files that draw it and that serve its keys.
#pragma once
#include "ui/browser_panes.h"
#include "ui/browser_path_bar.h"
#include "ui/file_browser.h"

namespace droplet {

/// Everything a FileBrowser holds; the handle_ functions are in browser_keys.cpp.
struct FileBrowser::State {
    BrowserModel model;
    ThumbnailCache thumbnails;
    BrowserPathBar path_bar;
    std::vector<BrowserPlace> places;
    std::vector<std::filesystem::path> recent_files;
    Purpose purpose = Purpose::open;
    bool is_open = false;
    bool has_just_opened = false;
    bool scroll_to_selection = false;
    bool is_naming = false;  // the name has the keys
    bool is_typing = false;  // in the filter or the name
    bool is_choosing_kind = false;
    std::string name;                                 // to save
    std::optional<std::filesystem::path> to_replace;  // a file that exists, while the user is asked

    std::optional<std::filesystem::path> chosen;

    void open(Purpose for_what, std::filesystem::path folder, FileKind kind);
    void make_places();
    void close();
    void choose(std::optional<std::filesystem::path> file);
    void accept();
    void set_filter(std::string text);

    void handle_keys();
    void handle_typing();
    void handle_moves();
    void handle_commands();

    void draw();
    void draw_top_bar();
    void draw_filter(float width);
    void draw_panes(ImVec2 size, float dialog_width);
    void draw_name();
    void draw_status(float width);
    void draw_bottom_bar();
    void draw_kind_choice();
    void draw_replace_question();
};

}  // namespace droplet
