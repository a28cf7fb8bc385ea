#pragma once
#include "model/canny_params.h"
#include "session/readings.h"

namespace droplet {

/// The gradients from 0 to somewhat above the high threshold, at least 1: what canny_histogram() needs read.
HistogramRequest gradient_histogram_request(const CannyParams& params);

/// How many pixels have which gradient, with both thresholds as lines that can be dragged. True when one
/// was.
bool canny_histogram(CannyParams& params, const Readings& readings);

}  // namespace droplet
