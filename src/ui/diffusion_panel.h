#pragma once
#include "model/diffusion_params.h"
#include "ui/messages.h"

namespace droplet {

/// The settings of Perona-Malik diffusion; true when one changed.
bool diffusion_panel(DiffusionParams& params, Messages& messages);

}  // namespace droplet
