#include "ui/kernel_panel.h"

#include "ui/param_widgets.h"
#include "ui/widgets.h"

namespace droplet {

KernelPanelResult kernel_panel(ConvolutionParams& params, Kernel&, const Operator&, int, Messages& messages) {
    KernelPanelResult result;
    if (!begin_section("Kernel")) return result;
    result.changed = param_row(params, std::get<0>(Schema<ConvolutionParams>::fields), messages);
    return result;
}

}  // namespace droplet
