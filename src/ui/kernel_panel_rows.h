// What the parts of the kernel panel share.
#pragma once
#include <functional>
#include <string>

#include "model/convolution_params.h"
#include "ui/messages.h"

namespace droplet {

/// A button, greyed where there is a reason against it.
bool panel_button(const char* key, const char* label, float width, const char* help,
                  const std::string& why_not = {});

/// Asked with kernel_uses_size() and its like.
using RowNeeded = std::function<bool(bool (*uses)(KernelName))>;

/// The rows that shape a named kernel, as far as they are needed; true when one changed.
bool kernel_rows_of(ConvolutionParams& params, Messages& messages, const RowNeeded& needed);

}  // namespace droplet
