#include "ui/kernel_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/kernel_edit.h"
#include "model/kernel_text.h"
#include "ui/kernel_grid.h"
#include "ui/kernel_panel_arithmetic.h"
#include "ui/kernel_panel_facts.h"
#include "ui/kernel_panel_gallery.h"
#include "ui/kernel_panel_rows.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// What the panel keeps from frame to frame; there is one window.
struct PanelState {
    KernelGrid grid;
    KernelFacts facts;
    KernelArithmetic arithmetic;
    NumberEditor scale;
};

PanelState& panel_state() {
    static PanelState state;
    return state;
}

/// The panel over one frame.
class Panel {
 public:
    Panel(ConvolutionParams& params, Kernel& custom, Messages& messages)
        : params_(params), custom_(custom), messages_(messages), kernel_(kernel_of(params, custom)) {}

    KernelPanelResult draw(const Operator& learned, int channels);

 private:
    void become(Kernel kernel);
    void copy();
    void paste();
    void draw_choice();
    void draw_grid();
    void draw_size();
    void draw_transforms();
    void draw_files();
    void draw_operator(const Operator& learned, int channels);

    ConvolutionParams& params_;
    Kernel& custom_;
    Messages& messages_;
    Kernel kernel_;  ///< as of the beginning of the frame
    KernelPanelResult result_;
};

void Panel::become(Kernel kernel) {
    if (const std::string why_not = why_not_valid(kernel); !why_not.empty())
        return messages_.error("kernel: " + why_not);
    params_.kernel = KernelName::custom;
    custom_ = std::move(kernel);
    result_.changed = true;
}

void Panel::copy() {
    ImGui::SetClipboardText(kernel_rows(kernel_).c_str());
    messages_.note("The kernel is in the clipboard, as rows of numbers.");
}

void Panel::paste() {
    try {
        const char* const text = ImGui::GetClipboardText();
        become(parse_kernel(text ? text : "", "clipboard"));
    } catch (const Error& error) {
        messages_.error(error.what());
    }
}

void Panel::draw_choice() {
    std::vector<KernelEntry> entries;
    for (int i = 0; i <= static_cast<int>(KernelName::custom); ++i)
        entries.push_back({std::string(enum_name(KernelName{i})), kernel_help(KernelName{i})});
    entries.back().help = custom_.empty() ? "your own: starts as this one"
                                          : fmt::format("your own, {}×{}", custom_.width, custom_.height);
    const auto kernel = [this](int index) {
        ConvolutionParams named = params_;
        named.kernel = KernelName{index};
        return kernel_of(named, custom_.empty() ? kernel_ : custom_);
    };
    int index = static_cast<int>(params_.kernel);
    row_label("Kernel");
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (kernel_gallery("kernel", index, entries, kernel,
                       "A named kernel; editing one makes it your own, custom.")) {
        if (KernelName{index} == KernelName::custom && custom_.empty()) custom_ = kernel_;
        params_.kernel = KernelName{index};
        result_.changed = true;
    }
    result_.changed |= kernel_rows_of(params_, messages_, [this](auto uses) { return uses(params_.kernel); });
}

void Panel::draw_grid() {
    KernelGridResult grid = panel_state().grid.draw(kernel_, panel_state().facts.labels(), messages_);
    if (grid.edited) become(std::move(*grid.edited));
    if (grid.copy) copy();
    if (grid.paste) paste();
}

void Panel::draw_size() {
    const float room = ImGui::GetContentRegionAvail().x, half = std::floor(room / 2), label = px(50);
    const float left = ImGui::GetCursorPosX();
    Size size = kernel_.size();
    const auto side = [&](const char* name, const char* key, int& value) {
        const float start = ImGui::GetCursorPosX();
        ImGui::AlignTextToFramePadding();
        ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
        ImGui::TextUnformatted(name);
        ImGui::PopStyleColor();
        ImGui::SameLine(start + label);
        ImGui::SetNextItemWidth(half - label - (start == left ? px(8) : 0));
        ImGui::PushID(name);
        // Not at every key: on the way to 12, the 1 would cut everything off.
        const bool changed = ImGui::InputInt("##side", &value, 1, 0, ImGuiInputTextFlags_EnterReturnsTrue);
        ImGui::PopID();
        record_place(key);
        tooltip(fmt::format(
            "{} of the kernel, 1 to {}: cut or filled up with 0 around the anchor; Enter sets a typed one.",
            name, Kernel::longest_side));
        return changed;
    };
    bool changed = side("Width", "kernel.width", size.width);
    ImGui::SameLine(left + half);
    changed |= side("Height", "kernel.height", size.height);
    if (!changed) return;
    size = {std::clamp(size.width, 1, Kernel::longest_side),
            std::clamp(size.height, 1, Kernel::longest_side)};
    if (size != kernel_.size()) become(resized(kernel_, size));
}

void Panel::draw_transforms() {
    const float gap = ImGui::GetStyle().ItemSpacing.x, room = ImGui::GetContentRegionAvail().x;
    const float third = std::floor((room - 2 * gap) / 3);
    if (panel_button("kernel.normalize", "Normalize", third, "Divides by the sum, which becomes 1.",
                     why_not_normalized(kernel_)))
        become(normalized(kernel_));
    ImGui::SameLine();
    if (panel_button("kernel.negate", "Negate", third, "Turns every sign.")) become(scaled(kernel_, -1));
    ImGui::SameLine();
    if (panel_button("kernel.scale", "Scale…", ImGui::GetContentRegionAvail().x, "Multiplies by a number."))
        panel_state().scale.open(2);
    if (const auto factor = panel_state().scale.draw("##scale", "Multiply by", "factor", messages_))
        become(scaled(kernel_, static_cast<double>(*factor)));
    const float quarter = std::floor((room - third - 3 * gap) / 3);
    if (panel_button("kernel.transpose", "Transpose", third, "Makes columns of the rows."))
        become(transposed(kernel_));
    ImGui::SameLine();
    if (panel_button("kernel.rotate", "Rotate", quarter, "A quarter turn, anticlockwise."))
        become(rotated(kernel_));
    ImGui::SameLine();
    if (panel_button("kernel.flip-x", "Flip ↔", quarter, "The mirror image, left to right."))
        become(mirrored_left_right(kernel_));
    ImGui::SameLine();
    if (panel_button("kernel.flip-y", "Flip ↕", ImGui::GetContentRegionAvail().x,
                     "The mirror image, upside down."))
        become(mirrored_up_down(kernel_));
}

void Panel::draw_files() {
    const float gap = ImGui::GetStyle().ItemSpacing.x, room = ImGui::GetContentRegionAvail().x;
    const float quarter = std::floor((room - 3 * gap) / 4);
    if (panel_button("kernel.copy", "Copy", quarter,
                     "Puts the weights into the clipboard as text (Ctrl+C in the grid).",
                     kernel_.empty() ? "There is no kernel." : ""))
        copy();
    ImGui::SameLine();
    if (panel_button("kernel.paste", "Paste", quarter,
                     "Takes rows of numbers, or JSON, from the clipboard (Ctrl+V in the grid)."))
        paste();
    ImGui::SameLine();
    result_.load =
        panel_button("kernel.open", "Open…", quarter, "Reads a kernel file: rows of numbers, or JSON.");
    ImGui::SameLine();
    result_.save = panel_button("kernel.save", "Save…", ImGui::GetContentRegionAvail().x,
                                "Writes the kernel to a file: JSON, or rows of numbers in .txt.",
                                kernel_.empty() ? "There is no kernel." : "");
}

void Panel::draw_operator(const Operator& learned, int channels) {
    const float gap = ImGui::GetStyle().ItemSpacing.x, room = ImGui::GetContentRegionAvail().x;
    const float half = std::floor((room - gap) / 2);
    const std::string why_not_to = channels == 0 ? "There is no picture yet." : why_no_operator(kernel_);
    if (panel_button("kernel.to-operator", "To the operator", half,
                     "Learning (2) starts from this kernel: in each channel, none between them.", why_not_to))
        result_.to_operator = operator_of(kernel_, channels);
    ImGui::SameLine();
    if (panel_button("kernel.from-operator", "From the operator", ImGui::GetContentRegionAvail().x,
                     "Takes the learned operator: the mean of its slices from each channel to itself.",
                     learned.channels == 0 ? "There is no operator yet: it comes with a picture." : ""))
        become(kernel_of(learned));
}

KernelPanelResult Panel::draw(const Operator& learned, int channels) {
    PanelState& state = panel_state();
    ImGui::PushID("kernel");
    if (begin_section("Kernel")) {
        draw_choice();
        if (kernel_.empty()) {
            ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
            ImGui::TextWrapped("There is no custom kernel yet: choose a named one, paste one or open one.");
            ImGui::PopStyleColor();
        } else {
            state.facts.look_at(kernel_);
            draw_grid();
            draw_size();
            draw_transforms();
        }
        draw_files();
        if (!kernel_.empty()) {
            draw_operator(learned, channels);
            ImGui::Dummy({0, px(2)});
            state.facts.draw();
        }
        ImGui::Dummy({0, px(2)});
    }
    if (!kernel_.empty())
        if (auto made = state.arithmetic.draw(params_, kernel_, messages_, result_.changed))
            become(std::move(*made));
    ImGui::PopID();
    return result_;
}

}  // namespace

KernelPanelResult kernel_panel(ConvolutionParams& params, Kernel& custom, const Operator& learned,
                               int channels, Messages& messages) {
    return Panel(params, custom, messages).draw(learned, channels);
}

}  // namespace droplet
