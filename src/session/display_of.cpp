#include "session/display_of.h"

#include <algorithm>
#include <cmath>

#include "session/session.h"

namespace droplet {
namespace {

const std::vector<ChannelStatistics>& of(Content content, const ContentStatistics& statistics) {
    return statistics[static_cast<std::size_t>(content)];
}

/// Ends that differ enough to divide by what lies between them.
ValueRange apart(ValueRange range) {
    const float least = std::max(1e-6f, std::max(std::fabs(range.low), std::fabs(range.high)) * 1e-6f);
    if (std::fabs(range.high - range.low) < least) range.high = range.low + least;
    return range;
}

ValueRange around_zero(const ValueRange& values) {
    const float reach = std::max(std::fabs(values.low), std::fabs(values.high));
    return {-reach, reach};
}

bool is_gradient(Content content) {
    return content == Content::gradient || content == Content::thin;
}

/// Nothing to span in a picture of one value.
std::optional<ValueRange> spanned(const std::optional<ValueRange>& values) {
    return values && values->low < values->high ? values : std::nullopt;
}

std::optional<ValueRange> shared_values(Content content, const ContentStatistics& statistics) {
    const auto own = values_of(of(content, statistics));
    if (!own || (content != Content::current && content != Content::original)) return own;
    const auto other =
        values_of(of(content == Content::current ? Content::original : Content::current, statistics));
    if (!other) return own;
    return ValueRange{std::min(own->low, other->low), std::max(own->high, other->high)};
}

bool weights_cancel(const Preset& preset) {
    const Kernel kernel = kernel_of(preset.convolution, preset.custom_kernel);
    double sum = 0, sizes = 0;
    for (const float weight : kernel.weights) {
        sum += static_cast<double>(weight);
        sizes += std::fabs(static_cast<double>(weight));
    }
    return std::fabs(sum) < 1e-3 * sizes;
}

ValueRange range_of(Content content, const Preset& preset, const ContentStatistics& statistics,
                    const DisplayParams& params, bool by_map_signed) {
    const auto own = spanned(values_of(of(content, statistics)));
    if (params.range == RangeChoice::by_hand) return {params.low, params.high};
    if (params.range == RangeChoice::automatic) {
        const auto all = spanned(shared_values(content, statistics));
        const bool on_both_sides = params.map == MapChoice::diverging ||
                                   (content == Content::result && own && is_signed(*own, preset));
        if (all) return on_both_sides && all->low < 0 ? around_zero(*all) : *all;
    }
    if (is_gradient(content) && own) return {0, own->high};
    return by_map_signed ? ValueRange{-1, 1} : ValueRange{0, 1};
}

/// Else the display is the same whatever the values are.
bool goes_by_values(Content content, int channels, const DisplayParams& params) {
    if (params.range == RangeChoice::automatic) return true;
    const bool by_map = channels == 1 && content == Content::result && params.map == MapChoice::automatic;
    return by_map || (params.range == RangeChoice::as_is && is_gradient(content));
}

}  // namespace

std::optional<ValueRange> values_of(const std::vector<ChannelStatistics>& statistics) {
    std::optional<ValueRange> values;
    for (const ChannelStatistics& channel : statistics) {
        if (!std::isfinite(channel.min) || !std::isfinite(channel.max)) continue;
        if (!values) values = {channel.min, channel.max};
        values = {std::min(values->low, channel.min), std::max(values->high, channel.max)};
    }
    return values;
}

bool is_signed(const ValueRange& values, const Preset& preset) {
    // An offset has moved the results away from 0 already.
    return preset.convolution.offset == 0 && values.low < 0 &&
           (-values.low >= values.high / 2 || weights_cancel(preset));
}

MapChoice map_of(Content content, const std::optional<ValueRange>& values, const Preset& preset,
                 MapChoice choice) {
    if (choice != MapChoice::automatic) return choice;
    return content == Content::result && values && is_signed(*values, preset) ? MapChoice::diverging
                                                                              : MapChoice::grey;
}

const ColourTable* table_of(MapChoice map) {
    switch (map) {
        case MapChoice::viridis:
            return &viridis_map;
        case MapChoice::inferno:
            return &inferno_map;
        case MapChoice::cividis:
            return &cividis_map;
        case MapChoice::diverging:
            return &diverging_map;
        case MapChoice::automatic:
        case MapChoice::grey:
            break;
    }
    return nullptr;
}

Display display_of(Content content, int channels, const Preset& preset, const ContentStatistics& statistics,
                   const DisplayParams& params) {
    const auto values = values_of(of(content, statistics));
    const MapChoice map = channels == 1 ? map_of(content, values, preset, params.map) : MapChoice::grey;
    const bool by_map_signed = map == MapChoice::diverging && params.map == MapChoice::automatic;
    ValueRange range = range_of(content, preset, statistics, params, by_map_signed);
    Display display{.gamma = params.gamma, .map = table_of(map)};
    display.centred = map == MapChoice::diverging || (range.low < 0 && range.low == -range.high);
    if (params.exposure != 0) {
        const float share = std::exp2(-params.exposure), half = (range.high - range.low) / 2;
        if (display.centred) {
            const float middle = range.low + half;
            range = {middle - half * share, middle + half * share};
        } else {
            range.high = range.low + 2 * half * share;
        }
    }
    range = apart(range);
    display.low = range.low;
    display.high = range.high;
    return display;
}

Display display_of(Session& session, Content content, const Preset& preset, const DisplayParams& params) {
    const int channels = session.shape(content).channels;
    ContentStatistics statistics;
    if (goes_by_values(content, channels, params))
        statistics[static_cast<std::size_t>(content)] = session.statistics(content);
    return display_of(content, channels, preset, statistics, params);
}

}  // namespace droplet
