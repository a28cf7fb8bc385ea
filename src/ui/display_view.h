// How the values of the run's pictures become colours.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/display.h"
#include "model/display_params.h"
#include "model/view.h"
#include "session/session_thread.h"
#include "ui/compare_params.h"

namespace droplet {

struct ValueRange {
    float low = 0, high = 0;
    bool operator==(const ValueRange&) const = default;
};

/// The smallest and the largest finite value of all channels; none where there is none.
std::optional<ValueRange> values_of(const std::vector<ChannelStatistics>& statistics);

/// Whether the results of a convolution are about 0 rather than a picture with a little below 0, as
/// sharpening makes it: no offset, values below 0, and weights that cancel out, or values that reach at
/// least half as far below 0 as above it.
bool is_signed(const ValueRange& values, const Preset& preset);

/// The map in use of a content with one channel, never automatic.
MapChoice map_of(Content content, const std::optional<ValueRange>& values, const Preset& preset,
                 MapChoice choice);
/// Null for grey.
const ColourTable* table_of(MapChoice map);

/// How a content of so many channels is shown; its values and those of the others are in the status.
/// `original` and `current` have the automatic range of both, so that one can be told from the other.
Display display_of(Content content, int channels, const Preset& preset, const SessionStatus& status,
                   const DisplayParams& params);
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
