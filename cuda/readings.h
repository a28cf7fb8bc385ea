#pragma once
#include <cuda_runtime_api.h>

#include <vector>

#include "compute/backend.h"
#include "cuda/device_buffer.h"
#include "cuda/field_view.h"

namespace droplet::cuda {

/// Reads parts of pictures, of at most max_planes planes. All wait for the stream.
class Readings {
 public:
    /// The values that Backend::sample() describes.
    std::vector<std::vector<float>> sample(cudaStream_t stream, const ConstField& field, int planes,
                                           const LineSegment& line, int count);

    /// The counts are exact.
    Histogram histogram(cudaStream_t stream, const ConstField& field, int planes, float low, float high);

 private:
    static constexpr int max_planes = 3;
    static constexpr int counters = Histogram::bins + 3;  ///< the bins, below, above, not numbers

    DeviceBuffer<float> samples_;
    DeviceBuffer<std::uint32_t> counts_{max_planes * counters};
};

}  // namespace droplet::cuda
