#include "cuda/gl_interop.h"

// Brings <GL/gl.h> with it.
#include <cuda_gl_interop.h>

namespace droplet::cuda {

void GlInterop::forget() {
    // Without the context, at the end of the program, this fails; the driver then frees the resource with the
    // context.
    if (resource_ && cudaGraphicsUnregisterResource(resource_) != cudaSuccess)
        static_cast<void>(cudaGetLastError());
    resource_ = nullptr;
    buffer_ = 0;
}

cudaError_t GlInterop::enroll(std::uint32_t buffer) {
    if (resource_ && buffer == buffer_) return cudaSuccess;
    forget();
    const cudaError_t result =
        cudaGraphicsGLRegisterBuffer(&resource_, buffer, cudaGraphicsRegisterFlagsWriteDiscard);
    if (result == cudaSuccess)
        buffer_ = buffer;
    else
        resource_ = nullptr;
    return result;
}

cudaError_t GlInterop::copy(std::uint32_t buffer, const void* source, std::size_t bytes,
                            cudaStream_t stream) {
    cudaError_t result = enroll(buffer);
    if (result == cudaSuccess) result = cudaGraphicsMapResources(1, &resource_, stream);
    if (result != cudaSuccess) return result;

    void* target = nullptr;
    std::size_t room = 0;
    result = cudaGraphicsResourceGetMappedPointer(&target, &room, resource_);
    if (result == cudaSuccess && room < bytes) result = cudaErrorInvalidValue;
    if (result == cudaSuccess)
        result = cudaMemcpyAsync(target, source, bytes, cudaMemcpyDeviceToDevice, stream);
    const cudaError_t unmapped = cudaGraphicsUnmapResources(1, &resource_, stream);
    return result != cudaSuccess ? result : unmapped;
}

const char* interop_failure_text(cudaError_t error) {
    switch (error) {
        case cudaErrorInvalidGraphicsContext:
        case cudaErrorOperatingSystem:
        case cudaErrorNoDevice:
        case cudaErrorNotSupported:
        case cudaErrorUnknown:
            return "OpenGL does not run on the CUDA device";
        case cudaErrorMemoryAllocation:
            return "the GPU has not enough free memory for sharing with OpenGL";
        default:
            return cudaGetErrorString(error);
    }
}

}  // namespace droplet::cuda
