#pragma once
#include "model/schema.h"

namespace droplet {

/// What a still of the picture holds. as_shown: its colours as the window shows them; values: the numbers as
/// computed, for which there is one format.
enum class StillContent { as_shown, values };

template <>
struct EnumNames<StillContent> {
    static constexpr StillContent last = StillContent::values;
    static constexpr std::array<std::string_view, 2> names{"as-shown", "values"};
};
static_assert(every_value_has_a_name<StillContent>);

/// Of what is shown.
enum class StillFormat { png_8, png_16, jpeg };

template <>
struct EnumNames<StillFormat> {
    static constexpr StillFormat last = StillFormat::jpeg;
    static constexpr std::array<std::string_view, 3> names{"png-8", "png-16", "jpeg"};
};
static_assert(every_value_has_a_name<StillFormat>);

/// What F12 writes. Where to: media/capture_name.h.
struct StillParams {
    StillContent content = StillContent::as_shown;
    StillFormat format = StillFormat::png_8;
    int jpeg_quality = 92;
    bool panel_open = true;

    bool operator==(const StillParams&) const = default;
};

template <>
struct Schema<StillParams> {
    using P = StillParams;
    static constexpr std::string_view group = "still";
    static constexpr std::string_view title = "Still";
    static constexpr std::tuple fields{
        Field{&P::content, "still-content", "Still of",
              "as-shown: the whole picture in its own resolution, in the colours shown; values: the numbers "
              "as computed, in a PFM."},
        Field{&P::format, "still-format", "Format",
              "png-8 and png-16: 8 or 16 bits a channel, nothing lost; jpeg: smaller, and not exact."},
        Field{&P::jpeg_quality, "still-quality", "Quality", "Of a JPEG: higher is larger and closer.",
              Range{1, 100}, Range{50, 100}},
        Field{&P::panel_open, "still-open", "Still", "Whether the panel shows how stills are taken."},
    };
};
static_assert(every_member_has_a_row<StillParams>);

}  // namespace droplet
