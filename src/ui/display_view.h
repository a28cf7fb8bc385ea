// What the window says of how values become colours (session/display_of.h).
#pragma once
#include <string>
#include <vector>

#include "session/display_of.h"
#include "ui/compare_params.h"

namespace droplet {

/// Differences: 1/scale on both sides of 0, of grey by the diverging map.
Display difference_display(const CompareParams& params);

/// Whether a colour bar tells more than black for 0 and white for 1.
bool wants_colour_bar(const Display& display);
/// The colour at a share 0..1 of the way from the first to the last value.
Rgb8 colour_at(const Display& display, float share);
/// Values that stand below a colour bar: its ends, and between them round ones no nearer to each other and
/// to the ends than `room`, a share of the bar.
std::vector<double> bar_ticks(double low, double high, double room);
/// With three digits.
std::string bar_text(double value);

}  // namespace droplet
