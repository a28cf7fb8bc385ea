// How the values of the run's pictures become colours, for the window and for captures.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "compute/backend.h"
#include "model/display.h"
#include "model/display_params.h"
#include "model/preset.h"
#include "model/view.h"

namespace droplet {

class Session;

struct ValueRange {
    float low = 0, high = 0;
    bool operator==(const ValueRange&) const = default;
};

/// Of each content; empty for one that nobody has summed up.
using ContentStatistics = std::array<std::vector<ChannelStatistics>, content_count>;

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

/// How a content of so many channels is shown, by its values and those of the others. `original` and
/// `current` have the automatic range of both where both are summed up, so that one can be told from the
/// other.
Display display_of(Content content, int channels, const Preset& preset, const ContentStatistics& statistics,
                   const DisplayParams& params);

/// How a capture shows a content that there is, by its own values alone: for the same run and settings always
/// the same. Sums them up only where the display depends on them.
Display display_of(Session& session, Content content, const Preset& preset, const DisplayParams& params);

}  // namespace droplet
