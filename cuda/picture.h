#pragma once
#include "cuda/field_view.h"

namespace droplet::cuda {

/// The planes a frame is made of: 1 or 3 colours, and alpha or none (data is null).
struct Picture {
    ConstField colours;
    int channels = 1;
    ConstField alpha;
};

}  // namespace droplet::cuda
