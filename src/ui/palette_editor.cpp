#include "ui/palette_editor.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "model/palette_edit.h"
#include "ui/kernel_panel_rows.h"
#include "ui/palette_bar.h"
#include "ui/palette_gallery.h"
#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// What the editor keeps from frame to frame; there is one window.
struct EditorState {
    PaletteBar bar;
    int seed = 0;  ///< of the surprise or the order made last
};

EditorState& editor_state() {
    static EditorState state;
    return state;
}

/// A colour typed as #rrggbb, or picked; true while it changes.
bool color_row(const char* label, const char* key, Rgb& color, const char* help) {
    row_label(label);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    ImGui::PushID(key);
    float shares[3] = {color.r, color.g, color.b};
    const bool changed =
        ImGui::ColorEdit3("##color", shares,
                          ImGuiColorEditFlags_DisplayHex | ImGuiColorEditFlags_PickerHueWheel |
                              ImGuiColorEditFlags_NoOptions | ImGuiColorEditFlags_NoTooltip);
    ImGui::PopID();
    record_place(key);
    tooltip(help);
    if (changed)
        color = {std::clamp(shares[0], 0.0f, 1.0f), std::clamp(shares[1], 0.0f, 1.0f),
                 std::clamp(shares[2], 0.0f, 1.0f)};
    return changed;
}

/// The section over one frame.
class Editor {
 public:
    Editor(FractalParams& params, Palette& custom, Messages& messages)
        : params_(params), custom_(custom), messages_(messages), colors_(palette_of(params, custom)) {}

    PaletteEditorResult draw();

 private:
    void become(Palette colors);
    void become(EditedPalette edited);
    void draw_rows();
    void draw_files();
    void draw_stop();
    void draw_whole();
    void draw_operations();
    PaletteStop& selected() { return colors_.stops[static_cast<std::size_t>(editor_state().bar.selected())]; }

    FractalParams& params_;
    Palette& custom_;
    Messages& messages_;
    Palette colors_;
    PaletteEditorResult result_;
};

void Editor::become(Palette colors) {
    colors_ = std::move(colors);
    custom_ = colors_;
    params_.palette = PaletteName::custom;
    PaletteBar& bar = editor_state().bar;
    bar.select(std::clamp(bar.selected(), 0, static_cast<int>(colors_.stops.size()) - 1));
    result_.changed = true;
}

void Editor::become(EditedPalette edited) {
    editor_state().bar.select(edited.stop);
    become(std::move(edited.palette));
}

void Editor::draw_rows() {
    const auto refusal = [this](std::string_view key) -> std::string {
        if (key == "palette-speed" && !colors_.cyclic) return "This palette does not repeat.";
        return {};
    };
    for_each_field<FractalParams>([&](const auto& field) {
        if (field.key.starts_with("palette-"))
            result_.changed |= param_row(params_, field, messages_, refusal);
    });
}

void Editor::draw_files() {
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float third = std::floor((ImGui::GetContentRegionAvail().x - 2 * gap) / 3);
    const bool counts = params_.coloring == Coloring::count || params_.coloring == Coloring::escape;
    if (panel_button("palette.fit", "Fit", third, "Spreads the palette once over counts 0 to all iterations.",
                     counts ? "" : "Only where colours are counts: colorings count and escape.")) {
        params_.palette_density = std::max(20.0f / static_cast<float>(params_.iterations), 0.001f);
        params_.palette_offset = 0;
        result_.changed = true;
    }
    ImGui::SameLine();
    result_.load = panel_button("palette.import", "Import…", third,
                                "Reads a palette: JSON, .map of Fractint, .ggr or .gpl of GIMP.");
    ImGui::SameLine();
    result_.save = panel_button("palette.export", "Export…", ImGui::GetContentRegionAvail().x,
                                "Writes the palette: JSON, or by the name's end .map or .ggr.");
}

void Editor::draw_stop() {
    PaletteBar& bar = editor_state().bar;
    const int count = static_cast<int>(colors_.stops.size());
    row_label(fmt::format("Stop {} of {}", bar.selected() + 1, count));
    const float side = ImGui::GetFrameHeight();
    if (panel_button("palette.previous", "‹", side, "The stop before this one."))
        bar.select((bar.selected() + count - 1) % count);
    ImGui::SameLine();
    if (panel_button("palette.next", "›", side, "The stop after this one."))
        bar.select((bar.selected() + 1) % count);
    ImGui::SameLine();
    if (panel_button("palette.remove", "Remove", ImGui::GetContentRegionAvail().x,
                     "Takes the stop away; so does Delete, and dragging it off the bar.",
                     count > 1 ? "" : "A palette needs a stop."))
        become(without_stop(colors_, bar.selected()));
    if (color_row("Its color", "palette.color", selected().color,
                  "Color of the selected stop: typed as #rrggbb, or picked by a click on its field."))
        become(colors_);
    row_label("Its position");
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    float position = selected().position;
    begin_slider(position);
    const bool moved =
        ImGui::SliderFloat("##position", &position, 0, 1, "%.4f", ImGuiSliderFlags_AlwaysClamp);
    end_slider();
    record_place("palette.position");
    tooltip("Where the selected stop lies, 0 to 1; Ctrl+click to type.");
    if (moved) become(with_moved_stop(colors_, bar.selected(), position));
}

void Editor::draw_whole() {
    bool cyclic = colors_.cyclic;
    if (detail::switch_row({"palette.cyclic",
                            "Repeats",
                            "The last stop goes over into the first; else the ends continue.",
                            {}},
                           cyclic, true)) {
        colors_.cyclic = cyclic;
        become(colors_);
    }
    if (color_row("Inside", "palette.inside", colors_.inside, "Color of points that never left."))
        become(colors_);
}

void Editor::draw_operations() {
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float third = std::floor((ImGui::GetContentRegionAvail().x - 2 * gap) / 3);
    const auto seed = [] { return static_cast<std::uint64_t>(editor_state().seed); };
    const bool one = colors_.stops.size() == 1;
    if (panel_button("palette.reverse", "Reverse", third, "The palette backwards."))
        become(reversed(colors_));
    ImGui::SameLine();
    if (panel_button("palette.mirror", "Mirror", third, "There and back again, so that it closes."))
        become(mirrored(colors_));
    ImGui::SameLine();
    if (panel_button("palette.spread", "Spread", ImGui::GetContentRegionAvail().x,
                     "The stops at equal distances."))
        become(evenly_spread(colors_));
    if (panel_button("palette.simplify", "Simplify", third,
                     "Leaves out the stops that are missed least: colors change by at most 1/40.",
                     one ? "There is one stop only." : ""))
        become(simplified(colors_, 0.025f));
    ImGui::SameLine();
    if (panel_button("palette.shuffle", "Shuffle", third, "The colors in another order.",
                     one ? "There is one stop only." : "")) {
        ++editor_state().seed;
        become(shuffled(colors_, seed()));
    }
    ImGui::SameLine();
    if (panel_button("palette.surprise", "Surprise", ImGui::GetContentRegionAvail().x,
                     "A new palette of few hues that go together, by the next seed.")) {
        ++editor_state().seed;
        become(surprise_palette(seed()));
    }
    row_label("Surprise of seed");
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const bool typed =
        ImGui::InputInt("##seed", &editor_state().seed, 1, 0, ImGuiInputTextFlags_EnterReturnsTrue);
    record_place("palette.seed");
    tooltip(
        "Makes the surprise of this number; the same number makes the same palette. Enter sets a typed one.");
    editor_state().seed = std::max(editor_state().seed, 0);
    if (typed) become(surprise_palette(seed()));
}

PaletteEditorResult Editor::draw() {
    ImGui::PushID("palette");
    if (begin_section("Colours")) {
        if (editor_state().bar.draw(colors_)) become(colors_);
        record_place("palette.bar");
        if (!ImGui::IsItemActive())
            tooltip(fmt::format("{}: drag its stops; a double click adds one; dragged off it is gone.",
                                enum_name(params_.palette)));
        if (palette_gallery(params_.palette, custom_)) {
            colors_ = palette_of(params_, custom_);
            editor_state().bar.select(0);
            result_.changed = true;
        }
        draw_rows();
        draw_files();
        const std::size_t count = colors_.stops.size();
        if (begin_fold("Edit the palette", fmt::format("{} stop{}, {}", count, count == 1 ? "" : "s",
                                                       colors_.cyclic ? "repeats" : "does not repeat"))) {
            draw_stop();
            draw_whole();
            draw_operations();
        }
        ImGui::Dummy({0, px(2)});
    }
    ImGui::PopID();
    return result_;
}

}  // namespace

PaletteEditorResult palette_editor(FractalParams& params, Palette& custom, Messages& messages) {
    return Editor(params, custom, messages).draw();
}

}  // namespace droplet
