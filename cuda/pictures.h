// What a run holds on the device beside the buffers of its kernels.
#pragma once
#include "cuda/device_field.h"

namespace droplet::cuda {

/// All planes of a picture on the device. What diffuses is `current`; each pass reads it and writes
/// `scratch`.
struct Fields {
    DeviceField original, current, scratch, alpha;

    Fields() = default;
    Fields(Size size, int channels, bool has_alpha)
        : original(size, channels), current(size, channels), scratch(size, channels) {
        if (has_alpha) alpha = DeviceField(size, 1);
    }
    bool has_shape_of(const Image& image) const {
        return original.size() == image.size() && original.planes() == image.channels() &&
               !alpha.empty() == image.has_alpha();
    }
};

/// A picture that was made of the current one.
struct Derived {
    DeviceField colours, alpha;
    int origin_y = 0, origin_x = 0;  ///< its top left corner in the source's coordinates

    Derived() = default;
    Derived(Size size, int channels, bool has_alpha) : colours(size, channels) {
        if (has_alpha) alpha = DeviceField(size, 1);
    }
    bool has_shape(Size size, int channels, bool has_alpha) const {
        return colours.size() == size && colours.planes() == channels && !alpha.empty() == has_alpha;
    }
};

}  // namespace droplet::cuda
