#include "ui/kernel_panel_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "model/kernel_edit.h"
#include "model/kernel_text.h"
#include "ui/heat_colours.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// Zeros up to the rounding of float32 weights are 0.
std::string number_text(double value, double size) {
    if (std::abs(value) <= 1e-6 * size) return "0";
    return weight_label(static_cast<float>(value), 4);
}

double sum_of_sizes(const Kernel& kernel) {
    double size = 0;
    for (const float weight : kernel.weights) size += static_cast<double>(std::abs(weight));
    return size;
}

std::string list_text(const std::vector<double>& values, double factor) {
    std::string text;
    for (const double value : values)
        text += (text.empty() ? "" : "  ") + weight_label(static_cast<float>(value * factor), 3);
    return text;
}

/// What makes a column read best: whole numbers where it is a multiple of them, else the largest 1; upright.
double nice_factor(const std::vector<double>& column) {
    const auto smaller = [](double a, double b) { return std::abs(a) < std::abs(b); };
    const double largest = *std::max_element(column.begin(), column.end(), smaller);
    double least = largest;
    for (const double value : column)
        if (std::abs(value) > 1e-6 * std::abs(largest)) least = std::min(least, value, smaller);
    const bool whole = std::all_of(column.begin(), column.end(), [least](double value) {
        const double multiple = value / least;
        return std::abs(multiple) < 1000 && std::abs(multiple - std::round(multiple)) < 1e-4;
    });
    return 1 / std::copysign(whole ? least : largest, largest);
}

}  // namespace

std::string sum_sentence(double sum) {
    if (std::abs(sum) < 1e-6) return "Sum 0: flat areas become 0, whatever their brightness.";
    if (std::abs(sum - 1) < 1e-5) return "Sum 1: flat areas keep their brightness.";
    return fmt::format("Sum {}: flat areas are multiplied by it.", weight_label(static_cast<float>(sum), 4));
}

std::string rank_sentence(const math::KernelFactors& factors) {
    const int rank = factors.rank();
    if (rank == 0) return "Rank 0: all weights are 0.";
    if (rank > 1)
        return fmt::format(
            "Rank {}: a sum of {} separable kernels, by its singular values; not itself separable.", rank,
            rank);
    const math::SeparableTerm& term = factors.terms.front();
    const double factor = nice_factor(term.column);
    return fmt::format(
        "Rank 1: separable, a column times a row, so that it can run as two short passes.\n\n"
        "column  {}\nrow  {}",
        list_text(term.column, factor), list_text(term.row, 1 / factor));
}

void KernelFacts::look_at(const Kernel& kernel) {
    if (kernel == kernel_) return;
    constexpr std::size_t most_labels = 200;
    constexpr int small = 11;
    kernel_ = kernel;
    sum_ = kernel_sum(kernel);
    factors_ = math::factors_of(kernel);
    spectrum_ = math::spectrum_of(kernel, std::max(kernel.width, kernel.height) <= small ? 33 : 65);
    labels_ = kernel.weights.size() <= most_labels ? weight_labels(kernel) : std::vector<std::string>();
    colours_.clear();
}

void KernelFacts::draw_response(ImVec2 origin, float side) {
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({side, side});
    record_place("kernel.response");
    const int n = spectrum_.side;
    if (const ImU32 theme = packed(palette().accent); colours_.empty() || coloured_for_ != theme) {
        coloured_for_ = theme;
        const float range = spectrum_.largest > 0 ? spectrum_.largest : 1;
        colours_.clear();
        for (const float gain : spectrum_.gain) colours_.push_back(packed(gain_colour(gain / range)));
    }
    const auto edge = [side, n](int i) { return side * static_cast<float>(i) / static_cast<float>(n - 1); };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int y = 0; y + 1 < n; ++y)
        for (int x = 0; x + 1 < n; ++x) {
            const auto at = static_cast<std::size_t>(y * n + x), below = at + static_cast<std::size_t>(n);
            list.AddRectFilledMultiColor({origin.x + edge(x), origin.y + edge(y)},
                                         {origin.x + edge(x + 1), origin.y + edge(y + 1)}, colours_[at],
                                         colours_[at + 1], colours_[below + 1], colours_[below]);
        }
    list.AddRect(origin, {origin.x + side, origin.y + side}, packed(palette().border));
    if (!ImGui::IsItemHovered()) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto nearest = [&](float offset) {
        return std::clamp(static_cast<int>(std::lround(offset / side * static_cast<float>(n - 1))), 0, n - 1);
    };
    const int x = nearest(mouse.x - origin.x), y = nearest(mouse.y - origin.y);
    list.AddCircle({origin.x + edge(x), origin.y + edge(y)}, px(4), packed(palette().text), 16, px(1.5f));
    const double wx = spectrum_.frequency(x), wy = spectrum_.frequency(y), length = std::hypot(wx, wy);
    const std::string which =
        length > 0 ? fmt::format("waves of {:.2f} px", 2 * std::numbers::pi / length) : "flat areas";
    tooltip_beside_panel();
    tooltip_text(fmt::format(
        "gain {:.4g} for {}\nω = ({:.2f}, {:.2f}) a pixel\n\nThe frequency response |DFT(k)|: ωx from −π "
        "at the left to π at the right, ωy downwards; flat areas in the middle, checkerboards in the "
        "corners. The colours end at the largest gain, {:.4g}.",
        spectrum_.at(y, x), which, wx, wy, spectrum_.largest));
}

void KernelFacts::draw_image(ImVec2 origin, float side) const {
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({side, side});
    record_place("kernel.image");
    const auto [least, largest] = std::minmax_element(kernel_.weights.begin(), kernel_.weights.end());
    const float low = *least, span = *largest - *least;
    const float cell = side / static_cast<float>(std::max(kernel_.width, kernel_.height));
    const ImVec2 corner{origin.x + (side - cell * static_cast<float>(kernel_.width)) / 2,
                        origin.y + (side - cell * static_cast<float>(kernel_.height)) / 2};
    const auto edge = [cell](float start, int i) { return std::round(start + cell * static_cast<float>(i)); };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(origin, {origin.x + side, origin.y + side}, packed(palette().frame));
    for (int y = 0; y < kernel_.height; ++y)
        for (int x = 0; x < kernel_.width; ++x) {
            const float grey = span > 0 ? (kernel_.at(y, x) - low) / span : 0.5f;
            list.AddRectFilled({edge(corner.x, x), edge(corner.y, y)},
                               {edge(corner.x, x + 1), edge(corner.y, y + 1)}, packed({grey, grey, grey, 1}));
        }
    list.AddRect(origin, {origin.x + side, origin.y + side}, packed(palette().border));
    tooltip(span > 0 ? fmt::format(
                           "The kernel as a picture: black is its least weight, {}, white its largest, {}.",
                           weight_label(low, 4), weight_label(low + span, 4))
                     : fmt::format("The kernel as a picture: all weights are {}.", weight_label(low, 4)));
}

void KernelFacts::draw_numbers(ImVec2 origin, float height) const {
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x,
                line = std::floor(height / 4);
    const double size = sum_of_sizes(kernel_);
    const int rank = factors_.rank();
    struct Row {
        const char* name;
        std::string value, help;
    };
    const std::array<Row, 4> rows{{
        {"sum", number_text(sum_, size), sum_sentence(std::abs(sum_) <= 1e-6 * size ? 0 : sum_)},
        {"rank", fmt::format("{}", rank), rank_sentence(factors_)},
        {"",
         rank == 1  ? "separable"
         : rank > 1 ? "not separable"
                    : "",
         rank_sentence(factors_)},
        {"largest gain", fmt::format("{:.3g}", spectrum_.largest), "The strongest response to any wave."},
    }};
    constexpr std::array keys{"kernel.sum", "kernel.rank", "kernel.separable", "kernel.gain"};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const float y = origin.y + line * static_cast<float>(i), middle = y + line / 2;
        small_text({origin.x, middle}, {0, 0.5f}, rows[i].name, palette().muted);
        small_text({right, middle}, {1, 0.5f}, rows[i].value, palette().text);
        ImGui::SetCursorScreenPos({origin.x, y});
        ImGui::Dummy({right - origin.x, line});
        record_place(keys[i]);
        tooltip(rows[i].help);
    }
}

void KernelFacts::draw() {
    const float side = px(90), gap = px(8);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    draw_response(origin, side);
    draw_image({origin.x + side + gap, origin.y}, side);
    draw_numbers({origin.x + 2 * (side + gap) + px(2), origin.y}, side);
    ImGui::SetCursorScreenPos({origin.x, origin.y + side});
    ImGui::Dummy({0, px(2)});
}

}  // namespace droplet
