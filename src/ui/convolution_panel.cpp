#include "ui/convolution_panel.h"

#include "ui/param_widgets.h"

namespace droplet {

bool convolution_panel(Preset& preset, const SessionStatus&, Messages& messages) {
    return param_widgets(preset.convolution, messages);
}

}  // namespace droplet
