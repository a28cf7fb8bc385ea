#pragma once
#include <array>
#include <optional>
#include <stop_token>

#include "cuda/device_field.h"
#include "cuda/fractal_color.h"
#include "cuda/fractal_kernels.h"
#include "cuda/handles.h"

namespace droplet::cuda {

/// What the size of a launch depends on.
struct FractalLimits {
    int multiprocessors = 1;
    int double_cost = 2;  ///< of an operation on doubles, in such on floats: 2 to 64
};

/// Pictures of the fractal on the device, by the walk of fractal_walk.h. The values of all samples stay
/// there, so that another palette iterates nothing again.
class FractalRenderer {
 public:
    explicit FractalRenderer(const FractalLimits& device) : device_(device) {}

    /// `picture`, of the scene's part and three planes, shows what there is of the last scene at the new
    /// one's place, where nothing else differs. `scratch`, of the same size, may be overwritten. Throws Error
    /// when there is no memory for the values.
    void start(cudaStream_t stream, const FractalScene& scene, const DeviceField& picture,
               const DeviceField& scratch);

    /// Queues about `work` iterations of a point, or fewer when `stop` is requested, and the colours of what
    /// there then is. At most queue_length launches wait on the GPU.
    FractalProgress refine(cudaStream_t stream, std::int64_t work, const DeviceField& picture,
                           const std::stop_token& stop);

    void recolor(cudaStream_t stream, const FractalScene& scene, const DeviceField& picture);

    /// Of the first sample; waits for the stream.
    Image values(cudaStream_t stream) const;

    /// Gives the memory back; nothing may still use it.
    void clear();

 private:
    static constexpr std::size_t queue_length = 3;

    std::int64_t launch_points() const;
    void allocate(cudaStream_t stream, Size size, int samples);
    void forget_values(cudaStream_t stream);
    void set_colors(cudaStream_t stream);
    void color(cudaStream_t stream, const DeviceField& picture) const;

    FractalLimits device_;
    std::optional<FractalScene> scene_;
    FractalWalk walk_;
    DeviceField values_;  ///< a plane for each sample
    /// A byte for each pixel: where it shows the last scene, if shows_last_ (FractalJob::taken_over).
    DeviceBuffer<std::uint8_t> taken_over_;
    bool shows_last_ = false;
    DeviceBuffer<TableColor> table_{PaletteTable::size};
    std::array<Event, queue_length> queue_;
    std::size_t next_ = 0;
};

}  // namespace droplet::cuda
