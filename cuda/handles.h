// Move-only owners of CUDA streams and events.
#pragma once
#include <utility>

#include "cuda/check.h"

namespace droplet::cuda {

class Stream {
 public:
    Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "creating a stream"); }
    Stream(Stream&& other) noexcept : stream_(std::exchange(other.stream_, nullptr)) {}
    Stream& operator=(Stream&& other) noexcept {
        std::swap(stream_, other.stream_);
        return *this;
    }
    ~Stream() {
        if (stream_) cudaStreamDestroy(stream_);
    }

    cudaStream_t get() const { return stream_; }
    void synchronize() const { check(cudaStreamSynchronize(stream_), "waiting for the GPU"); }

 private:
    cudaStream_t stream_ = nullptr;
};

/// Marks a point in a stream. Without timing; a host thread that waits for it sleeps.
class Event {
 public:
    Event() {
        check(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming | cudaEventBlockingSync),
              "creating an event");
    }
    Event(Event&& other) noexcept : event_(std::exchange(other.event_, nullptr)) {}
    Event& operator=(Event&& other) noexcept {
        std::swap(event_, other.event_);
        return *this;
    }
    ~Event() {
        if (event_) cudaEventDestroy(event_);
    }

    cudaEvent_t get() const { return event_; }
    void record(cudaStream_t stream) { check(cudaEventRecord(event_, stream), "recording an event"); }
    /// The host waits; an event that was never recorded counts as passed.
    void synchronize() const { check(cudaEventSynchronize(event_), "waiting for the GPU"); }
    /// What `stream` is given from now on waits; the host does not.
    void hold(cudaStream_t stream) const {
        check(cudaStreamWaitEvent(stream, event_, 0), "ordering two streams");
    }

 private:
    cudaEvent_t event_ = nullptr;
};

}  // namespace droplet::cuda
