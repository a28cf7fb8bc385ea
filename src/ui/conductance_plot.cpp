#include "ui/conductance_plot.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "math/conductance.h"
#include "math/learning.h"
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

/// A curve over [0, longest] in units of the place that is marked, with values from 0 to 1.
struct Curve {
    std::function<float(float)> value;
    float longest;
    std::string mark, end, name;  ///< words below the mark, at the right end, and in the corner
    const char* tooltip;
    std::string top = "1";  ///< what a value of 1 stands for
};

void draw_curve(const Curve& curve) {
    constexpr int samples = 97;
    const ImVec2 size{ImGui::GetContentRegionAvail().x, px(92)};
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(origin, {origin.x + size.x, origin.y + size.y}, packed(palette().bar), px(6));

    ImFont* font = fonts().small;
    const auto extent_of = [font](const std::string& words) {
        return font->CalcTextSizeA(drawn_size(font), 1e9f, 0, words.c_str());
    };
    const ImVec2 low{origin.x + std::max(px(26), extent_of(curve.top).x + px(14)),
                     origin.y + size.y - px(20)},
        high{origin.x + size.x - px(12), origin.y + px(12)};
    const auto at = [&](float s, float g) {
        return ImVec2{low.x + (high.x - low.x) * s / curve.longest, low.y + (high.y - low.y) * g};
    };
    for (const float g : {0.0f, 0.5f, 1.0f})
        list.AddLine(at(0, g), at(curve.longest, g), packed(palette().border), 1.0f);
    list.AddLine(at(1, 0), at(1, 1), packed(palette().muted, 0.5f), 1.0f);

    std::array<ImVec2, samples> points;
    for (int i = 0; i < samples; ++i) {
        const float s = curve.longest * static_cast<float>(i) / (samples - 1);
        points[static_cast<std::size_t>(i)] = at(s, curve.value(s));
        if (i == 0) continue;
        const ImVec2 a = points[static_cast<std::size_t>(i - 1)], b = points[static_cast<std::size_t>(i)];
        list.AddQuadFilled(a, b, {b.x, low.y}, {a.x, low.y}, packed(palette().accent, 0.13f));
    }
    list.AddPolyline(points.data(), samples, packed(palette().accent), 0, px(2));

    const auto text = [&](ImVec2 position, ImVec2 anchor, const std::string& words) {
        const ImVec2 extent = extent_of(words);
        list.AddText(
            font, drawn_size(font),
            {std::round(position.x - extent.x * anchor.x), std::round(position.y - extent.y * anchor.y)},
            packed(palette().muted), words.c_str());
    };
    text({low.x - px(8), high.y}, {1, 0.5f}, curve.top);
    text({low.x - px(8), low.y}, {1, 0.5f}, "0");
    text({at(1, 0).x, low.y + px(3)}, {0.5f, 0}, curve.mark);
    text({high.x, low.y + px(3)}, {1, 0}, curve.end);
    text({high.x - px(2), high.y + px(2)}, {1, 0}, curve.name);
    if (hovered) tooltip_text(curve.tooltip);
}

}  // namespace

void conductance_plot(const DiffusionParams& params) {
    const float scale = math::conductance_scale(params.conductance, params.k);
    constexpr float longest = 3;
    draw_curve({.value =
                    [&](float s) {
                        const float difference = s * params.k;
                        return g_of(params.conductance, scale * difference * difference);
                    },
                .longest = longest,
                .mark = fmt::format("K = {:.4g}", params.k),
                .end = fmt::format("s = {:.3g}", longest * params.k),
                .name = "g(s)",
                .tooltip = "How much flows across a difference of size s: below K pictures smooth, above K "
                           "edges stay."});
}

void conductance_plot(const LearningParams& params) {
    const math::LearningConstants constants = math::learning_constants(params, 0);
    constexpr float longest = 3;
    if (params.conductance == LearningConductance::inverse) {
        const float unit = params.k * params.k;
        draw_curve({.value = [&](float s) { return math::inverse_g(s * unit, 0.0f, constants); },
                    .longest = longest,
                    .mark = fmt::format("K² = {:.3g}", unit),
                    .end = fmt::format("|S| = {:.3g}", longest * unit),
                    .name = "g(|S|)",
                    .tooltip =
                        "How much of the response moves a pixel where the picture's gradient is |S|: half "
                        "of it at K²."});
        return;
    }
    const float largest = params.k / std::sqrt(2 * std::numbers::e_v<float>);
    draw_curve({.value =
                    [&](float s) {
                        float flux = 0, slope = 0;
                        math::learning_flux<LearningConductance::exponential>(s * params.k, 0.0f, constants,
                                                                              flux, slope);
                        return flux / largest;
                    },
                .longest = longest,
                .mark = fmt::format("K = {:.4g}", params.k),
                .end = fmt::format("G = {:.3g}", longest * params.k),
                .name = "G·g(G)",
                .tooltip =
                    "How much a response G of the operator moves a pixel: most at K/√2, and hardly at all "
                    "well above K.",
                .top = fmt::format("{:.2g}", largest)});
}

}  // namespace droplet
