#pragma once
#include <memory>
#include <string>

#include "compute/backend.h"
#include "model/schema.h"

namespace droplet {

enum class BackendChoice { automatic, cpu, cuda };

template <>
struct EnumNames<BackendChoice> {
    static constexpr BackendChoice last = BackendChoice::cuda;
    static constexpr std::array<std::string_view, 3> names{"auto", "cpu", "cuda"};
};

struct OpenedBackend {
    std::unique_ptr<Backend> backend;
    std::string
        why;  ///< why this one, in words for the status bar: "no CUDA driver" …; empty when it was asked for
};

/// Opens a backend. `automatic` takes CUDA when a usable device exists, else the CPU. `cuda` throws Error
/// with the reason when there is none. `threads` 0 means one per core.
OpenedBackend open_backend(BackendChoice choice, int threads = 0);

/// Why a choice cannot be opened here; empty when it can. May take as long as a driver takes to start.
std::string backend_refusal(BackendChoice choice);

/// What the bits of a result depend on, as recipes tell it: "cpu: AVX-512", "cuda: NVIDIA H200". The number
/// of threads changes none.
std::string executor_of(const BackendInfo& backend);

/// What `droplet info` prints of the devices: one line each, the CUDA line with why it is not used.
std::string describe_backends();

}  // namespace droplet
