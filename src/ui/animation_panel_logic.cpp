// What the animation's panel does to keyframes. No ImGui.
#include <algorithm>

#include "ui/animation_panel.h"

namespace droplet {
namespace {

/// Keyframes are at least this far from each other.
constexpr double least_seconds = 0.01;

}  // namespace

void set_length(FractalAnimation& animation, double seconds) {
    const double least = animation.keyframes.empty() ? 0 : animation.keyframes.back().seconds;
    constexpr Range<double> valid = FractalAnimation::valid_seconds;
    animation.seconds = std::clamp(std::max(seconds, least), valid.min, valid.max);
}

void append_keyframe(FractalAnimation& animation, const FractalPlace& place, double pause) {
    auto& keys = animation.keyframes;
    if (keys.size() >= FractalAnimation::most_keyframes) return;
    const double at = keys.empty() ? 0 : keys.back().seconds + std::max(pause, least_seconds);
    if (at > FractalAnimation::valid_seconds.max) return;
    keys.push_back({at, place, {}});
    // A flight alone lasts as long as its keyframes.
    if (animation.tracks.empty() && animation.circles.empty() && at > 0)
        set_length(animation, at);
    else
        set_length(animation, animation.seconds);
}

void exchange_keyframes(FractalAnimation& animation, std::size_t a, std::size_t b) {
    std::swap(animation.keyframes[a], animation.keyframes[b]);
    std::swap(animation.keyframes[a].seconds, animation.keyframes[b].seconds);
}

void set_keyframe_seconds(FractalAnimation& animation, std::size_t index, double seconds) {
    auto& keys = animation.keyframes;
    const bool last = index + 1 == keys.size();
    const double low = index > 0 ? keys[index - 1].seconds + least_seconds : 0;
    const double high = last ? FractalAnimation::valid_seconds.max : keys[index + 1].seconds - least_seconds;
    const bool ends_with_it = last && animation.seconds == keys[index].seconds;
    keys[index].seconds = std::clamp(seconds, low, std::max(low, high));
    set_length(animation, ends_with_it ? keys[index].seconds : animation.seconds);
}

}  // namespace droplet
