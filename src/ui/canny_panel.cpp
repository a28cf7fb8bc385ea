#include "ui/canny_panel.h"

#include "ui/param_widgets.h"

namespace droplet {

bool canny_panel(Preset& preset, CompareParams&, Messages& messages) {
    return param_widgets(preset.canny, messages);
}

}  // namespace droplet
