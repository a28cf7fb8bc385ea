#include "ui/operator_panel_stability.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "model/param_text.h"
#include "ui/heat_colours.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

// The bar of rates is logarithmic over these.
constexpr double least_rate = 1e-3, most_rate = 4;

float share_of_rate(double rate) {
    const double share = std::log(std::max(rate, least_rate) / least_rate) / std::log(most_rate / least_rate);
    return static_cast<float>(std::clamp(share, 0.0, 1.0));
}

ImVec4 zone_colour(StabilityZone zone) {
    switch (zone) {
        case StabilityZone::calm:
            return palette().accent;
        case StabilityZone::patterns:
            return palette().warning;
        case StabilityZone::may_blow_up:
            break;
    }
    return palette().error;
}

/// "×3.8", "+1.25 %", "−0.3 %": a growth near 1 would else read as none.
std::string growth_text(double growth) {
    if (growth >= 1.1 || growth < 0.9) return "×" + stability_number(growth);
    const double percent = std::fabs(growth - 1) * 100;
    return fmt::format("{}{:.2f} %", growth < 1 ? "−" : "+", percent);
}

std::string wavelength_text(double pixels) {
    return std::isinf(pixels) ? "flat" : fmt::format("{:.1f} px", pixels);
}

}  // namespace

void StabilityView::draw_response(float side) const {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy({side, side});
    record_place("operator.response");
    ImDrawList& list = *ImGui::GetWindowDrawList();
    constexpr int n = math::spectrum_side;
    const auto colour = [&](int x, int y) {
        return packed(gain_colour(spectrum_.gain[static_cast<std::size_t>(y * n + x)] / gain_range_));
    };
    std::array<ImU32, n * n> colours;
    for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x) colours[static_cast<std::size_t>(y * n + x)] = colour(x, y);
    const auto edge = [side](int i) { return side * static_cast<float>(i) / (n - 1); };
    const ImDrawListFlags flags = list.Flags;
    list.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // seams would show between the patches
    for (int y = 0; y + 1 < n; ++y)
        for (int x = 0; x + 1 < n; ++x) {
            const auto at = static_cast<std::size_t>(y * n + x);
            list.AddRectFilledMultiColor({origin.x + edge(x), origin.y + edge(y)},
                                         {origin.x + edge(x + 1), origin.y + edge(y + 1)}, colours[at],
                                         colours[at + 1], colours[at + n + 1], colours[at + n]);
        }
    list.Flags = flags;
    list.AddRect(origin, {origin.x + side, origin.y + side}, packed(palette().border), 0);
    if (!ImGui::IsItemHovered()) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto nearest = [side](float offset) {
        return std::clamp(static_cast<int>(std::lround(offset / side * (n - 1))), 0, n - 1);
    };
    const int x = nearest(mouse.x - origin.x), y = nearest(mouse.y - origin.y);
    const math::WaveMode wave{math::spectrum_frequency(x), math::spectrum_frequency(y), {}};
    list.AddCircle({origin.x + edge(x), origin.y + edge(y)}, px(4), packed(palette().text), 16, px(1.5f));
    const std::string which =
        x == n / 2 && y == n / 2 ? "flat areas" : fmt::format("waves of {:.2f} px", wave.wavelength());
    tooltip_beside_panel();
    tooltip_text(
        fmt::format("gain {:.4g} for {}\nω = ({:.2f}, {:.2f}) a pixel\n\nHow strongly the operator "
                    "responds to waves: flat areas in the middle, checkerboards in the corners.",
                    spectrum_.gain[static_cast<std::size_t>(y * n + x)], which, wave.wx, wave.wy));
}

void StabilityView::draw_numbers(const LearningState& state, float left, float height) const {
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x,
                top = ImGui::GetCursorScreenPos().y, line = std::floor(height / 5);
    const std::string safe_help = fmt::format(
        "The largest safe rate for these weights: no wave grows by more than 0.1 % a step; none "
        "grows at all up to {}, the least −2 Re λ/|λ|² of the eigenvalues of W^(ω).",
        stability_number(stability_.safe_rate));
    struct Row {
        const char* name;
        std::string value;
        const char* help;
    };
    const std::array<Row, 5> rows{{
        {"safe up to", stability_number(stability_.zones.calm_until), safe_help.c_str()},
        {"growth a step", growth_text(stability_.growth),
         "What a step does to the fastest wave, while it is too weak for g to slow it."},
        {"fastest wave", wavelength_text(stability_.wavelength), "Its length in pixels."},
        {"largest gain", stability_number(static_cast<double>(spectrum_.largest_gain)),
         "The strongest response to any wave."},
        {"recoveries", fmt::format("{}", state.recoveries),
         "How often the operator left all bounds and was started again."},
    }};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const float y = top + line * static_cast<float>(i), middle = y + line / 2;
        small_text({left, middle}, {0, 0.5f}, rows[i].name, palette().muted);
        small_text({right, middle}, {1, 0.5f}, rows[i].value,
                   i == 4 && state.recoveries > 0 ? palette().warning : palette().text);
        ImGui::SetCursorScreenPos({left, y});
        ImGui::Dummy({right - left, line});
        tooltip(rows[i].help);
    }
}

void StabilityView::draw_gauge(LearningParams& params) const {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, bar = px(18);
    ImGui::InvisibleButton("##rates", {width, bar});
    record_place("operator.gauge");
    const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
    ImGui::RenderNavHighlight({origin, {origin.x + width, origin.y + bar}}, ImGui::GetItemID());
    if (active && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        const double share =
            std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - origin.x) / width), 0.0, 1.0);
        const double rate = least_rate * std::pow(most_rate / least_rate, share);
        params.rate = static_cast<float>(rate);
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto at = [&](double rate) { return std::round(origin.x + width * share_of_rate(rate)); };
    const float calm_end = at(stability_.zones.calm_until), blow_start = at(stability_.zones.blow_up_from);
    const auto zone = [&](StabilityZone which, float low, float high, const char* words) {
        if (high <= low) return;
        const bool here = which == stability_.zone;
        list.AddRectFilled({low, origin.y}, {high, origin.y + bar},
                           packed(zone_colour(which), here ? 0.42f : 0.2f));
        if (small_extent(words).x + px(8) < high - low)
            small_text({(low + high) / 2, origin.y + bar / 2}, {0.5f, 0.5f}, words,
                       here ? palette().text : palette().muted);
    };
    zone(StabilityZone::calm, origin.x, calm_end, "calm");
    zone(StabilityZone::patterns, calm_end, blow_start, "patterns");
    zone(StabilityZone::may_blow_up, std::max(calm_end, blow_start), origin.x + width, "may blow up");
    const float here = std::clamp(at(static_cast<double>(params.rate)), origin.x + 1, origin.x + width - 1);
    list.AddRectFilled({here - px(1), origin.y - px(2)}, {here + px(1), origin.y + bar + px(2)},
                       packed(palette().text));
    list.AddTriangleFilled({here - px(4), origin.y - px(5)}, {here + px(4), origin.y - px(5)},
                           {here, origin.y + px(1)}, packed(palette().text));
    for (const double rate : {0.001, 0.01, 0.1, 1.0})
        small_text({rate == 0.001 ? origin.x : at(rate), origin.y + bar + px(2)},
                   {rate == 0.001 ? 0 : 0.5f, 0}, tick_text(rate), palette().muted);
    small_text({origin.x + width, origin.y + bar + px(2)}, {1, 0}, "rate", palette().muted);
    ImGui::Dummy({width, drawn_size(fonts().small)});
    if (hovered && !active)
        tooltip_text(
            fmt::format("The rate, {:.4g}, among calm rates (up to {}), those that grow patterns, and "
                        "those that may blow up (from {}); drag to set it.",
                        params.rate, stability_number(stability_.zones.calm_until),
                        stability_number(stability_.zones.blow_up_from)));
}

void StabilityView::draw_sentence() const {
    // Room for two lines, so that what is below stays where it is.
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, indent = px(16);
    ImFont* const font = fonts().small;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddCircleFilled({origin.x + px(5), origin.y + drawn_size(font) / 2}, px(4),
                         packed(zone_colour(stability_.zone)), 16);
    list.AddText(font, drawn_size(font), {origin.x + indent, origin.y}, packed(palette().text),
                 stability_.sentence.c_str(), nullptr, width - indent);
    ImGui::Dummy({width, 2 * drawn_size(font) + px(2)});
    tooltip(
        "By the linear growth of waves on a periodic picture, and by how far one step can move a pixel "
        "through "
        "g; while it learns, the operator may leave this behind.");
}

void StabilityView::look_at(const LearningState& state, const LearningParams& params) {
    if (!(known_ == state.current)) {
        known_ = state.current;
        spectrum_ = math::spectrum_of(state.current);
        gain_range_ = steady_weight_range(gain_range_, spectrum_.largest_gain);
    }
    stability_ = stability_of(state.current, spectrum_, params);
}

void StabilityView::draw_rates(const LearningState& state, LearningParams& params) {
    look_at(state, params);
    ImGui::Dummy({0, px(4)});
    draw_gauge(params);
    draw_sentence();
}

void StabilityView::draw_spectrum(const LearningState& state, const LearningParams& params) {
    look_at(state, params);
    subheading("Frequency response |W^(ω)|");
    const float side = px(96);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    draw_response(side);
    ImGui::SetCursorScreenPos(origin);
    draw_numbers(state, origin.x + side + px(14), side);
    ImGui::SetCursorScreenPos({origin.x, origin.y + side});
    ImGui::Dummy({0, px(4)});
}

}  // namespace droplet
