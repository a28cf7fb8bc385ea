#pragma once
#include <cstdint>
#include <memory>
#include <span>

#include "model/image.h"

namespace droplet {

struct Recipe;

/// A picture as shown, in 8 bits, that may still be on its way from a device: what films are made of. Owned
/// apart from where it comes from, and read on any one thread.
class FramePixels {
 public:
    virtual ~FramePixels() = default;

    Size size() const { return size_; }
    /// Waits until they are there. Rows from the top; red, green, blue; tightly packed: 3 bytes a pixel. The
    /// same memory each time. Throws Error when the device failed.
    virtual std::span<const std::uint8_t> rgb() = 0;

    /// What this picture was made of; null where nobody needs it or knows.
    std::shared_ptr<const Recipe> recipe;

 protected:
    explicit FramePixels(Size size) : size_(size) {}

 private:
    Size size_;
};

}  // namespace droplet
