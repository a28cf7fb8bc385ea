#pragma once
#include <vector>

#include "compute/backend.h"
#include "compute/cpu/workers.h"

namespace droplet {

/// Mean, standard deviation, minimum and maximum of every channel. Row sums are added in the rows' order, so
/// the bits do not depend on the number of threads.
std::vector<ChannelStatistics> image_statistics(const Image& image, Workers& workers);

}  // namespace droplet
