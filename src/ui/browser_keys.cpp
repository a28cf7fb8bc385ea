// The keys of the file browser.
#include "ui/browser_state.h"

#include <GLFW/glfw3.h>  // after glad
#include <imgui.h>

#include <utility>

namespace droplet {

namespace fs = std::filesystem;

namespace {

// ImGui's GLFW backend indexes keys by GLFW's codes.
bool pressed(int key, bool repeats = true) {
    return ImGui::IsKeyPressed(key, repeats);
}

/// Takes the last character of UTF-8 text away.
void remove_last_character(std::string& text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0u) == 0x80u) text.pop_back();
    if (!text.empty()) text.pop_back();
}

/// What was typed since the last frame, as UTF-8; control characters are left out.
std::string typed_text() {
    std::string text;
    for (const ImWchar code : ImGui::GetIO().InputQueueCharacters) {
        const unsigned c = code;
        if (c < 0x20 || c == 0x7F) continue;
        if (c < 0x80) {
            text += static_cast<char>(c);
        } else if (c < 0x800) {
            text += static_cast<char>(0xC0u | c >> 6);
            text += static_cast<char>(0x80u | (c & 0x3Fu));
        } else {
            text += static_cast<char>(0xE0u | c >> 12);
            text += static_cast<char>(0x80u | (c >> 6 & 0x3Fu));
            text += static_cast<char>(0x80u | (c & 0x3Fu));
        }
    }
    return text;
}

}  // namespace

void FileBrowser::State::accept() {
    const FileEntry* entry = model.selected_entry();
    const bool is_save = purpose == Purpose::save;
    if (entry != nullptr && (is_save ? entry->is_folder && !is_naming : true)) {
        scroll_to_selection = true;
        choose(model.activate(model.selected()));
    } else if (is_save) {
        choose(model.save_target(name));
    }
}

void FileBrowser::State::set_filter(std::string text) {
    ListingOptions options = model.options();
    options.text = std::move(text);
    model.set_options(std::move(options));
    scroll_to_selection = true;
}

void FileBrowser::State::handle_keys() {
    if (is_choosing_kind) return;
    if (to_replace) {
        if (pressed(GLFW_KEY_ENTER, false) || pressed(GLFW_KEY_KP_ENTER, false))
            chosen = std::exchange(to_replace, std::nullopt);
        if (pressed(GLFW_KEY_ESCAPE, false)) to_replace.reset();
        return;
    }
    const bool is_in_text = ImGui::GetIO().WantTextInput;
    if (is_in_text && !is_typing) return;  // the path field has the keys
    if (!is_in_text) handle_typing();
    handle_moves();
    handle_commands();
}

void FileBrowser::State::handle_typing() {
    const ImGuiIO& io = ImGui::GetIO();
    const std::string& filter = model.options().text;
    const std::string text = io.KeyCtrl || io.KeyAlt ? std::string() : typed_text();
    if (!text.empty() && !(filter.empty() && text == " ")) set_filter(filter + text);
    if (!filter.empty() && pressed(GLFW_KEY_BACKSPACE)) {
        std::string shorter = filter;
        remove_last_character(shorter);
        set_filter(std::move(shorter));
    } else if (pressed(GLFW_KEY_BACKSPACE, false)) {
        model.up();
        scroll_to_selection = true;
    }
    if (pressed(GLFW_KEY_HOME)) model.select(0);
    if (pressed(GLFW_KEY_END)) model.select(model.count() - 1);
    if (pressed(GLFW_KEY_HOME) || pressed(GLFW_KEY_END)) scroll_to_selection = true;
}

void FileBrowser::State::handle_moves() {
    if (ImGui::GetIO().KeyAlt || ImGui::GetIO().KeyCtrl) return;
    constexpr int page = 10;
    constexpr std::pair<int, int> moves[] = {
        {GLFW_KEY_UP, -1}, {GLFW_KEY_DOWN, 1}, {GLFW_KEY_PAGE_UP, -page}, {GLFW_KEY_PAGE_DOWN, page}};
    for (const auto& [key, by] : moves) {
        if (!pressed(key)) continue;
        model.move_selection(by);
        scroll_to_selection = true;
        const FileEntry* entry = model.selected_entry();
        if (entry != nullptr && !entry->is_folder && purpose == Purpose::save) name = entry->name;
    }
}

void FileBrowser::State::handle_commands() {
    const ImGuiIO& io = ImGui::GetIO();
    if (pressed(GLFW_KEY_ENTER, false) || pressed(GLFW_KEY_KP_ENTER, false)) accept();
    if (pressed(GLFW_KEY_F5, false)) model.refresh();
    if (pressed(GLFW_KEY_ESCAPE, false)) {
        if (!model.options().text.empty())
            set_filter({});
        else if (!ImGui::GetIO().WantTextInput)
            close();
    }
    if (io.KeyAlt) {
        const bool goes = pressed(GLFW_KEY_LEFT) || pressed(GLFW_KEY_RIGHT) || pressed(GLFW_KEY_UP);
        if (pressed(GLFW_KEY_LEFT)) model.back();
        if (pressed(GLFW_KEY_RIGHT)) model.forward();
        if (pressed(GLFW_KEY_UP)) model.up();
        if (goes) scroll_to_selection = true;
    }
    if (!io.KeyCtrl) return;
    if (pressed(GLFW_KEY_L, false)) path_bar.edit(model);
    ListingOptions options = model.options();
    if (pressed(GLFW_KEY_H, false)) options.show_hidden = !options.show_hidden;
    constexpr std::pair<int, SortKey> sorts[] = {
        {GLFW_KEY_1, SortKey::name}, {GLFW_KEY_2, SortKey::modified}, {GLFW_KEY_3, SortKey::size}};
    for (const auto& [key, sort] : sorts)
        if (pressed(key, false)) {
            options.descending = options.sort == sort ? !options.descending : sort != SortKey::name;
            options.sort = sort;
        }
    if (options.show_hidden != model.options().show_hidden || options.sort != model.options().sort ||
        options.descending != model.options().descending) {
        model.set_options(std::move(options));
        scroll_to_selection = true;
    }
}

}  // namespace droplet
