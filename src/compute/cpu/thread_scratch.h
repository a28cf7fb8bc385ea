#pragma once
#include <cstddef>

namespace droplet {

/// This thread's scratch memory, beginning on a boundary of 64 bytes; it grows, and stays for whoever comes
/// next. What it holds is lost with the next call. Throws std::bad_alloc.
float* thread_scratch(std::size_t floats);

}  // namespace droplet
