#pragma once
#include <imgui.h>

#include <cstddef>
#include <optional>

#include "model/schema.h"

namespace droplet {

/// Where a user is in the convolution lesson; kept, so that it can be left and taken up again.
struct LessonParams {
    bool open = false;
    int station = 0;

    bool operator==(const LessonParams&) const = default;
};

template <>
struct Schema<LessonParams> {
    using P = LessonParams;
    static constexpr std::string_view group = "lesson";
    static constexpr std::string_view title = "Convolution lesson";
    static constexpr std::tuple fields{
        Field{&P::open, "open", "Open", "Whether the guided tour is shown."},
        Field{&P::station, "station", "Station",
              "The station it is at, from 0; one beyond the last is the last.", Range{0, 1000},
              Range{0, 1000}},
    };
};
static_assert(every_member_has_a_row<LessonParams>);

/// Height of the tour's bar of this width: that of the station with most words, so that it stands still from
/// one to the next.
float lesson_bar_height(float width);

/// The guided tour of the convolution lesson (model/lesson.h): the station's words in the area [min, max],
/// and ways on, back, out and to any other. Returns the station to set up, if one was asked for.
std::optional<std::size_t> lesson_bar(LessonParams& lesson, ImVec2 min, ImVec2 max);

}  // namespace droplet
