#include "ui/convolution_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <array>
#include <initializer_list>

#include "ui/convolution_panel_flip.h"
#include "ui/convolution_panel_logic.h"
#include "ui/diffusion_panel.h"
#include "ui/learning_panel.h"
#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

bool param_rows(ConvolutionParams& params, int channels, std::initializer_list<std::string_view> keys,
                Messages& messages) {
    static const std::string border_help =
        fmt::format("What stands beyond the border, for a row abcd:\n{}", border_patterns());
    const RowRefusal refusal = [&](std::string_view key) {
        return convolution_refusal(params, channels, key);
    };
    bool changed = false;
    for (const std::string_view key : keys)
        for_each_field<ConvolutionParams>([&](auto field) {
            if (field.key != key) return;
            if (key == "border") field.help = border_help;
            changed |= param_row(params, field, messages, refusal);
        });
    return changed;
}

/// One of an enumeration's names, side by side, each greyed where `refusal` says why.
template <NamedEnum E, class Refusal>
bool segments(const char* id, E& value, const char* help, Refusal refusal) {
    constexpr auto& names = EnumNames<E>::names;
    std::array<SegmentState, names.size()> states;
    std::array<std::string, names.size()> reasons;
    for (std::size_t i = 0; i < names.size(); ++i) {
        reasons[i] = refusal(static_cast<E>(i));
        states[i] = {reasons[i].empty(), reasons[i]};
    }
    int index = static_cast<int>(value);
    const bool changed = segmented(id, index, names, ImGui::GetContentRegionAvail().x, states);
    if (reasons[static_cast<std::size_t>(index)].empty()) tooltip(help);
    value = static_cast<E>(index);
    return changed;
}

/// A row whose value stands at the right end.
void value_at_right(std::string_view label, const std::string& value, const ImVec4& colour,
                    const char* help) {
    row_label(label);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = ImGui::GetFrameHeight();
    small_text({at.x + width, at.y + height / 2}, {1, 0.5f}, value, colour);
    ImGui::Dummy({width, height});
    tooltip(help);
}

bool mode_rows(Preset& preset, const SessionStatus& status) {
    ConvolutionParams& params = preset.convolution;
    row_label("Mode");
    const bool changed = segments(
        "mode", params.mode,
        "same: as large as the image; valid: only what needs no border; full: all the kernel touches.",
        [&](ConvolutionMode mode) { return mode_refusal(params, mode); });
    const ResultSize size = result_size(params, kernel_of(params, preset.custom_kernel), status.size);
    value_at_right("Size of the result", size.text.empty() ? "—" : size.text,
                   size.possible ? palette().text : palette().error,
                   size.possible
                       ? "Width and height of the result, in pixels."
                       : "Mode valid leaves nothing of a picture that is smaller than the kernel; a "
                         "smaller kernel or another mode does.");
    record_place("mode.size");
    return changed;
}

bool feed_rows(Preset& preset, Messages& messages) {
    ConvolutionParams& params = preset.convolution;
    subheading("Convolved is the picture …");
    bool changed =
        segments("feed", params.feed,
                 "once: as it stands; iterate: again each step; diffuse, learn: as it diffuses or learns.",
                 [&](ConvolutionFeed feed) { return feed_refusal(params, feed); });
    if (params.feed == ConvolutionFeed::diffuse &&
        begin_fold("Diffusion",
                   fmt::format("K {:.3g}, rate {:.3g}", preset.diffusion.k, preset.diffusion.rate)))
        changed |= diffusion_panel(preset.diffusion, messages);
    if (params.feed == ConvolutionFeed::learn &&
        begin_fold("Learning", fmt::format("K {:.3g}, rate {:.3g}", preset.learning.k, preset.learning.rate)))
        changed |= learning_panel(preset.learning, messages);
    return changed;
}

/// How the result was computed, and what that cost.
void cost_rows(const SessionStatus& status) {
    const ConvolutionReport& report = status.convolution;
    const bool known = report.operations > 0;
    subheading("Computed");
    const std::string terms = report.rank == 1 ? "rank 1" : fmt::format("rank {}", report.rank);
    value_at_right("Method", known ? fmt::format("{}, {}", enum_name(report.method), terms) : "—",
                   palette().text,
                   "direct: the sum as it stands; box: sums shared by neighbours; separable: columns, then "
                   "rows; low-rank: "
                   "several of those; fft: by Fourier transforms. Rank 1 is separable.");
    record_place("convolution.method");
    value_at_right("Operations a value", known ? fmt::format("{:.4g}", report.operations) : "—",
                   palette().text, "Multiplications and additions for each value of the result, about.");
    value_at_right("Time", report.elapsed_ms > 0 ? fmt::format("{:.2f} ms", report.elapsed_ms) : "—",
                   palette().text, "What the latest convolution of the picture took.");
}

}  // namespace

bool convolution_panel(Preset& preset, const SessionStatus& status, Messages& messages) {
    ConvolutionParams& params = preset.convolution;
    const auto rows = [&](std::initializer_list<std::string_view> keys) {
        return param_rows(params, status.channels, keys, messages);
    };
    bool changed = flip_panel(params, preset.custom_kernel);
    ImGui::Dummy({0, px(2)});
    changed |= mode_rows(preset, status);
    changed |= rows({"border", "border-value", "channels"});
    changed |= feed_rows(preset, messages);
    subheading("After the sum");
    changed |= rows({"gain", "offset", "absolute", "thresholding", "threshold", "top"});
    cost_rows(status);
    return changed;
}

}  // namespace droplet
