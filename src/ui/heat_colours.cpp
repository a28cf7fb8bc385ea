#include "ui/heat_colours.h"

#include <algorithm>
#include <cmath>

#include "ui/plot.h"
#include "ui/theme.h"

namespace droplet {

ImVec4 signed_colour(float share) {
    const ImVec4 middle = by_theme({0.18f, 0.20f, 0.23f, 1}, {0.97f, 0.97f, 0.975f, 1});
    const ImVec4 negative = by_theme({0.24f, 0.62f, 0.96f, 1}, {0.05f, 0.36f, 0.68f, 1});
    const ImVec4 positive = by_theme({0.98f, 0.58f, 0.16f, 1}, {0.78f, 0.36f, 0.0f, 1});
    if (!std::isfinite(share)) return palette().error;
    // The root keeps small numbers apart from 0.
    return blended(middle, share < 0 ? negative : positive, std::sqrt(std::min(1.0f, std::fabs(share))));
}

ImVec4 gain_colour(float share) {
    const ImVec4 none = by_theme({0.06f, 0.07f, 0.08f, 1}, {1, 1, 1, 1});
    const float s = std::clamp(share, 0.0f, 1.0f);
    return s < 0.6f ? blended(none, palette().accent, s / 0.6f)
                    : blended(palette().accent, palette().text, (s - 0.6f) / 0.4f);
}

ImU32 ink_on(const ImVec4& colour) {
    const float luminance = 0.2126f * std::pow(colour.x, 2.2f) + 0.7152f * std::pow(colour.y, 2.2f) +
                            0.0722f * std::pow(colour.z, 2.2f);
    return luminance > 0.2f ? IM_COL32(12, 16, 22, 255) : IM_COL32(240, 243, 247, 255);
}

}  // namespace droplet
