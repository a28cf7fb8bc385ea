#include "compute/reference.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace droplet::test {
namespace {

double conductance(Conductance c, double s, double k) {
    const double r = s / k;
    switch (c) {
        case Conductance::exponential:
            return std::exp(-r * r);
        case Conductance::rational:
            return 1 / (1 + r * r);
        case Conductance::charbonnier:
            return 1 / std::sqrt(1 + r * r);
        case Conductance::weickert:
            return r == 0 ? 1 : 1 - std::exp(-3.31488 / std::pow(r, 8));
        case Conductance::tukey:
            return r < 1 ? (1 - r * r) * (1 - r * r) : 0;
    }
    return 0;
}

std::uint32_t mix(std::uint32_t v) {
    v ^= v >> 16;
    v *= 0x7feb352du;
    v ^= v >> 15;
    v *= 0x846ca68bu;
    return v ^ (v >> 16);
}

}  // namespace

Reference::Reference(const Image& image) : size(image.size()), channels(image.channels()) {
    values.reserve(static_cast<std::size_t>(size.area() * channels));
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                values.push_back(static_cast<double>(image.plane(c).row(y)[x]));
}

void Reference::step(const DiffusionParams& params) {
    const double k = static_cast<double>(params.k), rate = static_cast<double>(params.rate);
    Reference next = *this;
    const int dx[] = {0, 0, 1, -1}, dy[] = {-1, 1, 0, 0};
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int d = 0; d < 4; ++d) {
                const int nx = std::clamp(x + dx[d], 0, size.width - 1);
                const int ny = std::clamp(y + dy[d], 0, size.height - 1);
                double all = 0;
                for (int c = 0; c < channels; ++c) {
                    const double difference = at(c, ny, nx) - at(c, y, x);
                    all += difference * difference;
                }
                for (int c = 0; c < channels; ++c) {
                    const double difference = at(c, ny, nx) - at(c, y, x);
                    const double s =
                        params.coupling == Coupling::vector ? std::sqrt(all) : std::fabs(difference);
                    next.at(c, y, x) += rate * conductance(params.conductance, s, k) * difference;
                }
            }
    values = std::move(next.values);
}

double Reference::largest_difference(const Image& image) const {
    double largest = 0;
    std::size_t i = 0;
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const double difference =
                    std::fabs(static_cast<double>(image.plane(c).row(y)[x]) - values[i++]);
                if (std::isnan(difference)) return difference;
                largest = std::max(largest, difference);
            }
    return largest;
}

Image make_picture(Size size, int channels, std::uint32_t seed, bool has_alpha) {
    Image image(size, channels, has_alpha);
    for (int c = 0; c < channels + (has_alpha ? 1 : 0); ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const auto place = static_cast<std::uint32_t>((y * size.width + x) * 4 + c);
                const float noise = static_cast<float>(mix(place ^ mix(seed)) >> 8) / 16777216.0f;
                const float block = ((x / 5 + y / 7 + c) % 3) / 2.0f;
                image.plane(c).row(y)[x] = 0.7f * block + 0.3f * noise;
            }
    return image;
}

bool same_bits(const Image& a, const Image& b) {
    if (!(a.size() == b.size()) || a.channels() != b.channels() || a.has_alpha() != b.has_alpha())
        return false;
    for (int c = 0; c < a.channels() + (a.has_alpha() ? 1 : 0); ++c)
        for (int y = 0; y < a.height(); ++y)
            if (std::memcmp(a.plane(c).row(y), b.plane(c).row(y),
                            static_cast<std::size_t>(a.width()) * sizeof(float)) != 0)
                return false;
    return true;
}

}  // namespace droplet::test
