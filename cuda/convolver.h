#pragma once
#include <array>
#include <stop_token>

#include "cuda/convolve_plan.h"
#include "cuda/device_field.h"
#include "cuda/handles.h"
#include "model/convolution_params.h"

namespace droplet::cuda {

/// A kernel that is planned and has its weights on the device.
class PlannedKernel {
 public:
    bool empty() const { return plan_.weights.empty(); }
    const ConvolvePlan& plan() const { return plan_; }

    /// What is queued on `stream` goes on with the weights of before.
    void set(cudaStream_t stream, ConvolvePlan plan);

    /// Queues out[y][x] = Σ in[y + i − shift_y][x + j − shift_x] weights[i][j], finished
    /// (math/convolution.h), for each of `planes` planes of `in`; each goes to `copies` planes of `out`.
    /// Different memory.
    void launch(cudaStream_t stream, const ConstField& in, int planes, const Field& out, int copies,
                int shift_y, int shift_x, const ConvolutionParams& params) const;

 private:
    ConvolvePlan plan_;
    DeviceBuffer<float> weights_;
};

/// Convolutions on the device, planned once for a kernel.
class Convolver {
 public:
    /// Queues the convolution of `planes` planes, each to `copies` planes of `out`, which has
    /// correlation.size and other memory.
    ConvolutionReport run(cudaStream_t stream, const ConstField& in, int planes, const Field& out, int copies,
                          const Correlation& correlation, const ConvolutionParams& params);

    /// Queues `steps` convolutions of `current`, of correlation.size, itself, or fewer when `stop` is
    /// requested, and returns how many; `current` and `scratch`, of the same shape, may be swapped. With a
    /// `grey`, of one plane, all three planes become the convolution of their grey. At most queue_length
    /// steps wait on the GPU.
    int iterate(cudaStream_t stream, DeviceField& current, DeviceField& scratch, const DeviceField* grey,
                const Correlation& correlation, const ConvolutionParams& params, int steps,
                const std::stop_token& stop);

 private:
    static constexpr std::size_t queue_length = 16;

    void plan_for(cudaStream_t stream, const Kernel& kernel);

    std::array<Event, queue_length> queue_;
    std::size_t next_ = 0;
    Kernel kernel_;  ///< that planned_ is of
    PlannedKernel planned_;
};

}  // namespace droplet::cuda
