// Building blocks that the panels share.
#pragma once
#include <imgui.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/actions.h"
#include "ui/fonts.h"
#include "ui/icons.h"

namespace droplet {

/// The fonts of the frame being drawn.
const Fonts& fonts();
void set_fonts(const Fonts& fonts);

/// Shows `text` when the mouse is over the last item, even when it is greyed out.
void tooltip(std::string_view text);
void tooltip_text(std::string_view text);

/// A heading that folds what is below it; true when it is unfolded.
bool begin_section(const char* title);
/// A lesser heading that folds what is below it, with a summary at the right while it is folded; folded at
/// first. True when it is unfolded.
bool begin_fold(const char* title, const std::string& summary);
/// A quiet heading inside a section that folds what is below it; true while that is unfolded.
bool subsection(const char* title, bool& open);
/// A quiet heading inside a section.
void subheading(const char* title);

/// Begins a row: its name at the left, then the place for its control.
void row_label(std::string_view text, bool enabled = true);
/// Where the controls of rows begin, from the left of their window.
float label_width();
/// A row that shows a value.
void value_row(std::string_view label, std::string_view value);

/// Size at which a font is drawn: where the display gives more pixels than units, its own counts pixels.
float drawn_size(const ImFont* font);
/// What `words` take in the small font.
ImVec2 small_extent(const std::string& words);
/// Words in the small font, drawn so that `anchor` of their box (0: left or top, 1: right or bottom) is at
/// `position`.
void small_text(ImVec2 position, ImVec2 anchor, const std::string& words, const ImVec4& colour);

/// A button with an icon and, if `label` is not empty, text.
bool icon_button(const char* id, Icon icon, std::string_view label, ImVec2 size, bool primary = false);
struct ButtonLook {
    std::string_view label{};  ///< empty: the action's name
    float height = 32;         ///< at scale 1
    bool primary = false;
};
/// The button of an action, greyed while it cannot be used.
void action_button(const Action& action, float width, const ButtonLook& look = {});
/// The same, outlined while the action is on.
void switch_button(const Action& action, float width, const ButtonLook& look = {});

/// Around an ImGui slider: draws its track, filled up to `share` of its length. ImGui draws the value.
void begin_slider(float share);
void end_slider();

struct SegmentState {
    bool enabled = true;
    std::string_view why_not;  ///< tooltip while it is not
};
/// Names side by side of which one is chosen; true when another was chosen. `states` may be empty.
bool segmented(const char* id, int& index, std::span<const std::string_view> names, float width,
               std::span<const SegmentState> states = {});

/// `text`, shortened in the middle to fit `width`.
std::string elided(const std::string& text, float width);

/// Remembers where the control of this key was drawn last, in window coordinates, so that what points at
/// controls (tests of the window) finds them.
struct Place {
    ImVec2 min, max;
};
void record_place(std::string_view key);
std::optional<Place> place_of(std::string_view key);

}  // namespace droplet
