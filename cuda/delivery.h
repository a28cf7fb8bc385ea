#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "compute/frame_sink.h"
#include "cuda/device_buffer.h"
#include "cuda/gl_interop.h"
#include "cuda/handles.h"

namespace droplet::cuda {

/// Device memory of one frame, and the two moments that order its writer and its reader.
struct TexelSlot {
    DeviceBuffer<HalfTexel> texels;
    Event written;  ///< recorded on the stream that makes frames
    Event read;     ///< recorded on the stream that delivers them
};

/// Brings finished frames to the window: through a GL buffer that CUDA writes, or, when that fails once,
/// through pinned host memory from then on. Frames may outlive the backend, so they share this. Thread-safe.
class Delivery {
 public:
    /// Memory for `count` texels, used again if it was given back; `maker` is the stream that will write it.
    std::unique_ptr<TexelSlot> take(std::size_t count, cudaStream_t maker);
    void give_back(std::unique_ptr<TexelSlot> slot);

    /// On the sink's thread. Waits for the GPU only when the texels go through host memory.
    void deliver(TexelSlot& slot, std::size_t count, FrameSink& sink);

    /// Why frames take the slow way; empty when they don't.
    std::string notice() const;

 private:
    bool deliver_to_gl(TexelSlot& slot, std::size_t bytes, FrameSink& sink);
    void deliver_to_host(TexelSlot& slot, std::size_t count, FrameSink& sink);

    mutable std::mutex mutex_;  ///< of free_ and notice_
    std::vector<std::unique_ptr<TexelSlot>> free_;
    std::string notice_;

    std::mutex delivering_;  ///< of what follows
    Stream stream_;
    GlInterop interop_;
    bool interop_failed_ = false;
    PinnedBuffer<HalfTexel> pinned_;
};

}  // namespace droplet::cuda
