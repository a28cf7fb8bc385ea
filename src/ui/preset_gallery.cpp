#include "ui/preset_gallery.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/theme.h"
#include "ui/thumbnail_cache.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr float least_item_width = 148, picture_height = 98, text_height = 84;

std::string more_about(const BuiltinPreset& builtin) {
    const Preset& preset = builtin.preset;
    const auto process = EnumNames<Process>::names[static_cast<std::size_t>(preset.process)];
    std::string text = fmt::format("{}\n{}\n\n{}Process {}", builtin.name, builtin.line,
                                   builtin.sets_source ? "Source fractal\n" : "", process);
    if (preset.process == Process::learn)
        text += fmt::format(", {} loss\nK {:.3g}, rate {:.3g}\nLearning rate {:.3g}",
                            EnumNames<Loss>::names[static_cast<std::size_t>(preset.learning.loss)],
                            preset.learning.k, preset.learning.rate, preset.learning.learning_rate);
    else if (preset.process == Process::diffuse)
        text += fmt::format("\nK {:.3g}, rate {:.3g}", preset.diffusion.k, preset.diffusion.rate);
    if (stepping_process(preset) == Process::none) return text;
    return text + fmt::format("\nShown {} steps from the source.", builtin.preview_steps);
}

}  // namespace

PresetGallery::PresetGallery(std::function<void()> on_change)
    : previews_(std::move(on_change)), items_(builtin_presets().size()) {}

void PresetGallery::open() {
    open_ = appearing_ = true;
    if (rendered_ || !source_) return;
    rendered_ = true;
    previews_.render(source_);
}

void PresetGallery::close() {
    open_ = false;
    if (!previews_.busy()) return;
    // Nobody looks: what is missing is rendered when the window is opened again.
    previews_.cancel();
    rendered_ = false;
}

void PresetGallery::set_source(std::shared_ptr<const Image> source) {
    source_ = std::move(source);
    rendered_ = false;
    previews_.cancel();
    static_cast<void>(previews_.take());
    for (Item& item : items_) item = {};
    if (open_) open();
}

std::size_t PresetGallery::finished() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(items_, [](const Item& item) { return item.progress >= 1; }));
}

void PresetGallery::take_pictures() {
    for (PresetPreview& preview : previews_.take()) {
        Item& item = items_[preview.preset];
        item.error = std::move(preview.error);
        const int goal = std::max(1, builtin_presets()[preview.preset].preview_steps);
        item.progress = preview.done
                            ? 1.0f
                            : std::min(0.99f, static_cast<float>(preview.steps) / static_cast<float>(goal));
        if (preview.picture.rgba.empty()) continue;
        item.texture = make_thumbnail_texture(preview.picture);
        item.size = preview.picture.size;
    }
}

void PresetGallery::move_by_keys(int columns) {
    const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); };
    const int last = static_cast<int>(items_.size()) - 1;
    int at = static_cast<int>(chosen_);
    if (pressed(ImGuiKey_LeftArrow)) at -= 1;
    if (pressed(ImGuiKey_RightArrow)) at += 1;
    if (pressed(ImGuiKey_UpArrow) && at >= columns) at -= columns;
    if (pressed(ImGuiKey_DownArrow) && at + columns <= last) at += columns;
    if (pressed(ImGuiKey_Home)) at = 0;
    if (pressed(ImGuiKey_End)) at = last;
    const auto chosen = static_cast<std::size_t>(std::clamp(at, 0, last));
    moved_ = chosen != chosen_;
    chosen_ = chosen;
}

void PresetGallery::draw_picture(const Item& item, ImVec2 min, ImVec2 max) const {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(min, max, packed(palette().canvas), px(4));
    if (!item.texture) {
        const std::string text = !item.error.empty() ? "No picture" : source_ ? "…" : "Needs a picture";
        const ImVec2 size = ImGui::CalcTextSize(text.c_str());
        list.AddText({std::round((min.x + max.x - size.x) / 2), std::round((min.y + max.y - size.y) / 2)},
                     packed(palette().muted), text.c_str());
        return;
    }
    // As large as fits, whole.
    const float aspect = static_cast<float>(item.size.width) / static_cast<float>(item.size.height);
    const float width = std::min(max.x - min.x, (max.y - min.y) * aspect), height = width / aspect;
    const ImVec2 from{std::round((min.x + max.x - width) / 2), std::round((min.y + max.y - height) / 2)};
    list.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(item.texture.get())), from,
                  {from.x + width, from.y + height});
    if (item.progress < 1)
        list.AddRectFilled({min.x, max.y - px(3)}, {min.x + (max.x - min.x) * item.progress, max.y},
                           packed(palette().accent));
}

/// True when it was chosen.
bool PresetGallery::draw_item(std::size_t index, ImVec2 size) {
    const BuiltinPreset& builtin = builtin_presets()[index];
    ImGui::PushID(static_cast<int>(index));
    const bool pressed = ImGui::InvisibleButton("##preset", size);
    record_place(fmt::format("preset.{}", builtin.key));
    const bool hovered = ImGui::IsItemHovered();
    if (index == chosen_ && moved_) ImGui::SetScrollHereY();
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool chosen = index == chosen_;
    if (hovered || chosen)
        list.AddRectFilled(min, max, packed(hovered ? palette().hovered : palette().frame), px(6));
    if (chosen) list.AddRect(min, max, packed(palette().accent), px(6), 0, px(1.5f));
    const float inset = px(6), text_width = max.x - min.x - 2 * inset;
    const ImVec2 picture_min{min.x + inset, min.y + inset},
        picture_max{max.x - inset, min.y + inset + px(picture_height)};
    draw_picture(items_[index], picture_min, picture_max);
    ImFont* bold = fonts().bold;
    const float text_size = ImGui::GetFontSize() * 0.93f;
    list.AddText(bold, text_size, {picture_min.x, picture_max.y + px(5)}, packed(palette().text),
                 elided(std::string(builtin.name), text_width).c_str());
    ImFont* small = fonts().small;
    const float small_size = drawn_size(small);
    const ImVec2 line{picture_min.x, picture_max.y + px(5) + text_size + px(3)};
    const ImVec4 clip{min.x, min.y, max.x - inset, max.y - px(3)};
    list.AddText(small, small_size, line, packed(palette().muted), builtin.line.data(),
                 builtin.line.data() + builtin.line.size(), text_width, &clip);
    if (hovered)
        tooltip_text(items_[index].error.empty() ? more_about(builtin)
                                                 : more_about(builtin) + "\n" + items_[index].error);
    ImGui::PopID();
    return pressed;
}

std::optional<std::size_t> PresetGallery::draw(bool& from_source, ImVec2 min, ImVec2 max) {
    take_pictures();
    std::optional<std::size_t> chosen;
    if (!open_) return chosen;
    const ImVec2 room{max.x - min.x - px(24), max.y - min.y - px(24)};
    ImGui::SetNextWindowPos({(min.x + max.x) / 2, (min.y + max.y) / 2}, ImGuiCond_Appearing, {0.5f, 0.5f});
    ImGui::SetNextWindowSize({std::min(px(672), room.x), std::min(px(600), room.y)}, ImGuiCond_Appearing);
    ImGui::SetNextWindowSizeConstraints({px(200), px(220)}, {room.x, room.y});
    if (appearing_) ImGui::SetNextWindowFocus();
    bool stays = true;
    const bool visible = ImGui::Begin("Presets", &stays,
                                      ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                          ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollbar);
    if (visible) {
        ImGui::Checkbox("Start from the source", &from_source);
        record_place("presets.from-source");
        tooltip("Goes back to the source with the chosen preset; off, the running picture goes on with it.");
        ImGui::SameLine();
        ImGui::AlignTextToFramePadding();
        const std::string keys = "Arrows, Enter: choose.  Esc: close.";
        const float width = ImGui::CalcTextSize(keys.c_str()).x, free = ImGui::GetContentRegionAvail().x;
        if (width < free) {
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() + free - width);
            ImGui::TextDisabled("%s", keys.c_str());
        } else {
            ImGui::NewLine();
        }
        ImGui::BeginChild("##items", {0, 0}, false, ImGuiWindowFlags_NoNav);
        const float gap = px(6), across = ImGui::GetContentRegionAvail().x;
        const int columns = std::max(1, static_cast<int>((across + gap) / (px(least_item_width) + gap)));
        const bool focused = ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows);
        if (focused && !appearing_) move_by_keys(columns);
        const ImVec2 size{std::floor((across + gap) / static_cast<float>(columns) - gap),
                          px(picture_height) + px(text_height)};
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, gap});
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (i % static_cast<std::size_t>(columns) != 0) ImGui::SameLine();
            if (draw_item(i, size)) chosen = chosen_ = i;
        }
        ImGui::PopStyleVar();
        if (focused && !appearing_ && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false))
            chosen = chosen_;
        ImGui::EndChild();
    }
    const bool escaped = ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows) &&
                         ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape));
    ImGui::End();
    appearing_ = false;
    if (!stays || escaped || chosen) close();
    return chosen;
}

}  // namespace droplet
