#pragma once
#include "compute/cpu/workers.h"
#include "model/image.h"

namespace droplet {

/// Writes the grey (math/grey.h) of `image` to the one channel of `out`, of the same size.
void make_grey(const Image& image, Image& out, Workers& workers);

}  // namespace droplet
