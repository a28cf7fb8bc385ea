#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "compute/backend.h"
#include "compute/cpu/workers.h"

namespace droplet {

/// Texel memory that finished frames give back, so that a running picture allocates nothing. Frames may
/// outlive the backend and be destroyed on another thread.
class TexelPool {
 public:
    std::vector<HalfTexel> take(std::size_t count);
    void give_back(std::vector<HalfTexel> texels);

 private:
    std::mutex mutex_;
    std::vector<std::vector<HalfTexel>> free_;
};

/// A frame of `image` as of now, which lies where `shape` says, in host memory.
std::unique_ptr<Frame> make_cpu_frame(const Image& image, const FrameRequest& request,
                                      const PictureShape& shape, std::shared_ptr<TexelPool> pool,
                                      Workers& workers);

}  // namespace droplet
