#pragma once
#include <algorithm>
#include <functional>
#include <vector>

#include "cuda/device_buffer.h"
#include "cuda/handles.h"

namespace droplet::cuda {

class Timer {
 public:
    Timer() {
        check(cudaEventCreate(&begin_), "creating an event");
        check(cudaEventCreate(&end_), "creating an event");
    }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    ~Timer() {
        cudaEventDestroy(begin_);
        cudaEventDestroy(end_);
    }

    /// Median seconds of what `work` queues, after `prepare` each time; one run more beforehand warms up.
    double median(const Stream& stream, int repeats, const std::function<void()>& prepare,
                  const std::function<void()>& work) {
        std::vector<double> seconds;
        for (int i = 0; i <= repeats; ++i) {
            prepare();
            check(cudaEventRecord(begin_, stream.get()), "timing");
            work();
            check(cudaEventRecord(end_, stream.get()), "timing");
            check(cudaEventSynchronize(end_), "timing");
            float milliseconds = 0;
            check(cudaEventElapsedTime(&milliseconds, begin_, end_), "timing");
            if (i > 0) seconds.push_back(static_cast<double>(milliseconds) / 1e3);
        }
        std::nth_element(seconds.begin(), seconds.begin() + repeats / 2, seconds.end());
        return seconds[static_cast<std::size_t>(repeats / 2)];
    }

 private:
    cudaEvent_t begin_ = nullptr, end_ = nullptr;
};

/// Bytes read plus bytes written per second when `bytes` are copied, `times` copies in a row.
inline double copy_rate(Timer& timer, const Stream& stream, std::size_t bytes, int times) {
    const DeviceBuffer<char> from(bytes), to(bytes);
    const auto fill = [&] { check(cudaMemsetAsync(from.data(), 0x3f, bytes, stream.get()), "filling"); };
    const double seconds = timer.median(stream, 9, fill, [&] {
        for (int i = 0; i < times; ++i)
            check(cudaMemcpyAsync(to.data(), from.data(), bytes, cudaMemcpyDeviceToDevice, stream.get()),
                  "copying");
    });
    return 2.0 * static_cast<double>(bytes) * times / seconds;
}

}  // namespace droplet::cuda
