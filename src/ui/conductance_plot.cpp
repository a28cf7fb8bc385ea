#include "ui/conductance_plot.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "math/conductance.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

float g_of(Conductance conductance, float q) {
    switch (conductance) {
        case Conductance::exponential:
            return math::conductance<Conductance::exponential>(q);
        case Conductance::rational:
            return math::conductance<Conductance::rational>(q);
        case Conductance::charbonnier:
            return math::conductance<Conductance::charbonnier>(q);
        case Conductance::weickert:
            return math::conductance<Conductance::weickert>(q);
        case Conductance::tukey:
            return math::conductance<Conductance::tukey>(q);
    }
    return 0;
}

}  // namespace

void conductance_plot(const DiffusionParams& params) {
    constexpr int samples = 97;
    constexpr float longest = 3.0f;  // in units of K
    const ImVec2 size{ImGui::GetContentRegionAvail().x, px(92)};
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(origin, {origin.x + size.x, origin.y + size.y}, packed(palette().bar), px(6));

    const ImVec2 low{origin.x + px(26), origin.y + size.y - px(20)},
        high{origin.x + size.x - px(12), origin.y + px(12)};
    const auto at = [&](float s, float g) {
        return ImVec2{low.x + (high.x - low.x) * s / longest, low.y + (high.y - low.y) * g};
    };
    for (const float g : {0.0f, 0.5f, 1.0f})
        list.AddLine(at(0, g), at(longest, g), packed(palette().border), 1.0f);
    list.AddLine(at(1, 0), at(1, 1), packed(palette().muted, 0.5f), 1.0f);

    const float scale = math::conductance_scale(params.conductance, params.k);
    std::array<ImVec2, samples> curve;
    for (int i = 0; i < samples; ++i) {
        const float s = longest * static_cast<float>(i) / (samples - 1), difference = s * params.k;
        curve[static_cast<std::size_t>(i)] = at(s, g_of(params.conductance, scale * difference * difference));
        if (i == 0) continue;
        const ImVec2 a = curve[static_cast<std::size_t>(i - 1)], b = curve[static_cast<std::size_t>(i)];
        list.AddQuadFilled(a, b, {b.x, low.y}, {a.x, low.y}, packed(palette().accent, 0.13f));
    }
    list.AddPolyline(curve.data(), samples, packed(palette().accent), 0, px(2));

    ImFont* font = fonts().small;
    const auto text = [&](ImVec2 position, ImVec2 anchor, const std::string& words) {
        const ImVec2 extent = font->CalcTextSizeA(font->FontSize, 1e9f, 0, words.c_str());
        list.AddText(
            font, font->FontSize,
            {std::round(position.x - extent.x * anchor.x), std::round(position.y - extent.y * anchor.y)},
            packed(palette().muted), words.c_str());
    };
    text({low.x - px(8), high.y}, {1, 0.5f}, "1");
    text({low.x - px(8), low.y}, {1, 0.5f}, "0");
    text({at(1, 0).x, low.y + px(3)}, {0.5f, 0}, fmt::format("K = {:.4g}", params.k));
    text({high.x, low.y + px(3)}, {1, 0}, fmt::format("s = {:.3g}", longest * params.k));
    text({high.x - px(2), high.y + px(2)}, {1, 0}, "g(s)");
    if (hovered)
        tooltip_text(
            "How much flows across a difference of size s: below K pictures smooth, above K edges stay.");
}

}  // namespace droplet
