#pragma once
#include <cuda_runtime_api.h>

#include <vector>

#include "compute/backend.h"
#include "cuda/device_buffer.h"
#include "cuda/field_view.h"

namespace droplet::cuda {

/// What one block of threads found in its rows of a plane.
struct PartialStatistics {
    double sum, squares;
    float min, max;
};

/// Mean, deviation, minimum and maximum of each plane. The order of all sums depends on the size alone, so
/// the result is the same bits in every run and on every device.
class StatisticsReducer {
 public:
    /// At most max_planes planes. Waits for the stream.
    std::vector<ChannelStatistics> run(cudaStream_t stream, const ConstField& field, int planes);

 private:
    static constexpr int blocks = 128;  ///< per plane: block b takes rows b, b + 128, …
    static constexpr int max_planes = 3;

    DeviceBuffer<PartialStatistics> partials_{blocks * max_planes};
};

}  // namespace droplet::cuda
