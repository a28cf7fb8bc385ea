#include "compute/cpu/thread_scratch.h"

#include <cstdlib>
#include <memory>
#include <new>

namespace droplet {

float* thread_scratch(std::size_t floats) {
    struct Free {
        void operator()(float* p) const noexcept { std::free(p); }
    };
    thread_local std::unique_ptr<float[], Free> memory;
    thread_local std::size_t size = 0;
    if (size < floats) {
        const std::size_t bytes = (floats * sizeof(float) + 63) / 64 * 64;
        memory.reset(static_cast<float*>(std::aligned_alloc(64, bytes)));
        size = memory ? floats : 0;
        if (!memory) throw std::bad_alloc();
    }
    return memory.get();
}

}  // namespace droplet
