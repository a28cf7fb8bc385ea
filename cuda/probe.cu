#include <exception>

#include "cuda/check.h"
#include "cuda/cuda_backend.h"

namespace droplet {
namespace {

constexpr int oldest_capability = 75;  // Turing: the toolkit compiles for nothing older
constexpr std::size_t least_memory = std::size_t{512} << 20;

/// Capabilities this file was compiled for: 750, 800, …
constexpr int compiled_for[] = {__CUDA_ARCH_LIST__};

__global__ void nothing() {}

std::string version_text(int version) {
    return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

/// Machine code runs on the same major and a later minor capability. Whether the PTX in it serves too, the
/// driver knows; asking it costs the start of a context.
bool has_code_for(int major, int minor) {
    for (const int architecture : compiled_for)
        if (architecture / 100 == major && architecture / 10 % 10 <= minor) return true;
    cudaFuncAttributes attributes;
    if (cudaFuncGetAttributes(&attributes, nothing) == cudaSuccess) return true;
    static_cast<void>(cudaGetLastError());
    return false;
}

std::string why_no_device(cudaError_t error) {
    int driver = 0;
    static_cast<void>(cudaDriverGetVersion(&driver));
    static_cast<void>(cudaGetLastError());
    if (driver == 0) return "no NVIDIA driver";
    if (error == cudaErrorInsufficientDriver)
        return "the NVIDIA driver is too old: it supports CUDA " + version_text(driver) +
               ", this build needs " + version_text(CUDART_VERSION);
    return cuda::error_text(error);
}

CudaProbe probe() {
    CudaProbe result;
    int devices = 0;
    cudaError_t error = cudaGetDeviceCount(&devices);
    if (error == cudaSuccess && devices == 0) error = cudaErrorNoDevice;
    cudaDeviceProp properties;
    if (error == cudaSuccess) error = cudaGetDeviceProperties(&properties, 0);
    if (error != cudaSuccess) {
        result.why_not = why_no_device(error);
        return result;
    }

    const std::string capability = std::to_string(properties.major) + "." + std::to_string(properties.minor);
    constexpr double gib = 1 << 30;
    const auto memory = static_cast<long>(static_cast<double>(properties.totalGlobalMem) / gib + 0.5);
    result.device = std::string(properties.name) + ", compute capability " + capability + ", " +
                    std::to_string(memory) + " GB";
    if (properties.major * 10 + properties.minor < oldest_capability)
        result.why_not = "compute capability " + capability + " is too old; at least 7.5 (Turing) is needed";
    else if (properties.totalGlobalMem < least_memory)
        result.why_not = "the GPU has less than 512 MB of memory";
    else if (!has_code_for(properties.major, properties.minor))
        result.why_not = "this build has no code for compute capability " + capability;
    else
        result.usable = true;
    return result;
}

}  // namespace

CudaProbe probe_cuda() {
    try {
        return probe();
    } catch (const std::exception& error) {
        return {.usable = false, .device = "", .why_not = error.what()};
    }
}

}  // namespace droplet
