#include "ui/pace_panel.h"

#include "ui/param_widgets.h"
#include "ui/widgets.h"

namespace droplet {

bool pace_panel(PaceParams& params, Messages& messages) {
    const bool counts_steps = params.pace == Pace::steps_per_frame;
    return param_widgets(params, messages, [counts_steps](std::string_view key) -> std::string {
        if (key == "steps-per-frame" && !counts_steps)
            return "Only with the pace 'steps': now the time budget decides.";
        if (key == "budget-ms" && counts_steps)
            return "Only with the pace 'budget': now the steps per frame decide.";
        return {};
    });
}

}  // namespace droplet
