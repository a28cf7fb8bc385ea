// The panel of the sliding window.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/heat_colours.h"
#include "ui/operator_panel_logic.h"
#include "ui/sliding_sizes.h"
#include "ui/sliding_window.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// Up to this size all numbers are side by side; of larger ones colours, and the numbers around one cell.
constexpr int most_numbers = 5;
constexpr std::array<const char*, 3> signs{"×", "=", ""};

void quiet_text(const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    ImGui::PushFont(fonts().small);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    ImGui::PopStyleColor();
}

/// A line of small words with its number at the right end.
void number_line(const std::string& label, const std::string& number, const ImVec4& label_ink,
                 const ImVec4& number_ink) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = px(18), y = at.y + height / 2;
    small_text({at.x, y}, {0, 0.5f}, label, label_ink);
    small_text({at.x + width, y}, {1, 0.5f}, number, number_ink);
    ImGui::Dummy({width, height});
}

const char* channel_name(SlidingChannel channel) {
    constexpr std::array<const char*, 4> names{"red", "green", "blue", "grey"};
    return names[static_cast<std::size_t>(channel)];
}

/// "2 073 600".
std::string grouped(std::int64_t number) {
    const std::string digits = fmt::format("{}", number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ' ';
        text += digits[i];
    }
    return text;
}

bool tool_button(const char* key, Icon icon, float width, const char* help, const std::string& refusal,
                 std::string_view label = {}) {
    ImGui::BeginDisabled(!refusal.empty());
    const bool pressed = icon_button(key, icon, label, {width, ImGui::GetFrameHeight()});
    ImGui::EndDisabled();
    record_place(key);
    tooltip(refusal.empty() ? std::string_view(help) : std::string_view(refusal));
    return pressed;
}

}  // namespace

/// Which pixel: typed, or that of the mouse.
void SlidingWindow::draw_place() {
    const Spot at = scene_.output_at(spot_);
    int typed[2]{at.x, at.y};
    row_label("Output pixel");
    const float pin = px(58), gap = ImGui::GetStyle().ItemSpacing.x;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - pin - gap);
    ImGui::InputInt2("##place", typed);
    record_place("sliding.place");
    if (ImGui::IsItemDeactivatedAfterEdit()) put_at(scene_, typed[0], typed[1]);
    tooltip("Column and row of the result's pixel, from 0; typed ones are pinned.");
    ImGui::SameLine();
    const bool walks = walk_.begun();
    ImGui::BeginDisabled(walks);
    if (ImGui::Button(pinned_ ? "Free" : "Pin", {pin, 0})) pinned_ = !pinned_;
    ImGui::EndDisabled();
    record_place("sliding.pin");
    tooltip(walks ? "The walk leads the window; a click on the picture brings it there."
                  : "A click on the picture pins its pixel; the next click, or Esc, frees it.");
}

void SlidingWindow::draw_channels() {
    if (scene_.channels == 1) return;
    row_label("Channel");
    static constexpr std::array<std::string_view, 3> names{"red", "green", "blue"};
    if (channel_ == SlidingChannel::grey) {
        int none = -1;
        const SegmentState greyed{false, "The convolution is of the picture's grey."};
        const std::array<SegmentState, 3> states{greyed, greyed, greyed};
        segmented("sliding.channel", none, names, ImGui::GetContentRegionAvail().x, states);
        return;
    }
    int index = static_cast<int>(channel_);
    if (segmented("sliding.channel", index, names, ImGui::GetContentRegionAvail().x))
        channel_ = static_cast<SlidingChannel>(index);
}

/// Of one of the three grids: window, kernel, products.
CellLook SlidingWindow::look_of(CellPlace place, int grid) const {
    const WindowCell& cell = sum_->at(place.row, place.column);
    if (grid == 1) return {signed_colour(cell.weight / range_), cell.weight, true};
    if (!cell.known) return {palette().frame, 0, false};
    if (grid == 2) return {signed_colour(cell.product / products_range_), cell.product, true};
    const float v = std::clamp(cell.value, 0.0f, 1.0f);
    CellLook look{{v, v, v, 1}, cell.value, true};
    if (cell.source != CellSource::inside) look.frame = source_colour(cell.source);
    return look;
}

/// Window, kernel and products of the same cells; the cell below the mouse in any of them.
std::optional<CellPlace> SlidingWindow::draw_row_of_grids(const char* name, const CellRange& range) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x, between = px(15);
    const float width = std::floor((room - 2 * between) / 3);
    const int longest = std::max(range.rows, range.columns);
    const float side = std::min(px(34), width / static_cast<float>(longest));
    // As high as it is wide, whatever the kernel: what is below stays in its place.
    const float height = width, cells_width = side * static_cast<float>(range.columns);
    const float cells_height = side * static_cast<float>(range.rows);
    std::optional<CellPlace> hovered;
    constexpr std::array<const char*, 3> keys{"window", "kernel", "products"};
    for (int i = 0; i < 3; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const ImVec2 min{origin.x + static_cast<float>(i) * (width + between), origin.y};
        ImGui::SetCursorScreenPos(
            {std::round(min.x + (width - cells_width) / 2), std::round(min.y + (height - cells_height) / 2)});
        const NumberGrid grid{
            fmt::format("sliding.{}.{}", name, keys[at]), range, side, {sum_->anchor_y, sum_->anchor_x}};
        if (const auto cell = number_grid(
                grid, [&](CellPlace p) { return look_of(p, i); }, lit_))
            hovered = cell;
        small_text({min.x + width + between / 2, min.y + height / 2}, {0.5f, 0.5f}, signs[at],
                   palette().muted);
    }
    ImGui::SetCursorScreenPos({origin.x, origin.y + height});
    ImGui::Dummy({room, px(2)});
    return hovered;
}

void SlidingWindow::draw_grids() {
    float largest = 0, largest_product = 0;
    for (const WindowCell& cell : sum_->cells) {
        largest = std::max(largest, std::fabs(cell.weight));
        largest_product = std::max(largest_product, std::fabs(cell.product));
    }
    range_ = steady_weight_range(range_, largest);
    products_range_ = steady_weight_range(products_range_, largest_product);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float third = (ImGui::GetContentRegionAvail().x + px(15)) / 3, y = at.y + px(8);
    const float half = (third - px(15)) / 2;
    const std::array<std::string, 3> titles{fmt::format("window, {}", channel_name(channel_)),
                                            params_.flip ? "kernel, flipped" : "kernel as drawn", "products"};
    for (std::size_t i = 0; i < 3; ++i)
        small_text({at.x + static_cast<float>(i) * third + half, y}, {0.5f, 0.5f}, titles[i],
                   i == 1 && params_.flip ? palette().warning : palette().muted);
    ImGui::Dummy({0, px(16)});
    in_panel_ = draw_row_of_grids("grid", {0, 0, sum_->height, sum_->width});
    if (std::max(sum_->width, sum_->height) > most_numbers) draw_loupe();
}

/// The numbers around one cell of a window that is too large to show all.
void SlidingWindow::draw_loupe() {
    if (in_panel_) loupe_ = in_panel_;
    const CellPlace middle = loupe_.value_or(CellPlace{sum_->anchor_y, sum_->anchor_x});
    CellRange range{0, 0, std::min(most_numbers, sum_->height), std::min(most_numbers, sum_->width)};
    range.first_row = std::clamp(middle.row - most_numbers / 2, 0, sum_->height - range.rows);
    range.first_column = std::clamp(middle.column - most_numbers / 2, 0, sum_->width - range.columns);
    quiet_text(fmt::format("rows {} to {}, columns {} to {}: point above to move", range.first_row,
                           range.first_row + range.rows - 1, range.first_column,
                           range.first_column + range.columns - 1));
    if (const auto cell = draw_row_of_grids("loupe", range)) in_panel_ = cell;
}

/// Takes the room of the grids, so that what is below stays in its place.
void SlidingWindow::draw_no_output() const {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x, spacing = ImGui::GetStyle().ItemSpacing.y;
    const float grids = std::floor((room - 2 * px(15)) / 3) + px(2) + 2 * spacing;
    const bool loupe = std::max(scene_.drawn.width, scene_.drawn.height) > most_numbers;
    const float height =
        px(16) + grids + 2 * px(18) + spacing + (loupe ? grids + drawn_size(fonts().small) + spacing : 0);
    small_text({at.x + room / 2, at.y + height / 2 - px(10)}, {0.5f, 0.5f},
               fmt::format("Mode {} has no output here:", enum_name(params_.mode)), palette().text);
    small_text({at.x + room / 2, at.y + height / 2 + px(10)}, {0.5f, 0.5f},
               "the window would reach over the border.", palette().muted);
    ImGui::Dummy({room, height});
}

/// The cell that is pointed at, in words.
void SlidingWindow::draw_cell_lines() const {
    if (!lit_) {
        const bool all_inside = std::ranges::all_of(
            sum_->cells, [](const WindowCell& cell) { return cell.source == CellSource::inside; });
        number_line("Point at a cell.", "", palette().muted, palette().muted);
        number_line(
            all_inside ? "All of the window lies inside the image." : "Framed cells lie outside the image.",
            "", palette().muted, palette().muted);
        return;
    }
    const WindowCell& cell = sum_->at(lit_->row, lit_->column);
    number_line(source_text(cell, params_), "",
                cell.source == CellSource::inside ? palette().text : source_colour(cell.source),
                palette().text);
    number_line(fmt::format("{} × {}", steady_number(cell.value), steady_number(cell.weight)),
                fmt::format("= {}", steady_number(cell.product)), palette().text, palette().text);
}

/// From the sum to what the result holds.
void SlidingWindow::draw_sum_lines() const {
    const bool known = sum_ && sum_->known;
    const auto line = [&](const std::string& label, float number, bool used) {
        number_line(label,
                    !used   ? "off"
                    : known ? steady_number(number)
                            : "…",
                    used ? palette().text : palette().disabled, used ? palette().text : palette().disabled);
    };
    const SlidingSum none;
    const SlidingSum& s = sum_ ? *sum_ : none;
    line("Sum of the products", s.sum, true);
    line(fmt::format("× gain {:.4g}", params_.gain), s.scaled, params_.gain != 1);
    line(fmt::format("+ offset {:.4g}", params_.offset), s.shifted, params_.offset != 0);
    line("Absolute value", s.magnitude, params_.absolute);
    line(params_.thresholding ? fmt::format("> {:.4g} ? {:.4g} : 0", params_.threshold, params_.top)
                              : "Threshold",
         s.value, params_.thresholding);
    const ImVec4& ink = differs_ ? palette().error : palette().accent;
    if (scene_.has_result)
        number_line(differs_ ? "The result holds another number" : "The result's pixel",
                    result_ ? steady_number(*result_) : "…", ink, ink);
    else
        number_line("The next step puts here", known ? steady_number(s.value) : "…", ink, ink);
    record_place("sliding.result");
}

void SlidingWindow::draw_walk() {
    subheading("Walk over the image");
    const std::string refusal =
        scene_.has_result ? "" : "Not while the convolution is iterated: there is no picture of the result.";
    const float gap = ImGui::GetStyle().ItemSpacing.x, room = ImGui::GetContentRegionAvail().x;
    const float width = std::floor((room - 3 * gap) / 4);
    const bool playing = walk_.playing();
    if (tool_button("sliding.play", playing ? Icon::pause : Icon::play, width,
                    playing ? "Holds the walk." : "Walks over the image and builds the result as it goes.",
                    refusal)) {
        if (playing)
            walk_.pause();
        else
            walk_.play(now_());
    }
    ImGui::SameLine();
    if (tool_button("sliding.step", Icon::step, width, "One position on, or one row.", refusal)) walk_.step();
    ImGui::SameLine();
    if (tool_button("sliding.restart", Icon::reset, width, "Back to the top left.", refusal)) walk_.restart();
    ImGui::SameLine();
    if (tool_button("sliding.leave", Icon::close, ImGui::GetContentRegionAvail().x,
                    "Ends the walk: the whole result is shown again.",
                    walk_.begun() ? "" : "There is no walk."))
        walk_.leave();

    row_label("Position", refusal.empty());
    ImGui::BeginDisabled(!refusal.empty());
    std::int64_t position = walk_.position();
    const std::int64_t first = 0, last = std::max<std::int64_t>(1, walk_.last());
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    begin_slider(static_cast<float>(static_cast<double>(position) / static_cast<double>(last)));
    if (ImGui::SliderScalar("##position", ImGuiDataType_S64, &position, &first, &last, "%lld"))
        walk_.go_to(position);
    end_slider();
    record_place("sliding.position");
    tooltip(fmt::format("Which of the {} values of the result is computed; drag to any.",
                        grouped(walk_.last() + 1)));
    row_label("Speed", refusal.empty());
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const float low = SlidingWalk::slowest, high = SlidingWalk::fastest;
    begin_slider(std::log(walk_.speed / low) / std::log(high / low));
    ImGui::SliderScalar("##speed", ImGuiDataType_Float, &walk_.speed, &low, &high, "%.0f/s",
                        ImGuiSliderFlags_Logarithmic | ImGuiSliderFlags_AlwaysClamp);
    end_slider();
    record_place("sliding.speed");
    tooltip("Positions a second, or rows.");
    row_label("At a time", refusal.empty());
    int unit = static_cast<int>(walk_.unit);
    static constexpr std::array<std::string_view, 2> units{"a position", "a row"};
    if (segmented("sliding.unit", unit, units, ImGui::GetContentRegionAvail().x))
        walk_.unit = static_cast<WalkUnit>(unit);
    ImGui::EndDisabled();
}

void SlidingWindow::draw_panel(const PictureContext& context) {
    if (!begin_section("Sliding window")) {
        in_panel_.reset();
        return;
    }
    ImGui::PushID("sliding");
    // Turned on, it is to be seen, wherever in the panel it stands.
    if (on && !was_on_) ImGui::SetScrollHereY(0);
    was_on_ = on;
    row_label("Show it");
    ImGui::Checkbox("##on", &on);
    record_place("sliding.on");
    tooltip("Shows the sum that makes the pixel below the mouse.  (W)");
    in_panel_.reset();
    if (on) {
        // Turned on in this very frame, it has not been put together yet.
        if (!placed_ || scene_.image != context.status.size) update(context);
        if (scene_.refusal.empty()) {
            draw_place();
            draw_channels();
            ImGui::Dummy({0, px(2)});
            if (sum_) {
                draw_grids();
                draw_cell_lines();
            } else {
                draw_no_output();
            }
            draw_sum_lines();
            draw_walk();
        } else {
            quiet_text(scene_.refusal);
        }
        if (!scene_.drawn.empty()) {
            subheading("Sizes of the results");
            draw_sizes(scene_, params_.mode);
        }
    }
    ImGui::PopID();
    ImGui::Dummy({0, px(4)});
}

}  // namespace droplet
