// Plain double-precision diffusion, straight from the equation: what every backend is compared with.
#pragma once
#include <cstdint>
#include <vector>

#include "model/diffusion_params.h"
#include "model/image.h"

namespace droplet::test {

/// C x H x W values.
struct Reference {
    Size size;
    int channels;
    std::vector<double> values;

    explicit Reference(const Image& image);
    double& at(int c, int y, int x) {
        return values[(static_cast<std::size_t>(c) * size.height + y) * size.width + x];
    }
    void step(const DiffusionParams& params);
    double largest_difference(const Image& image) const;
};

/// Values in [0, 1] from a hash of the place: the same on every machine, with edges and smooth parts.
Image make_picture(Size size, int channels, std::uint32_t seed = 1, bool has_alpha = false);

bool same_bits(const Image& a, const Image& b);

}  // namespace droplet::test
