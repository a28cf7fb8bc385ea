#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compute/backend.h"

namespace droplet {

/// A part of a picture, in its own pixels; what lies beyond its border is left out.
struct RegionRequest {
    Content content = Content::current;
    PixelRect region;
    bool operator==(const RegionRequest&) const = default;
};

/// A line in a picture, in its own coordinates.
struct LineRequest {
    Content content = Content::current;
    LineSegment line;
    bool operator==(const LineRequest&) const = default;
};

/// The values in [low, high] of a picture, counted.
struct HistogramRequest {
    Content content = Content::current;
    float low = 0, high = 1;
    bool operator==(const HistogramRequest&) const = default;
};

/// What the window wants to know of the pictures beside its frames. It stands in the settings; the answer
/// comes with each frame.
struct ReadingRequest {
    /// A window that asks for more than this at once asks for what nobody can read.
    static constexpr std::int64_t most_pixels = 1 << 18;
    static constexpr int most_samples = 4096;

    std::vector<RegionRequest> regions;
    std::optional<LineRequest> line;
    std::vector<HistogramRequest> histograms;

    bool empty() const { return regions.empty() && !line && histograms.empty(); }
    bool operator==(const ReadingRequest&) const = default;
};

/// A region as read.
struct RegionReading {
    RegionRequest request;
    PixelRect region;  ///< clipped to the picture; empty where nothing is left or the content is not there
    Image values;      ///< of the region; empty where that is

    /// Whether pixel (x, y) of the content was read.
    bool has(int x, int y) const {
        return x >= region.x0 && x < region.x1 && y >= region.y0 && y < region.y1;
    }
    float value(int channel, int x, int y) const {
        return values.plane(channel).row(y - region.y0)[x - region.x0];
    }
};

/// Everything asked for, of one moment: that of the frame it came with.
struct Readings {
    ReadingRequest request;
    std::vector<RegionReading> regions;    ///< in the order of the request
    std::vector<std::vector<float>> line;  ///< samples by channel, a pixel apart or less; empty: none
    std::vector<Histogram> histograms;     ///< likewise; refreshed with the statistics

    /// Null where this was not asked for with the latest frame.
    const Histogram* find(const HistogramRequest& wanted) const {
        for (std::size_t i = 0; i < histograms.size(); ++i)
            if (request.histograms[i] == wanted) return &histograms[i];
        return nullptr;
    }
    /// The first region of this content that has the pixel; null where none has.
    const RegionReading* find(Content content, int x, int y) const {
        for (const RegionReading& reading : regions)
            if (reading.request.content == content && reading.has(x, y)) return &reading;
        return nullptr;
    }
};

}  // namespace droplet
