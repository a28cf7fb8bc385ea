#pragma once
#include <optional>
#include <string>

#include "model/formula.h"
#include "session/session_thread.h"
#include "ui/actions.h"
#include "ui/formula_editor.h"
#include "ui/fractal_plane.h"
#include "ui/messages.h"
#include "ui/picture_context.h"

namespace droplet {

/// The fractal's recurrence, colouring and what it feeds, as sections of a panel; the branch cut over the
/// picture; and the c of a Julia set that goes with the mouse.
class FractalPanel {
 public:
    /// Whether the cut is drawn where there is one.
    bool shows_cut = true;
    /// c goes with the mouse until a click, and while a key is held.
    bool follows = false, held = false;
    bool moves_c() const { return follows || held; }

    /// Draw a section each; true when the preset changed.
    bool draw_recurrence(Preset& preset, const SessionStatus& status, const ActionList& actions,
                         Messages& messages);
    bool draw_coloring(Preset& preset, Messages& messages);
    bool draw_feeds(Preset& preset, Messages& messages);

    /// Takes the mouse over the picture, whose pixels lie at `plane`. True while c goes with the mouse: the
    /// change is complete when it does no more.
    bool follow(Preset& preset, const PictureContext& context, const FractalPlane& plane);
    /// The Julia set of the point below the mouse, all of it; from there, back to the plane of c that one
    /// came from.
    void toggle_julia_of(Preset& preset, const PlanePoint& point, Size canvas);
    /// Over the picture.
    void draw_overlay(const PictureContext& context, const FractalPlane& plane);

    const FormulaEditor& editor() const { return editor_; }

 private:
    bool draw_power(Preset& preset, Messages& messages);
    bool draw_start(Preset& preset, Messages& messages);
    bool draw_julia(Preset& preset, const ActionList& actions, Messages& messages);

    FormulaEditor editor_;
    /// Where a Julia set was gone to from.
    std::optional<FractalPlace> left_;
    /// The formula whose program is known.
    std::string compiled_;
    FormulaProgram program_;
};

}  // namespace droplet
