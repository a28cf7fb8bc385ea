#pragma once
#include "compute/backend.h"
#include "compute/cpu/workers.h"

namespace droplet {

Histogram image_histogram(const Image& image, float low, float high, Workers& workers);

}  // namespace droplet
