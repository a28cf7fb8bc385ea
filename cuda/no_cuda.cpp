// Stands in for the CUDA backend where no CUDA toolkit was found at build time.
#include "cuda/cuda_backend.h"
#include "model/error.h"

namespace droplet {

CudaProbe probe_cuda() {
    return {.usable = false, .device = "", .why_not = "built without CUDA"};
}

std::unique_ptr<Backend> make_cuda_backend() {
    throw Error(Fault::job, "cuda", probe_cuda().why_not);
}

}  // namespace droplet
