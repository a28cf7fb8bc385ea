#include "ui/browser_panes.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

constexpr ImGuiWindowFlags pane_flags = ImGuiWindowFlags_NoNavInputs;

float row_height() {
    return px(40);
}

/// What lists and previews lie on: darker than the panel in the dark theme, lighter in the light one.
const ImVec4& well() {
    const ThemeColors& p = palette();
    return p.text.y > p.panel.y ? p.canvas : p.popup;
}

/// Background of a row that reacts to the mouse.
void draw_row_back(ImDrawList& list, ImVec2 from, ImVec2 to, bool is_selected, bool is_hovered) {
    const ThemeColors& p = palette();
    if (is_selected)
        list.AddRectFilled(from, to, browser_ink(p.track, 0.55f), px(5));
    else if (is_hovered)
        list.AddRectFilled(from, to, browser_ink(p.hovered, 0.6f), px(5));
}

ImVec2 middle_of(ImVec2 from, ImVec2 to) {
    return {(from.x + to.x) / 2, (from.y + to.y) / 2};
}

/// The picture as large as fits into the box, never enlarged beyond `max_scale`.
void draw_fitted(ImDrawList& list, const ThumbnailCache::Item& item, ImVec2 from, ImVec2 to,
                 float max_scale) {
    const auto width = static_cast<float>(item.size.width), height = static_cast<float>(item.size.height);
    const float scale = std::min({(to.x - from.x) / width, (to.y - from.y) / height, max_scale});
    const ImVec2 center = middle_of(from, to);
    const ImVec2 half{std::max(1.0f, width * scale) / 2, std::max(1.0f, height * scale) / 2};
    const ImVec2 begin{std::floor(center.x - half.x), std::floor(center.y - half.y)};
    const ImVec2 end{std::ceil(center.x + half.x), std::ceil(center.y + half.y)};
    const auto texture = reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(item.texture.get()));
    list.AddRectFilled(begin, end, browser_ink(palette().checker_dark), px(3));
    list.AddImageRounded(texture, begin, end, {0, 0}, {1, 1}, browser_ink({1, 1, 1, 1}), px(3));
}

/// Thumbnail or sign of an entry, in a square.
void draw_entry_sign(ImDrawList& list, const FileEntry& entry, ThumbnailCache& thumbnails, ImVec2 from,
                     float side) {
    const ThemeColors& p = palette();
    const ImVec2 to{from.x + side, from.y + side};
    FileIcon icon = entry.is_folder ? FileIcon::folder : FileIcon::file;
    if (!entry.is_folder && picture_files().contains(entry.path)) {
        const ThumbnailCache::Item& item = thumbnails.find(entry);
        if (item.texture) return draw_fitted(list, item, from, to, 4.0f);
        if (item.is_pending) icon = FileIcon::picture;
    }
    draw_icon(list, icon, middle_of(from, to), side * 0.62f,
              browser_ink(entry.is_folder ? p.accent : p.muted));
}

struct Columns {
    float name, modified, size, end;  // left edges; `end` is the right edge of the last
    bool has_modified, has_size;
};

Columns lay_out(float left, float right) {
    const float size_width = px(76), modified_width = px(136), narrow = px(300);
    Columns columns{
        left + px(50), right, right, right - px(10), right - left > narrow, right - left > narrow * 1.3f};
    if (columns.has_size) columns.size = columns.modified = right - size_width;
    if (columns.has_modified) columns.modified = (columns.has_size ? columns.size : right) - modified_width;
    return columns;
}

/// A heading that sorts by its column; again turns the order round.
void draw_heading(BrowserModel& model, const char* label, SortKey key, float x, float width, bool at_right,
                  const char* help) {
    const ThemeColors& p = palette();
    const ListingOptions& options = model.options();
    const bool is_sorted = options.sort == key;
    ImGui::SetCursorScreenPos({x, ImGui::GetCursorScreenPos().y});
    const ImVec2 from = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton(label, {width, px(28)})) {
        ListingOptions changed = options;
        changed.descending = is_sorted ? !options.descending : key != SortKey::name;  // newest, largest first
        changed.sort = key;
        model.set_options(std::move(changed));
    }
    const ImVec4& colour = ImGui::IsItemHovered() || is_sorted ? p.text : p.muted;
    tooltip(help);
    const ImVec2 text = ImGui::CalcTextSize(label);
    const float text_x = at_right ? from.x + width - px(10) - text.x : from.x;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddText({text_x, from.y + (px(28) - text.y) / 2}, browser_ink(colour), label);
    if (is_sorted) {
        const float tip = options.descending ? 1.0f : -1.0f, half = px(3.5f);
        const ImVec2 c{at_right ? text_x - px(9) : text_x + text.x + px(10), from.y + px(14)};
        list.AddTriangleFilled({c.x - half, c.y - tip * half * 0.6f}, {c.x + half, c.y - tip * half * 0.6f},
                               {c.x, c.y + tip * half * 0.8f}, browser_ink(p.accent));
    }
}

void draw_headings(BrowserModel& model, const Columns& columns) {
    const float top = ImGui::GetCursorScreenPos().y;
    const auto heading = [&](const char* label, SortKey key, float x, float end, bool at_right,
                             const char* help) {
        ImGui::SetCursorScreenPos({x, top});
        draw_heading(model, label, key, x, end - x, at_right, help);
    };
    heading("Name", SortKey::name, columns.name, columns.modified - px(4), false, "Sort by name (Ctrl+1).");
    if (columns.has_modified)
        heading("Modified", SortKey::modified, columns.modified,
                columns.has_size ? columns.size : columns.end, false,
                "Sort by the time of the last change (Ctrl+2).");
    if (columns.has_size)
        heading("Size", SortKey::size, columns.size, columns.end + px(10), true, "Sort by size (Ctrl+3).");
}

void draw_row(const BrowserModel& model, int index, ThumbnailCache& thumbnails, const Columns& columns,
              ImVec2 from, ImVec2 to, bool is_hovered) {
    const ThemeColors& p = palette();
    const FileEntry& entry = model.at(index);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_row_back(list, from, to, index == model.selected(), is_hovered);
    const float side = px(32), text_y = from.y + (row_height() - ImGui::GetFontSize()) / 2;
    draw_entry_sign(list, entry, thumbnails, {from.x + px(8), from.y + (row_height() - side) / 2}, side);
    const ImVec4& name_colour = entry.is_hidden ? p.muted : p.text;
    const bool shortened = browser_text({columns.name, text_y}, columns.modified - columns.name - px(10),
                                        entry.name, name_colour);
    if (shortened && is_hovered) tooltip(entry.name);
    if (columns.has_modified)
        browser_text({columns.modified, text_y}, px(132), date_text(entry.modified, std::time(nullptr)),
                     p.muted);
    if (columns.has_size && !entry.is_folder) {
        const std::string text = size_text(entry.bytes);
        const float width = ImGui::CalcTextSize(text.c_str()).x;
        browser_text({columns.end - width, text_y}, width + 1, text, p.muted);
    }
}

void draw_nothing_to_see(const BrowserModel& model) {
    const char* text = model.is_reading()             ? "Reading the folder…"
                       : model.is_unreadable()        ? "This folder cannot be read."
                       : model.options().text.empty() ? "Nothing to show here."
                                                      : "No name holds what you typed.";
    const ImVec2 size = ImGui::CalcTextSize(text), room = ImGui::GetContentRegionAvail();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddText({at.x + (room.x - size.x) / 2, at.y + (room.y - size.y) / 2},
                                        browser_ink(palette().muted), text);
}

/// Keeps the chosen row inside the scrolled window.
void scroll_to(int row) {
    const float top = static_cast<float>(row) * row_height(), view = ImGui::GetWindowHeight();
    if (top < ImGui::GetScrollY())
        ImGui::SetScrollY(top);
    else if (top + row_height() > ImGui::GetScrollY() + view)
        ImGui::SetScrollY(top + row_height() - view);
}

std::optional<fs::path> draw_rows(BrowserModel& model, ThumbnailCache& thumbnails, const Columns& columns) {
    std::optional<fs::path> chosen;
    int clicked = -1, activated = -1;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGuiListClipper clipper;
    clipper.Begin(model.count(), row_height());
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const ImVec2 from{origin.x, origin.y + static_cast<float>(i) * row_height()};
            ImGui::SetCursorScreenPos(from);
            ImGui::PushID(i);
            ImGui::InvisibleButton("row", {width, row_height()});
            if (ImGui::IsItemClicked())
                clicked = i;  // at the press: a release may come after the folder changed
            const bool is_hovered = ImGui::IsItemHovered();
            if (is_hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) activated = i;
            draw_row(model, i, thumbnails, columns, from, {from.x + width, from.y + row_height()},
                     is_hovered);
            ImGui::PopID();
        }
    if (clicked >= 0) model.select(clicked);
    if (activated >= 0) chosen = model.activate(activated);
    return chosen;
}

}  // namespace

ImU32 browser_ink(const ImVec4& colour, float alpha) {
    return packed(colour, alpha * ImGui::GetStyle().Alpha);
}

bool browser_icon_button(const char* id, FileIcon icon, const char* help, bool is_enabled) {
    const ThemeColors& p = palette();
    const float side = ImGui::GetFrameHeight();
    const ImVec2 from = ImGui::GetCursorScreenPos(), to{from.x + side, from.y + side};
    ImGui::BeginDisabled(!is_enabled);
    const bool is_pressed = ImGui::InvisibleButton(id, {side, side});
    const bool is_hovered = is_enabled && ImGui::IsItemHovered(), is_held = ImGui::IsItemActive();
    ImGui::EndDisabled();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (is_hovered) list.AddRectFilled(from, to, browser_ink(is_held ? p.active : p.hovered), px(5));
    draw_icon(list, icon, middle_of(from, to), side * 0.5f, browser_ink(is_enabled ? p.text : p.disabled));
    tooltip(help);
    return is_pressed;
}

bool browser_text(ImVec2 at, float width, const std::string& text, const ImVec4& colour) {
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const ImVec2 end{at.x + width, at.y + ImGui::GetFontSize() + px(4)};
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::RenderTextEllipsis(ImGui::GetWindowDrawList(), at, end, end.x, end.x, text.c_str(),
                              text.c_str() + text.size(), &size);
    ImGui::PopStyleColor();
    return size.x > width;
}

std::optional<fs::path> places_pane(const std::vector<BrowserPlace>& places, BrowserModel& model,
                                    ImVec2 size) {
    const ThemeColors& p = palette();
    std::optional<fs::path> chosen;
    ImGui::BeginChild("places", size, false, pane_flags);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, px(2)});
    bool had_file = false;
    const float height = px(32), width = ImGui::GetContentRegionAvail().x;
    for (const BrowserPlace& place : places) {
        if (place.is_file && !had_file) {
            had_file = true;
            ImGui::Dummy({0, px(8)});
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() + px(8));
            ImGui::TextColored(p.muted, "Recent");
            ImGui::Dummy({0, px(2)});
        }
        const ImVec2 from = ImGui::GetCursorScreenPos(), to{from.x + width, from.y + height};
        ImGui::PushID(&place);
        if (ImGui::InvisibleButton("place", {width, height})) {
            if (place.is_file)
                model.show(place.path.parent_path(), place.path);
            else
                model.show(place.path);
        }
        const bool is_hovered = ImGui::IsItemHovered();
        if (is_hovered && place.is_file && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
            chosen = place.path;
        tooltip(place.path.string());
        draw_row_back(*ImGui::GetWindowDrawList(), from, to, !place.is_file && place.path == model.folder(),
                      is_hovered);
        const float middle = (from.y + to.y) / 2;
        draw_icon(*ImGui::GetWindowDrawList(), place.icon, {from.x + px(18), middle}, px(16),
                  browser_ink(p.muted));
        browser_text({from.x + px(36), middle - ImGui::GetFontSize() / 2}, width - px(42), place.label,
                     p.text);
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    return chosen;
}

std::optional<fs::path> list_pane(BrowserModel& model, ThumbnailCache& thumbnails, ImVec2 size,
                                  bool& scroll_to_selection) {
    const ThemeColors& p = palette();
    std::optional<fs::path> chosen;
    ImGui::PushStyleColor(ImGuiCol_ChildBg, well());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(4), px(4)});
    ImGui::BeginChild("list", size, true,
                      pane_flags | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, scrollbar = ImGui::GetStyle().ScrollbarSize;
    const Columns columns = lay_out(from.x, from.x + width - scrollbar);
    draw_headings(model, columns);
    const float line = from.y + px(30);
    ImGui::GetWindowDrawList()->AddLine({from.x, line}, {from.x + width, line}, browser_ink(p.border));
    ImGui::SetCursorScreenPos({from.x, line + px(4)});
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ImVec4{0, 0, 0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::BeginChild("rows", {0, 0}, false, pane_flags);
    if (model.count() == 0)
        draw_nothing_to_see(model);
    else
        chosen = draw_rows(model, thumbnails, columns);
    if (std::exchange(scroll_to_selection, false) && model.selected() >= 0) scroll_to(model.selected());
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    return chosen;
}

void preview_pane(const BrowserModel& model, ThumbnailCache& thumbnails, ImVec2 size) {
    const ThemeColors& p = palette();
    ImGui::BeginChild("preview", size, false, pane_flags | ImGuiWindowFlags_NoScrollbar);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float side = std::min(ImGui::GetContentRegionAvail().x, size.y * 0.6f);
    const ImVec2 from = ImGui::GetCursorScreenPos(),
                 to{from.x + ImGui::GetContentRegionAvail().x, from.y + side};
    list.AddRectFilled(from, to, browser_ink(well()), px(6));
    list.AddRect(from, to, browser_ink(p.border), px(6));
    ImGui::Dummy({to.x - from.x, side + px(4)});
    const FileEntry* entry = model.selected_entry();
    if (entry == nullptr) {
        draw_icon(list, FileIcon::picture, middle_of(from, to), px(40), browser_ink(p.disabled));
    } else {
        const ThumbnailCache::Item* item = nullptr;
        if (!entry->is_folder && picture_files().contains(entry->path)) item = &thumbnails.find(*entry);
        const float inset = px(8);
        if (item != nullptr && item->texture)
            draw_fitted(list, *item, {from.x + inset, from.y + inset}, {to.x - inset, to.y - inset}, 8.0f);
        else
            draw_icon(list,
                      entry->is_folder                      ? FileIcon::folder
                      : item != nullptr && item->is_pending ? FileIcon::picture
                                                            : FileIcon::file,
                      middle_of(from, to), px(48), browser_ink(entry->is_folder ? p.accent : p.disabled));
        ImGui::PushTextWrapPos(0);
        ImGui::TextUnformatted(entry->name.c_str());
        ImGui::PushStyleColor(ImGuiCol_Text, p.muted);
        if (item != nullptr && item->texture)
            ImGui::Text("%d × %d pixels", item->original.width, item->original.height);
        if (!entry->is_folder) ImGui::TextUnformatted(size_text(entry->bytes).c_str());
        ImGui::TextUnformatted(date_text(entry->modified, std::time(nullptr)).c_str());
        ImGui::PopStyleColor();
        if (item != nullptr && !item->error.empty()) ImGui::TextColored(p.warning, "%s", item->error.c_str());
        ImGui::PopTextWrapPos();
    }
    ImGui::EndChild();
}

}  // namespace droplet
