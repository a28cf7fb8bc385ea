#include "ui/formula_editor.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "model/builtin_presets.h"
#include "model/formula.h"
#include "model/formula_examples.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr const char* field_help =
    "The next z, in z, c, k (iterations done), i, pi, e and numbers: + - * / ^, conj, abs, re, im, arg, exp, "
    "log, sqrt, sin, cos, tan, sinh, cosh, tanh. The picture follows while you type; Esc takes it back.";
constexpr int example_side = 800;  // of the pictures that the examples' looks are for

/// A wave below the letters from x0 to x1.
void underline(ImDrawList& list, float x0, float x1, float y) {
    const float step = px(2);
    const ImU32 colour = packed(palette().error);
    bool up = false;
    for (float x = x0; x < x1; x += step, up = !up)
        list.AddLine({x, y + (up ? 0 : step)}, {std::min(x + step, x1), y + (up ? step : 0)}, colour,
                     px(1.4f));
}

/// What of an Error's line stands behind the subject.
std::string words_of(const Error& error) {
    const std::string line = error.what();
    const auto colon = line.find(": ");
    return colon == std::string::npos ? line : line.substr(colon + 2);
}

}  // namespace

void FormulaEditor::check() {
    mistake_.reset();
    try {
        compile_formula(text_);
    } catch (const FormulaError& error) {
        mistake_ = {std::min(error.begin, text_.size()), std::min(error.end, text_.size()), words_of(error)};
    }
}

bool FormulaEditor::draw_field(Preset& preset) {
    // Someone else has set it: undo, a preset, an example.
    if (preset.formula != known_) {
        text_ = known_ = preset.formula;
        check();
    }
    ImFont* const mono = fonts().mono;
    if (mono) ImGui::PushFont(mono);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const bool edited = ImGui::InputText("##formula", &text_);
    const ImGuiID id = ImGui::GetItemID();
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    record_place("formula");
    bool changed = false;
    if (edited) {
        check();
        if (!mistake_) {
            known_ = preset.formula = text_;
            changed = true;
        }
    }
    if (mistake_) {
        const ImGuiInputTextState* const state = ImGui::GetInputTextState(id);
        const bool scrolled = state && ImGui::IsItemActive();
        const float left = min.x + ImGui::GetStyle().FramePadding.x - (scrolled ? state->ScrollX : 0);
        const char* const text = text_.c_str();
        const float x0 = left + ImGui::CalcTextSize(text, text + mistake_->begin).x;
        // At the end of the text there is no letter to underline: one place more.
        const float x1 = std::max(left + ImGui::CalcTextSize(text, text + mistake_->end).x, x0 + px(7));
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.PushClipRect(min, max, true);
        underline(list, x0, x1, max.y - px(5));
        list.PopClipRect();
    }
    if (mono) ImGui::PopFont();
    if (!ImGui::IsItemActive()) tooltip(field_help);
    return changed;
}

/// One line, and its place where there is no mistake: nothing below moves.
void FormulaEditor::draw_mistake_line() const {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::Dummy({width, px(18)});
    record_place("formula.mistake");
    if (!mistake_) {
        small_text({at.x, at.y + px(9)}, {0, 0.5f}, "The picture follows while you type.", palette().muted);
        return;
    }
    ImGui::PushFont(fonts().small);
    const std::string line = elided(mistake_->words, width);
    ImGui::PopFont();
    small_text({at.x, at.y + px(9)}, {0, 0.5f}, line, palette().error);
    tooltip(fmt::format("{}\nThe last formula stays in force.", mistake_->words));
}

bool FormulaEditor::draw_examples(Preset& preset, Size canvas) {
    bool changed = false;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const bool open = ImGui::BeginCombo("##examples", "Examples…", ImGuiComboFlags_HeightLargest);
    record_place("formula.examples");
    if (!open) {
        tooltip("Recurrences to start from, each with a good look at it.");
        return false;
    }
    for (const FormulaExample& example : formula_examples()) {
        const std::string name(example.name), text(example.text);
        if (ImGui::Selectable(name.c_str(), preset.formula == text)) {
            const FractalParams before = preset.fractal;
            preset.fractal = fitted_to(example.params, canvas);
            preset.fractal.scale *= static_cast<double>(example_side) / preset_side;
            preset.fractal.samples = before.samples;
            preset.fractal.precision = before.precision;
            preset.fractal.feed = before.feed;
            preset.fractal.feed_share = before.feed_share;
            preset.formula = text;
            changed = true;
        }
        record_place("formula.example." + name);
        tooltip(fmt::format("{}\n{}", text, example.shows));
    }
    ImGui::EndCombo();
    return changed;
}

bool FormulaEditor::draw(Preset& preset, Size canvas) {
    ImGui::PushID("formula-editor");
    bool changed = draw_field(preset);
    draw_mistake_line();
    changed |= draw_examples(preset, canvas);
    ImGui::PopID();
    return changed;
}

}  // namespace droplet
