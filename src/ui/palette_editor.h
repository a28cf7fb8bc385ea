#pragma once
#include "model/palette.h"
#include "ui/messages.h"

namespace droplet {

/// What the editor asks of the window.
struct PaletteEditorResult {
    bool changed = false;
    bool load = false, save = false;  ///< a file is to be chosen
};

/// The section "Colours": the palette, all others to choose from, how it lies on the values, and its editor.
/// An edit of a named palette makes it the custom one.
PaletteEditorResult palette_editor(FractalParams& params, Palette& custom, Messages& messages);

}  // namespace droplet
