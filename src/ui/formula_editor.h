#pragma once
#include <optional>
#include <string>

#include "model/preset.h"

namespace droplet {

/// The field that the recurrence is typed into: every text that is a formula takes effect at once; of one
/// that is none, the place of the mistake is underlined and what was expected stands below, and the last
/// formula that was one stays in force.
class FormulaEditor {
 public:
    /// Draws field, line and the menu of examples; true when the preset changed. An example brings its look
    /// along, fitted to `canvas`.
    bool draw(Preset& preset, Size canvas);

    /// What is typed, formula or not.
    const std::string& text() const { return text_; }
    struct Mistake {
        std::size_t begin, end;  ///< bytes of the text
        std::string words;
    };
    const std::optional<Mistake>& mistake() const { return mistake_; }

 private:
    bool draw_field(Preset& preset);
    void draw_mistake_line() const;
    bool draw_examples(Preset& preset, Size canvas);
    void check();

    std::string text_, known_;  ///< known_: the preset's formula that text_ was last the same as
    std::optional<Mistake> mistake_;
};

}  // namespace droplet
