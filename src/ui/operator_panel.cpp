#include "ui/operator_panel.h"

namespace droplet {

OperatorPanelResult operator_panel(const LearningState&, LearningParams&, Messages&) {
    return {};
}

}  // namespace droplet
