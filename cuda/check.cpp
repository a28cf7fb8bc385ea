#include "cuda/check.h"

#include "model/error.h"

namespace droplet::cuda {

std::string error_text(cudaError_t error) {
    switch (error) {
        case cudaErrorMemoryAllocation:
            return "the GPU has not enough free memory";
        case cudaErrorInsufficientDriver:
            return "no NVIDIA driver, or one that is too old";
        case cudaErrorNoDevice:
            return "no CUDA device";
        case cudaErrorDevicesUnavailable:
            return "the GPU is in use by another program that does not share it";
        case cudaErrorNoKernelImageForDevice:
        case cudaErrorInvalidDeviceFunction:
        case cudaErrorUnsupportedPtxVersion:
            return "this build has no code for the GPU's compute capability";
        case cudaErrorSystemDriverMismatch:
        case cudaErrorCompatNotSupportedOnDevice:
            return "the driver's parts have different versions; a restart of the machine may help";
        case cudaErrorLaunchTimeout:
            return "the GPU's watchdog stopped a kernel";
        case cudaErrorECCUncorrectable:
            return "the GPU reports a memory error (ECC)";
        default:
            return std::string(cudaGetErrorString(error)) + " (" + cudaGetErrorName(error) + ")";
    }
}

void check(cudaError_t result, const char* doing) {
    if (result == cudaSuccess) return;
    static_cast<void>(
        cudaGetLastError());  // a failure that is not fatal must not show up again at the next launch
    throw Error(Fault::job, "cuda", std::string(doing) + " failed: " + error_text(result));
}

}  // namespace droplet::cuda
