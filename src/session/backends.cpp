// The one file that names both backends.
#include "session/backends.h"

#include <fmt/format.h>

#include "compute/cpu/cpu_backend.h"
#include "cuda/cuda_backend.h"
#include "model/error.h"

namespace droplet {

OpenedBackend open_backend(BackendChoice choice, int threads) {
    if (choice == BackendChoice::cpu) return {make_cpu_backend(threads), ""};
    const CudaProbe probe = probe_cuda();
    if (choice == BackendChoice::cuda) {
        if (!probe.usable)
            throw Error(Fault::job, "backend cuda", fmt::format("{}; valid here: auto, cpu", probe.why_not));
        return {make_cuda_backend(), ""};
    }
    if (!probe.usable) return {make_cpu_backend(threads), "CUDA is not used: " + probe.why_not};
    try {
        return {make_cuda_backend(), ""};
    } catch (const Error& error) {
        return {make_cpu_backend(threads), fmt::format("CUDA is not used: {}", error.what())};
    }
}

std::string backend_refusal(BackendChoice choice) {
    return choice == BackendChoice::cuda ? probe_cuda().why_not : "";
}

std::string describe_backends() {
    const CudaProbe probe = probe_cuda();
    return fmt::format("cpu: {}\ncuda: {}\n", make_cpu_backend()->info().device,
                       probe.usable ? probe.device : "not used: " + probe.why_not);
}

std::string executor_of(const BackendInfo& backend) {
    // "2 threads, AVX-512"
    const std::size_t threads = backend.device.find(" thread"), comma = backend.device.find(", ");
    const bool tells_threads = comma != std::string::npos && threads < comma;
    return backend.name + ": " + (tells_threads ? backend.device.substr(comma + 2) : backend.device);
}

}  // namespace droplet
