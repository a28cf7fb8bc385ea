#pragma once
#include "cuda/device_buffer.h"
#include "cuda/field_view.h"

namespace droplet::cuda {

/// Planes of floats in device memory, uninitialised. Move-only.
class DeviceField {
 public:
    DeviceField() = default;
    /// Throws Error when there is no memory.
    DeviceField(Size size, int planes)
        : planes_(planes),
          size_(size),
          memory_(static_cast<std::size_t>(field_pitch(size.width)) * static_cast<std::size_t>(size.height) *
                  static_cast<std::size_t>(planes)) {}

    bool empty() const { return planes_ == 0; }
    Size size() const { return size_; }
    int planes() const { return planes_; }
    std::size_t bytes() const { return memory_.bytes(); }

    Field view() const {
        const std::ptrdiff_t pitch = field_pitch(size_.width);
        return {memory_.data(), size_, pitch, pitch * size_.height};
    }

 private:
    int planes_ = 0;
    Size size_;
    DeviceBuffer<float> memory_;
};

}  // namespace droplet::cuda
