#pragma once
#include <optional>

#include "model/convolution_params.h"
#include "model/operator.h"
#include "ui/messages.h"

namespace droplet {

/// What a kernel panel asks of the window.
struct KernelPanelResult {
    bool changed = false;                 ///< params.kernel and its rows, or the custom kernel
    bool load = false, save = false;      ///< a file is to be chosen
    std::optional<Operator> to_operator;  ///< learning is to start from this
};

/// The kernel of a convolution: a named one, or one's own, drawn, typed, pasted or calculated. An edit of a
/// named kernel makes it the custom one. `learned` is the running operator; channels 0 where there is none.
/// `channels` are the picture's; 0: there is none.
KernelPanelResult kernel_panel(ConvolutionParams& params, Kernel& custom, const Operator& learned,
                               int channels, Messages& messages);

}  // namespace droplet
