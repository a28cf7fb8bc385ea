#pragma once
#include <imgui.h>

#include <vector>

#include "session/operator_edit.h"
#include "ui/messages.h"
#include "ui/operator_panel_logic.h"

namespace droplet {

/// The weights as a heat map with numbers, each open to the hand: drag, type, pin. Keeps what is being
/// dragged or typed, and the range of the colours.
class OperatorGrid {
 public:
    /// Appends the edits to make.
    void draw(const LearningState& state, const LearningParams& params, const WeightMemory& memory,
              Messages& messages, std::vector<OperatorEdit>& edits);

 private:
    struct Layout {
        ImVec2 origin, cell;
        float gap, gutter;  ///< between slices; at the left and above, for their names
        bool large;         ///< one slice, with room for more digits

        ImVec2 at(int channels, int index) const;
    };
    struct Context {
        const LearningState& state;
        const LearningParams& params;
        const WeightMemory& memory;
        Messages& messages;
        std::vector<OperatorEdit>& edits;
    };

    static Layout layout(int channels);
    void draw_cell(const Context& context, const Layout& layout, int index);
    void drag(const Context& context, int index, bool activated);
    void change(const Context& context, int index, float wanted) const;
    void cell_tooltip(const Context& context, int index) const;
    void draw_editor(const Context& context);
    void draw_colour_bar(float left, float width) const;

    float range_ = 0;
    struct Drag {
        int index = -1;  ///< none
        float weight = 0, range = 1;
        bool moved = false;
    } drag_;
    struct Editor {
        int index = -1;
        float weight = 0;
        bool opens = false;
    } editor_;
};

}  // namespace droplet
