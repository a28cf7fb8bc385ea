#include "cli/contact_sheet.h"

#include <algorithm>
#include <cmath>

namespace droplet {
namespace {

constexpr TextColour ground{0.078f, 0.086f, 0.102f};
constexpr TextColour empty_cell{0.118f, 0.129f, 0.149f};
constexpr TextColour bright{0.925f, 0.933f, 0.949f};
constexpr TextColour dim{0.588f, 0.620f, 0.671f};

int count_of(const SheetAxis& axis) {
    return static_cast<int>(axis.values.size());
}

int height_of(const TextStyle& style) {
    return static_cast<int>(std::ceil(style.pixels));
}

int widest(const std::vector<std::string>& texts, const TextStyle& style) {
    int width = 0;
    for (const std::string& text : texts) width = std::max(width, text_width(text, style));
    return width;
}

/// The style, smaller where the longest of the texts is wider than there is room; letters that nobody can
/// read are no smaller than that.
TextStyle fitted(TextStyle style, const std::vector<std::string>& texts, int room) {
    constexpr float least = 10;
    while (style.pixels > least && widest(texts, style) > room) style.pixels -= 1;
    return style;
}

}  // namespace

ContactSheet::ContactSheet(SheetText text, Size cell) : text_(std::move(text)), cell_(cell) {
    lay_out();
}

void ContactSheet::lay_out() {
    const int columns = count_of(text_.columns), rows = count_of(text_.rows);
    constexpr float smallest = 15, largest = 34;
    const float letters = std::clamp(static_cast<float>(columns * cell_.width) / 75.0f, smallest, largest);
    const int em = static_cast<int>(std::lround(letters));
    gap_ = std::max(4, em / 2);
    margin_ = 2 * em;
    title_ = {TextWeight::bold, std::round(letters * 1.7f)};
    subtitle_ = {TextWeight::medium, letters};
    axis_ = {TextWeight::bold, letters};
    column_ = fitted({TextWeight::medium, letters}, text_.columns.values, cell_.width);
    row_ = {TextWeight::medium, letters};
    grid_ = {columns * cell_.width + (columns - 1) * gap_, rows * cell_.height + (rows - 1) * gap_};

    left_ = margin_;
    if (!text_.rows.title.empty())
        left_ += height_of(axis_) + em / 2 + widest(text_.rows.values, row_) + em / 2 + 2;
    top_ = margin_ + height_of(title_) + em / 3 + height_of(subtitle_) + em + em / 2;
    if (!text_.columns.title.empty()) top_ += height_of(axis_) + em / 3 + height_of(column_) + em / 2;

    // A single small picture still has a title that can be read.
    const int headline =
        std::min(text_width(text_.title, title_) + 2 * em + text_width(text_.mark, subtitle_), 40 * em);
    size_.width = std::max(left_ + grid_.width, margin_ + headline) + margin_;
    size_.height = top_ + grid_.height + margin_;
}

void ContactSheet::begin() {
    picture_ = Image(size_, 3);
    fill(0, 0, size_, ground);
    for (int row = 0; row < count_of(text_.rows); ++row)
        for (int column = 0; column < count_of(text_.columns); ++column) {
            const Size at = cell_place(column, row);
            fill(at.width, at.height, cell_, empty_cell);
        }
    draw_titles();
    draw_labels();
}

Size ContactSheet::cell_place(int column, int row) const {
    return {left_ + column * (cell_.width + gap_), top_ + row * (cell_.height + gap_)};
}

void ContactSheet::fill(int x, int y, Size size, const TextColour& colour) {
    for (int channel = 0; channel < 3; ++channel)
        for (int row = y; row < y + size.height; ++row)
            std::fill_n(picture_.plane(channel).row(row) + x, size.width,
                        colour[static_cast<std::size_t>(channel)]);
}

void ContactSheet::draw_titles() {
    const int right = size_.width - margin_;
    const TextMask mark = rasterized(text_.mark, subtitle_);
    const int base = height_of(title_) - height_of(subtitle_);
    draw_text(picture_, mark, right - mark.size.width, margin_ + base - base / 3, dim);
    const int room = right - mark.size.width - margin_ - margin_;
    draw_text(picture_, rasterized(shortened(text_.title, title_, room), title_), margin_, margin_, bright);
    const int below = margin_ + height_of(title_) + margin_ / 6;
    draw_text(picture_, rasterized(shortened(text_.subtitle, subtitle_, right - margin_), subtitle_), margin_,
              below, dim);
}

void ContactSheet::draw_labels() {
    const int em = margin_ / 2;
    if (!text_.columns.title.empty()) {
        const int values = top_ - em / 2 - height_of(column_);
        const TextMask title = rasterized(shortened(text_.columns.title, axis_, size_.width - left_), axis_);
        draw_text(picture_, title, left_ + std::max(0, (grid_.width - title.size.width) / 2),
                  values - em / 3 - height_of(axis_), bright);
        for (int i = 0; i < count_of(text_.columns); ++i) {
            const TextMask value = rasterized(
                shortened(text_.columns.values[static_cast<std::size_t>(i)], column_, cell_.width + gap_ / 2),
                column_);
            draw_text(picture_, value, cell_place(i, 0).width + (cell_.width - value.size.width) / 2, values,
                      dim);
        }
    }
    if (text_.rows.title.empty()) return;
    const TextMask title = turned(rasterized(shortened(text_.rows.title, axis_, grid_.height), axis_));
    draw_text(picture_, title, margin_, top_ + std::max(0, (grid_.height - title.size.height) / 2), bright);
    for (int i = 0; i < count_of(text_.rows); ++i) {
        const TextMask value = rasterized(text_.rows.values[static_cast<std::size_t>(i)], row_);
        draw_text(picture_, value, left_ - em / 2 - 2 - value.size.width,
                  cell_place(0, i).height + (cell_.height - value.size.height) / 2, dim);
    }
}

void ContactSheet::put(int column, int row, const Image& picture) {
    const Size at = cell_place(column, row);
    const int width = std::min(picture.width(), cell_.width),
              height = std::min(picture.height(), cell_.height);
    const int x0 = at.width + (cell_.width - width) / 2, y0 = at.height + (cell_.height - height) / 2;
    for (int channel = 0; channel < 3; ++channel) {
        const ConstPlane from = picture.plane(picture.channels() == 1 ? 0 : channel);
        const float behind = empty_cell[static_cast<std::size_t>(channel)];
        for (int y = 0; y < height; ++y) {
            float* to = picture_.plane(channel).row(y0 + y) + x0;
            for (int x = 0; x < width; ++x) {
                const float value = from.row(y)[x];
                // NaN becomes black, as in every file of whole numbers.
                const float clamped = value > 0 ? std::min(value, 1.0f) : 0.0f;
                const float share =
                    picture.has_alpha() ? std::clamp(picture.alpha().row(y)[x], 0.0f, 1.0f) : 1.0f;
                to[x] = behind + share * (clamped - behind);
            }
        }
    }
}

}  // namespace droplet
