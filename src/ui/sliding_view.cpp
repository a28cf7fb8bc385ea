#include "ui/sliding_view.h"

#include <algorithm>
#include <cmath>

#include "math/grey.h"
#include "model/error.h"

namespace droplet {
namespace {

std::optional<float> pixel_of(const Readings& readings, Content content, int x, int y,
                              SlidingChannel channel) {
    const RegionReading* const reading = readings.find(content, x, y);
    if (!reading) return std::nullopt;
    if (reading->values.channels() == 1) return reading->value(0, x, y);
    if (channel == SlidingChannel::grey)
        return math::grey(reading->value(0, x, y), reading->value(1, x, y), reading->value(2, x, y));
    return reading->value(static_cast<int>(channel), x, y);
}

}  // namespace

SlidingScene sliding_scene(const Preset& preset, const SessionStatus& status) {
    SlidingScene scene;
    scene.image = status.size;
    scene.channels = status.channels;
    scene.has_result = shown_content(preset) == Content::result;
    if (status.size == Size{}) {
        scene.refusal = "It appears with a picture.";
        return scene;
    }
    scene.drawn = kernel_of(preset.convolution, preset.custom_kernel);
    if (!scene.drawn.empty())
        scene.outlines = mode_outlines(scene.drawn, preset.convolution.flip, status.size);
    try {
        scene.correlation = correlation_of(scene.drawn, preset.convolution, status.size);
    } catch (const Error& error) {
        scene.refusal = error.what();
    }
    return scene;
}

std::vector<RegionRequest> sliding_regions(const SlidingScene& scene, const ConvolutionParams& params,
                                           Spot spot) {
    std::vector<RegionRequest> regions;
    if (!scene.refusal.empty() || !scene.has_output(spot)) return regions;
    const Spot at = scene.output_at(spot);
    for (const PixelRect& part : window_parts(scene.correlation, params.border, scene.image, at.x, at.y))
        regions.push_back({Content::current, part});
    if (scene.has_result)
        regions.push_back({Content::result, part_around(scene.correlation.size, at.x, at.y)});
    return regions;
}

SlidingSum sum_at(const SlidingScene& scene, const ConvolutionParams& params, Spot spot,
                  SlidingChannel channel, const Readings& readings) {
    const Spot at = scene.output_at(spot);
    return sliding_sum(scene.correlation, params, scene.image, at.x, at.y,
                       [&](int x, int y) { return pixel_of(readings, Content::current, x, y, channel); });
}

std::optional<float> result_at(const SlidingScene& scene, Spot spot, SlidingChannel channel,
                               const Readings& readings) {
    if (!scene.has_result) return std::nullopt;
    const Spot at = scene.output_at(spot);
    return pixel_of(readings, Content::result, at.x, at.y, channel);
}

bool agree(const SlidingSum& sum, float result) {
    float largest = std::max({1.0f, std::fabs(sum.scaled), std::fabs(sum.shifted), std::fabs(result)});
    for (const WindowCell& cell : sum.cells) largest = std::max(largest, std::fabs(cell.product));
    return std::fabs(sum.value - result) <= 1e-4f * largest;
}

}  // namespace droplet
