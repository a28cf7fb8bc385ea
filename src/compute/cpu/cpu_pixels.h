#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "compute/cpu/pixel_rows.h"
#include "compute/cpu/workers.h"
#include "model/display.h"
#include "model/frame_pixels.h"
#include "model/image.h"

namespace droplet {

/// Makes pictures as shown in 8 bits, at once. Those that are done with give their memory back, so that a
/// film allocates nothing; they may outlive this and be destroyed on another thread.
class CpuPixelMaker {
 public:
    /// Alpha over black.
    std::unique_ptr<FramePixels> make(const Image& image, const Display& display, Workers& workers);

 private:
    class Pool;
    class Pixels;
    std::shared_ptr<Pool> pool_;
    std::optional<GammaTable> gamma_;  // made last
};

}  // namespace droplet
