#pragma once
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace droplet::cuda {

/// Copies device memory into an OpenGL buffer object of the context that is current on the calling thread.
/// The buffer is registered once, and mapped for the time of one copy. Knows no class of gl/, only names.
class GlInterop {
 public:
    GlInterop() = default;
    GlInterop(const GlInterop&) = delete;
    GlInterop& operator=(const GlInterop&) = delete;
    ~GlInterop() { forget(); }

    /// Queues the copy on `stream`; GL commands issued later see its result. Returns the first failure; then
    /// nothing stays mapped.
    cudaError_t copy(std::uint32_t buffer, const void* source, std::size_t bytes, cudaStream_t stream);

 private:
    cudaError_t enroll(std::uint32_t buffer);
    void forget();

    cudaGraphicsResource_t resource_ = nullptr;
    std::uint32_t buffer_ = 0;  ///< that resource_ stands for
};

/// What an interop failure means for a user, in words.
const char* interop_failure_text(cudaError_t error);

}  // namespace droplet::cuda
