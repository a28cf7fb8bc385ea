#pragma once
#include <imgui.h>

#include <optional>
#include <string>
#include <vector>

#include "model/kernel.h"
#include "ui/messages.h"

namespace droplet {

/// A number typed into a popup that opens below the item drawn last: a decimal or a fraction; Enter sets it.
class NumberEditor {
 public:
    /// Opens with this number, in the next draw().
    void open(float value);
    /// `id` names the popup, `title` stands above the field, `subject` begins messages. The number that was
    /// set.
    std::optional<float> draw(const char* id, const std::string& title, const char* subject,
                              Messages& messages);

 private:
    char text_[64] = {};
    bool opens_ = false;
};

/// What was done to the grid.
struct KernelGridResult {
    std::optional<Kernel> edited;
    bool copy = false, paste = false;  ///< by the keyboard
};

/// A kernel as cells in the colours of their weights, with numbers where they can be read; each is dragged,
/// typed into, and reached by the arrow keys. Keeps what is being dragged or typed, and the range of the
/// colours.
class KernelGrid {
 public:
    /// `labels` are those of model/kernel_text.h, or none for a kernel that is too large for numbers.
    KernelGridResult draw(const Kernel& kernel, const std::vector<std::string>& labels, Messages& messages);

 private:
    struct Layout {
        ImVec2 origin, cell;
        ImFont* font = nullptr;  ///< of the numbers; none: cells are too small for them
        bool short_numbers = false;
    };
    struct Context {
        const Kernel& kernel;
        const std::vector<std::string>& labels;
        Layout layout;
        KernelGridResult& result;
        std::vector<ImVec2>& marked;  ///< corners of cells that stand out
    };

    static Layout layout(const Kernel& kernel, const std::vector<std::string>& labels);
    void draw_cell(const Context& context, int index);
    void paint_cell(const Context& context, int index, ImVec2 min) const;
    void drag(const Context& context, int index, bool activated);
    void cell_tooltip(const Kernel& kernel, int index) const;
    static void set(const Context& context, int index, float weight);

    float range_ = 0;
    struct Drag {
        int index = -1;     ///< none
        double weight = 0;  ///< before it is put on a round number
        float range = 1;
        bool moved = false;
    } drag_;
    NumberEditor editor_;
    int editing_ = 0;
};

/// A small picture of a kernel in the colours of its weights, in the middle of a square.
void draw_kernel_picture(ImVec2 min, float side, const Kernel& kernel);

/// "row 2, column 3", counted from 1.
std::string cell_place(const Kernel& kernel, int index);

/// A weight after a drag by this many steps of a hundredth of the range of the colours, or a tenth of that if
/// `fine`, on a whole number of such steps.
float dragged_weight(double weight, float range, bool fine);

}  // namespace droplet
