#include "ui/file_browser.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "media/xdg.h"
#include "ui/browser_state.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

constexpr const char* dialog_id = "file browser";

bool is_there(const fs::path& path) {
    std::error_code error;
    return !path.empty() && fs::exists(path, error);
}

bool text_button(const char* label, float width, bool is_primary, const char* help) {
    const ThemeColors& p = palette();
    if (is_primary) {
        ImGui::PushStyleColor(ImGuiCol_Button, p.accent);
        ImGui::PushStyleColor(ImGuiCol_ButtonHovered, p.accent_hovered);
        ImGui::PushStyleColor(ImGuiCol_ButtonActive, p.accent);
        ImGui::PushStyleColor(ImGuiCol_Text, p.on_accent);
    }
    const bool is_pressed = ImGui::Button(label, {width, 0});
    if (is_primary) ImGui::PopStyleColor(4);
    tooltip(help);
    record_place(std::string("browser-") + label);
    return is_pressed;
}

}  // namespace

void FileBrowser::State::open(Purpose for_what, fs::path folder, FileKind kind) {
    purpose = for_what;
    is_open = has_just_opened = true;
    is_typing = is_naming = is_choosing_kind = false;
    to_replace.reset();
    chosen.reset();
    path_bar.stop_editing();
    ListingOptions options = model.options();
    options.kind = std::move(kind);
    options.all_files = false;
    options.text.clear();
    model.set_options(std::move(options));
    if (folder.empty()) folder = model.folder();
    if (folder.empty()) folder = pictures_folder();
    if (folder.empty()) folder = home_folder();
    std::error_code error;
    const fs::path file = fs::is_regular_file(folder, error) ? folder : fs::path();
    model.show(nearest_folder(folder), file);
    scroll_to_selection = true;
    make_places();
}

void FileBrowser::State::make_places() {
    places.clear();
    const auto add = [&](FileIcon icon, std::string label, const fs::path& path) {
        const bool is_new =
            std::none_of(places.begin(), places.end(), [&](const auto& p) { return p.path == path; });
        if (is_new && is_there(path)) places.push_back({icon, std::move(label), path, false});
    };
    add(FileIcon::home, "Home", home_folder());
    add(FileIcon::picture, "Pictures", pictures_folder());
    add(FileIcon::drive, "Computer", "/");
    add(FileIcon::folder, model.folder().filename().string(), model.folder());
    for (const fs::path& file : recent_files)
        if (model.options().kind.contains(file) && is_there(file))
            places.push_back({FileIcon::recent, file.filename().string(), file, true});
}

void FileBrowser::State::close() {
    is_open = false;
    thumbnails.begin_frame();
    thumbnails.end_frame();  // nothing is shown: cancels what is being loaded
}

void FileBrowser::State::choose(std::optional<fs::path> file) {
    if (!file) return;
    if (purpose == Purpose::save) {
        if (is_there(*file)) {
            to_replace = std::move(file);
            return;
        }
    }
    chosen = std::move(file);
}

void FileBrowser::State::draw_top_bar() {
    const auto follow = [&](bool is_pressed, void (BrowserModel::*go)()) {
        if (is_pressed) {
            (model.*go)();
            scroll_to_selection = true;
        }
        ImGui::SameLine(0, px(2));
    };
    follow(browser_icon_button("back", FileIcon::back, "Back to the folder before (Alt+Left).",
                               model.can_go_back()),
           &BrowserModel::back);
    follow(browser_icon_button("forward", FileIcon::forward, "Forward again (Alt+Right).",
                               model.can_go_forward()),
           &BrowserModel::forward);
    follow(browser_icon_button("up", FileIcon::up, "To the folder that holds this one (Backspace).",
                               model.can_go_up()),
           &BrowserModel::up);
    follow(browser_icon_button("refresh", FileIcon::refresh, "Read the folder again (F5)."),
           &BrowserModel::refresh);
    ImGui::SameLine(0, px(8));
    const float filter_width = px(190);
    const float width = ImGui::GetContentRegionAvail().x - filter_width - ImGui::GetStyle().ItemSpacing.x;
    choose(path_bar.draw(model, width));
    ImGui::SameLine();
    draw_filter(filter_width);
}

void FileBrowser::State::draw_filter(float width) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetFrameHeight();
    std::string text = model.options().text;
    ImGui::SetNextItemWidth(width);
    const ImGuiStyle& style = ImGui::GetStyle();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(30), style.FramePadding.y});
    const bool is_changed = ImGui::InputTextWithHint("##filter", "Filter", &text);
    ImGui::PopStyleVar();
    is_typing |= ImGui::IsItemActive();
    tooltip("Shows only names that hold these words; just type.");
    draw_icon(*ImGui::GetWindowDrawList(), FileIcon::search, {from.x + px(16), from.y + height / 2}, px(14),
              browser_ink(palette().muted));
    // Esc in the field would bring the text of before back; it is to empty the filter.
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false) && ImGui::IsItemDeactivated())
        set_filter({});
    else if (is_changed)
        set_filter(std::move(text));
}

void FileBrowser::State::draw_panes(ImVec2 size, float dialog_width) {
    const float gap = px(12), places_width = px(160);
    const bool has_preview = model.options().kind.contains("any.png") && dialog_width >= px(800);
    const float preview_width = has_preview ? std::clamp(dialog_width * 0.24f, px(190), px(260)) : 0;
    choose(places_pane(places, model, {places_width, size.y}));
    ImGui::SameLine(0, gap);
    const float list_width = size.x - places_width - gap - (has_preview ? preview_width + gap : 0);
    const int selected_before = model.selected();
    std::optional<fs::path> file = list_pane(model, thumbnails, {list_width, size.y}, scroll_to_selection);
    const FileEntry* entry = model.selected_entry();
    if (purpose == Purpose::save && entry != nullptr && !entry->is_folder &&
        model.selected() != selected_before)
        name = entry->name;
    choose(std::move(file));
    if (!has_preview) return;
    ImGui::SameLine(0, gap);
    preview_pane(model, thumbnails, {preview_width, size.y});
}

void FileBrowser::State::draw_name() {
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(palette().muted, "Name");
    ImGui::SameLine(px(74));
    ImGui::SetNextItemWidth(-1);
    if (has_just_opened) ImGui::SetKeyboardFocusHere();
    ImGui::InputText("##name", &name, ImGuiInputTextFlags_AutoSelectAll);
    is_naming = ImGui::IsItemActive();
    is_typing |= is_naming;
    record_place("browser-name");
    tooltip("Name of the file; Enter saves.");
}

void FileBrowser::State::draw_status(float width) {
    const ThemeColors& p = palette();
    ImGui::PushFont(fonts().small);
    const bool is_error = !model.error().empty();
    std::string text = model.error();
    if (!is_error && model.is_reading()) text = "Reading…";
    if (!is_error && !model.is_reading()) {
        text = std::to_string(model.count()) + (model.count() == 1 ? " entry" : " entries");
        if (model.hidden_count() > 0) text += ", " + std::to_string(model.hidden_count()) + " not shown";
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool is_shortened = browser_text(at, width, text, is_error ? p.error : p.muted);
    ImGui::Dummy({width, ImGui::GetFontSize()});
    ImGui::PopFont();
    if (is_shortened) tooltip(text);
}

void FileBrowser::State::draw_kind_choice() {
    const ListingOptions& options = model.options();
    const std::string& kind = options.kind.label;
    std::optional<bool> all_files;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = px(140);
    ImGui::SetNextItemWidth(width);
    is_choosing_kind = ImGui::BeginCombo("##kind", options.all_files ? "All files" : kind.c_str(),
                                         ImGuiComboFlags_NoArrowButton);
    if (is_choosing_kind) {
        if (ImGui::Selectable(kind.c_str(), !options.all_files)) all_files = false;
        if (ImGui::Selectable("All files", options.all_files)) all_files = true;
        ImGui::EndCombo();
    } else {
        std::string list;
        for (const std::string& extension : options.kind.extensions)
            list += (list.empty() ? "" : " ") + extension;
        tooltip("Which files are shown. " + kind + ": " + list + ".");
    }
    draw_icon(*ImGui::GetWindowDrawList(), FileIcon::unfold,
              {from.x + width - px(16), from.y + ImGui::GetFrameHeight() / 2}, px(11),
              browser_ink(palette().muted));
    ImGui::SameLine();
    bool show_hidden = options.show_hidden;
    const bool is_toggled = ImGui::Checkbox("Hidden files", &show_hidden);
    tooltip("Shows names that begin with a dot (Ctrl+H).");
    if (!all_files && !is_toggled) return;
    ListingOptions changed = options;
    changed.all_files = all_files.value_or(options.all_files);
    changed.show_hidden = show_hidden;
    model.set_options(std::move(changed));
}

void FileBrowser::State::draw_replace_question() {
    const float buttons = px(2 * 110) + ImGui::GetStyle().ItemSpacing.x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const float text_y = at.y + ImGui::GetStyle().FramePadding.y;
    browser_text({at.x, text_y}, room - buttons - px(20),
                 to_replace->filename().string() + " exists. Replace it?", palette().warning);
    ImGui::SetCursorScreenPos({at.x + room - buttons, at.y});
    const bool keeps = text_button("Keep it", px(110), false, "Goes back without writing (Esc).");
    ImGui::SameLine();
    if (text_button("Replace", px(110), true, "Writes over the file (Enter)."))
        chosen = std::exchange(to_replace, std::nullopt);
    if (keeps) to_replace.reset();
}

void FileBrowser::State::draw_bottom_bar() {
    if (to_replace) return draw_replace_question();
    draw_kind_choice();
    const bool is_save = purpose == Purpose::save;
    const FileEntry* entry = model.selected_entry();
    const bool enters = entry != nullptr && entry->is_folder;
    const bool is_ready = is_save ? !name.empty() : entry != nullptr;
    const float buttons = px(2 * 110) + ImGui::GetStyle().ItemSpacing.x;
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - buttons);
    if (text_button("Cancel", px(110), false, "Closes without choosing (Esc).")) close();
    ImGui::SameLine();
    ImGui::BeginDisabled(!is_ready);
    const char* help = !is_ready ? (is_save ? "Type a name first." : "Choose a file first.")
                       : is_save ? "Writes the file (Enter)."
                       : enters  ? "Goes into the folder (Enter)."
                                 : "Opens the file (Enter).";
    if (text_button(is_save ? "Save" : "Open", px(110), true, help)) {
        if (is_save)
            choose(model.save_target(name));
        else
            accept();
    }
    ImGui::EndDisabled();
}

void FileBrowser::State::draw() {
    if (model.update()) scroll_to_selection = true;
    thumbnails.begin_frame();
    if (!has_just_opened) handle_keys();
    is_typing = is_naming = false;
    const std::string title = (purpose == Purpose::open ? "Open " : "Save ") + model.options().kind.one;
    ImGui::PushFont(fonts().bold);
    ImGui::TextUnformatted(title.c_str());
    ImGui::PopFont();
    ImGui::Dummy({0, px(2)});
    const bool is_asking = to_replace.has_value();
    ImGui::BeginDisabled(is_asking);
    draw_top_bar();
    ImGui::Dummy({0, px(1)});
    const float spacing = ImGui::GetStyle().ItemSpacing.y, row = ImGui::GetFrameHeight() + spacing;
    const float below = row + drawn_size(fonts().small) + spacing * 2 + (purpose == Purpose::save ? row : 0);
    const ImVec2 room = ImGui::GetContentRegionAvail();
    draw_panes({room.x, room.y - below}, ImGui::GetWindowWidth());
    if (purpose == Purpose::save) draw_name();
    ImGui::EndDisabled();
    draw_status(room.x);
    draw_bottom_bar();
    thumbnails.end_frame();
    has_just_opened = false;
}

FileBrowser::FileBrowser() : state_(std::make_unique<State>()) {}
FileBrowser::~FileBrowser() = default;

void FileBrowser::open(const fs::path& start_folder, FileKind kind) {
    state_->open(Purpose::open, start_folder, std::move(kind));
}

void FileBrowser::open_to_save(const fs::path& start_folder, const std::string& name, FileKind kind) {
    state_->name = name;
    state_->open(Purpose::save, start_folder, std::move(kind));
}

void FileBrowser::close() {
    state_->close();
}
bool FileBrowser::is_open() const {
    return state_->is_open;
}
FileBrowser::Purpose FileBrowser::purpose() const {
    return state_->purpose;
}
const fs::path& FileBrowser::folder() const {
    return state_->model.folder();
}

void FileBrowser::set_recent_files(std::vector<fs::path> files) {
    state_->recent_files = std::move(files);
    state_->make_places();
}

std::optional<fs::path> FileBrowser::draw() {
    State& state = *state_;
    if (!state.is_open) return std::nullopt;
    if (!ImGui::IsPopupOpen(dialog_id)) ImGui::OpenPopup(dialog_id);
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const ImVec2 size{std::min(display.x - px(32), px(1080)), std::min(display.y - px(32), px(720))};
    ImGui::SetNextWindowSize(size);
    ImGui::SetNextWindowPos({std::floor((display.x - size.x) / 2), std::floor((display.y - size.y) / 2)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(20), px(16)});
    ImGui::PushStyleColor(ImGuiCol_PopupBg, palette().panel);
    constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                       ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_NoScrollbar |
                                       ImGuiWindowFlags_NoScrollWithMouse;
    const bool is_visible = ImGui::BeginPopupModal(dialog_id, nullptr, flags);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    if (!is_visible) return std::nullopt;
    state.draw();
    if (state.chosen) state.close();
    if (!state.is_open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    return std::exchange(state.chosen, std::nullopt);
}

}  // namespace droplet
