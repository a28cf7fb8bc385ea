#pragma once
#include <memory>

#include "compute/backend.h"

namespace droplet {

/// The backend that every machine has: oneTBB over bands of rows, SIMD along rows. Results are the same bits
/// for any number of threads. `threads` 0 means one per core.
std::unique_ptr<Backend> make_cpu_backend(int threads = 0);

}  // namespace droplet
