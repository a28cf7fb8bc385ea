// The parts of the file browser's dialog, drawn at ImGui's cursor. Lengths are ImGui's units.
#pragma once
#include <imgui.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ui/browser_model.h"
#include "ui/file_icons.h"
#include "ui/thumbnail_cache.h"

namespace droplet {

/// A place that the column at the left offers.
struct BrowserPlace {
    FileIcon icon;
    std::string label;
    std::filesystem::path path;
    bool is_file = false;
};

/// A colour as draw lists take it, paler while ImGui draws what is greyed out.
ImU32 browser_ink(const ImVec4& colour, float alpha = 1.0f);
/// A square button without a frame, of the height of a field.
bool browser_icon_button(const char* id, FileIcon icon, const char* help, bool is_enabled = true);
/// Text at `at`, at most `width` wide, shortened by an ellipsis; true when it was shortened.
bool browser_text(ImVec2 at, float width, const std::string& text, const ImVec4& colour);

/// Places, then recent files below a heading. Returns a file that was double-clicked.
std::optional<std::filesystem::path> places_pane(const std::vector<BrowserPlace>& places, BrowserModel& model,
                                                 ImVec2 size);

/// Headings that sort, and the rows. Returns a file that was double-clicked. `scroll_to_selection` is taken
/// back when it has been done.
std::optional<std::filesystem::path> list_pane(BrowserModel& model, ThumbnailCache& thumbnails, ImVec2 size,
                                               bool& scroll_to_selection);

/// The chosen picture and what is known of it.
void preview_pane(const BrowserModel& model, ThumbnailCache& thumbnails, ImVec2 size);

}  // namespace droplet
