#pragma once
#include <imgui.h>

#include "model/preset.h"
#include "ui/compare_params.h"
#include "ui/messages.h"

namespace droplet {

/// A guided tour of the convolution lesson: stations in an order, each of which sets the lab up and says what
/// to look for.
class Lesson {
 public:
    bool is_open() const { return false; }
};

}  // namespace droplet
