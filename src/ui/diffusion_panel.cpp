#include "ui/diffusion_panel.h"

#include "ui/conductance_plot.h"
#include "ui/param_widgets.h"

namespace droplet {

bool diffusion_panel(DiffusionParams& params, Messages& messages) {
    const bool changed = param_widgets(params, messages);
    conductance_plot(params);
    return changed;
}

}  // namespace droplet
