#include "ui/fractal_places.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "media/image_io.h"
#include "model/param_text.h"
#include "ui/theme.h"
#include "ui/thumbnail_cache.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr float picture_height = 58;
constexpr int columns = 3;

/// A row whose text is typed whole; the text, when Enter ends it.
std::optional<std::string> text_row(const char* label, const char* key, const std::string& text,
                                    const char* help) {
    row_label(label);
    ImGui::SetCursorPosX(px(54) + ImGui::GetStyle().WindowPadding.x);
    std::array<char, 128> buffer{};
    text.copy(buffer.data(), buffer.size() - 1);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    ImGui::PushID(key);
    const bool entered =
        ImGui::InputText("##text", buffer.data(), buffer.size(),
                         ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    ImGui::PopID();
    record_place(fmt::format("place.{}", key));
    if (!ImGui::IsItemActive()) tooltip(help);
    return entered ? std::optional<std::string>(buffer.data()) : std::nullopt;
}

}  // namespace

void FractalPlaces::load(Messages& messages) {
    if (loaded_) return;
    loaded_ = true;
    for (const std::string& message : bookmarks_.load()) messages.error(message);
}

void FractalPlaces::draw_coordinates(const FractalPlace& target, double home_scale, PlacesRequest& request,
                                     Messages& messages) {
    FractalParams params;
    params.center_x = target.x;
    params.center_y = target.y;
    params.scale = target.scale;
    const auto row = [&](const char* label, const std::string& text, const auto& field) {
        const std::string key(field.key);
        const auto typed = text_row(label, key.c_str(), text, std::string(field.help).c_str());
        if (!typed) return;
        try {
            set_text(params, field, *typed, std::string(field.label));
            request.go_to = place_of(params);
        } catch (const Error& error) {
            messages.error(error.what());
        }
    };
    // To a thousandth of a pixel; copying has every digit.
    const int places = std::max(0, 3 - static_cast<int>(std::floor(std::log10(target.scale))));
    for_each_field<FractalParams>([&](const auto& field) {
        if (field.key == "center-x") row("Re", rounded_text(target.x, places), field);
        if (field.key == "center-y") row("Im", rounded_text(target.y, places), field);
        if (field.key == "scale") row("Scale", fmt::format("{:.6g}", target.scale), field);
    });
    const double magnification = home_scale / target.scale;
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    const std::string words = magnification < 1e4 ? fmt::format("{:.3g} times Home", magnification)
                                                  : fmt::format("{:.2e} times Home", magnification);
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopStyleColor();
    tooltip("How much larger everything is than where all of the fractal is in view.");
}

void FractalPlaces::draw_buttons(const FractalPlace& now, const ActionList& actions, PlacesRequest& request,
                                 Messages& messages) {
    const float gap = ImGui::GetStyle().ItemSpacing.x, width = ImGui::GetContentRegionAvail().x;
    const float third = std::floor((width - 2 * gap) / 3);
    action_button(actions.at("place-home"), third);
    ImGui::SameLine();
    action_button(actions.at("place-back"), third);
    ImGui::SameLine();
    action_button(actions.at("place-forward"), ImGui::GetContentRegionAvail().x);
    switch_button(actions.at("box-zoom"), third, {.label = "Box"});
    ImGui::SameLine();
    if (icon_button("copy-place", Icon::none, "Copy", {third, px(32)}))
        ImGui::SetClipboardText(place_text(now).c_str());
    record_place("place.copy");
    tooltip("Copy the place as one line: re im scale.");
    ImGui::SameLine();
    const bool pasted =
        icon_button("paste-place", Icon::none, "Paste", {ImGui::GetContentRegionAvail().x, px(32)});
    record_place("place.paste");
    tooltip("Fly to the place on the clipboard: re im scale.");
    switch_button(actions.at("navigate"), width);
    if (!pasted) return;
    try {
        const char* const text = ImGui::GetClipboardText();
        request.go_to = parse_place(text ? text : "");
    } catch (const Error& error) {
        messages.error(error.what());
    }
}

void FractalPlaces::draw_picture(const FractalBookmark& bookmark, ImVec2 min, ImVec2 max) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(min, max, packed(palette().canvas), px(4));
    if (bookmark.picture.empty()) return;
    const auto found = pictures_.find(bookmark.picture);
    Picture& picture = found != pictures_.end() ? found->second : pictures_[bookmark.picture];
    if (found == pictures_.end()) {
        try {
            const Thumbnail thumbnail =
                make_thumbnail(read_image(bookmark.picture.string()), FractalBookmarks::longest_side);
            picture.texture = make_thumbnail_texture(thumbnail);
            picture.size = thumbnail.size;
        } catch (const Error&) {
            // A place without its picture is as good; it shows an empty plate.
        }
    }
    if (!picture.texture) return;
    // As much of its middle as fills the plate.
    const float across = (max.x - min.x) / static_cast<float>(picture.size.width),
                down = (max.y - min.y) / static_cast<float>(picture.size.height);
    const float larger = std::max(across, down), u = across / larger / 2, v = down / larger / 2;
    list.AddImageRounded(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(picture.texture.get())),
                         min, max, {0.5f - u, 0.5f - v}, {0.5f + u, 0.5f + v}, IM_COL32_WHITE, px(4));
}

/// True when it was chosen.
bool FractalPlaces::draw_bookmark(std::size_t index, float width, Messages& messages) {
    const FractalBookmark& bookmark = bookmarks_.all()[index];
    ImGui::PushID(static_cast<int>(index));
    const float line = small_extent("X").y;
    const bool pressed = ImGui::InvisibleButton("##bookmark", {width, px(picture_height) + line + px(6)});
    record_place(fmt::format("bookmark.{}", index));
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    const bool hovered = ImGui::IsItemHovered();
    draw_picture(bookmark, min, {max.x, min.y + px(picture_height)});
    if (hovered)
        ImGui::GetWindowDrawList()->AddRect(min, {max.x, min.y + px(picture_height)},
                                            packed(palette().accent), px(4), 0, px(1.5f));
    ImGui::PushFont(fonts().small);
    const std::string name = elided(bookmark.name, width);
    ImGui::PopFont();
    small_text({min.x, max.y - px(2)}, {0, 1}, name, hovered ? palette().text : palette().muted);
    if (hovered)
        tooltip_text(fmt::format("{}\n{}\nClick: fly there. Shift+click: jump. Right click: rename, delete.",
                                 bookmark.name, place_text(place_of(bookmark.preset.fractal))));
    if (ImGui::BeginPopupContextItem("##menu")) {
        if (ImGui::IsWindowAppearing()) renamed_ = bookmark.name;
        std::array<char, 64> buffer{};
        renamed_.copy(buffer.data(), buffer.size() - 1);
        ImGui::SetNextItemWidth(px(180));
        if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
        const bool entered =
            ImGui::InputText("##name", buffer.data(), buffer.size(), ImGuiInputTextFlags_EnterReturnsTrue);
        record_place("bookmark.name");
        renamed_ = buffer.data();
        tooltip("The name of the place; Enter takes it.");
        const bool deleted = ImGui::Selectable("Delete");
        record_place("bookmark.delete");
        try {
            if (entered) bookmarks_.rename(index, renamed_);
            if (deleted) bookmarks_.remove(index);
        } catch (const Error& error) {
            messages.error(error.what());
        }
        if (entered || deleted) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    ImGui::PopID();
    return pressed;
}

void FractalPlaces::draw_bookmarks(PlacesRequest& request, Messages& messages) {
    subheading("Bookmarks");
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    request.keeps =
        icon_button("keep-place", Icon::add, "Keep this place", {ImGui::GetContentRegionAvail().x, px(32)});
    record_place("bookmark.add");
    tooltip("Keep a bookmark of this place, with all settings of its fractal and its picture.");
    const float width = std::floor((ImGui::GetContentRegionAvail().x - gap * (columns - 1)) / columns);
    for (std::size_t i = 0; i < bookmarks_.all().size(); ++i) {
        if (i % columns != 0) ImGui::SameLine();
        const FractalBookmark bookmark = bookmarks_.all()[i];  // drawing may delete it
        if (draw_bookmark(i, width, messages)) request.visit = bookmark;
    }
    if (!begin_fold("Known places", fmt::format("{}", known_places().size()))) {
        request.jumps = ImGui::GetIO().KeyShift;
        return;
    }
    int number = 0;
    for (const FractalBookmark& place : known_places()) {
        if (ImGui::Selectable(place.name.c_str())) request.visit = place;
        record_place(fmt::format("known-place.{}", number++));
        tooltip(fmt::format(
            "{}\nClick: fly there, or, where it is of another fractal, go there. Shift+click: jump.",
            place_text(place_of(place.preset.fractal))));
    }
    request.jumps = ImGui::GetIO().KeyShift;
}

PlacesRequest FractalPlaces::draw(const FractalPlace& now, const FractalPlace& target, double home_scale,
                                  const ActionList& actions, Messages& messages) {
    PlacesRequest request;
    if (!begin_section("Place")) return request;
    load(messages);
    draw_coordinates(target, home_scale, request, messages);
    draw_buttons(now, actions, request, messages);
    draw_bookmarks(request, messages);
    ImGui::Dummy({0, px(4)});
    return request;
}

void FractalPlaces::keep(const Preset& preset, const Image& picture, Messages& messages) {
    load(messages);
    try {
        bookmarks_.add(fmt::format("Place {}", bookmarks_.all().size() + 1), preset, picture);
        messages.note("The place is kept; a right click on it renames or deletes it.");
    } catch (const Error& error) {
        messages.error(error.what());
    }
}

}  // namespace droplet
