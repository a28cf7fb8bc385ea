#pragma once
#include <cuda_runtime_api.h>
#include <array>

#include "cuda/device_buffer.h"
#include "cuda/field_view.h"
#include "cuda/handles.h"

namespace droplet::cuda {

/// Pictures on their way to the device through pinned memory: the host copies the values there and goes on,
/// the device takes them when its stream comes to it. Two ways alternate, so that the next picture waits for
/// the one before the last at most.
class Staging {
 public:
    /// Queues the copy of all channels of a picture, and of its alpha where it has one, to fields of its
    /// size.
    void send(const Image& picture, const Field& colours, const Field& alpha, cudaStream_t stream);

 private:
    struct Way {
        PinnedBuffer<float> values;
        Event sent;
    };
    std::array<Way, 2> ways_;
    std::size_t next_ = 0;
};

}  // namespace droplet::cuda
