#pragma once
#include <memory>

#include "cuda/handles.h"
#include "cuda/picture.h"
#include "model/display.h"
#include "model/frame_pixels.h"

namespace droplet::cuda {

/// Makes pictures in 8 bits on the device and brings them to pinned host memory on a stream of its own, so
/// that what computes waits for neither. Pictures may outlive it and be read on any thread.
class PixelCopier {
 public:
    PixelCopier();
    ~PixelCopier();
    PixelCopier(const PixelCopier&) = delete;
    PixelCopier& operator=(const PixelCopier&) = delete;

    /// The picture as it is after what `compute` was given before.
    std::unique_ptr<FramePixels> copy(cudaStream_t compute, const Picture& picture, const Display& display);

 private:
    class Pool;
    class Pixels;
    std::shared_ptr<Pool> pool_;
};

}  // namespace droplet::cuda
