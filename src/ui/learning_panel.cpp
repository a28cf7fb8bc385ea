#include "ui/learning_panel.h"

#include "ui/param_widgets.h"

namespace droplet {

bool learning_panel(LearningParams& params, Messages& messages) {
    return param_widgets(params, messages);
}

}  // namespace droplet
