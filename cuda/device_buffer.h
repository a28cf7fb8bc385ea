// Move-only owners of device memory and of pinned host memory.
#pragma once
#include <cstddef>
#include <utility>

#include "cuda/check.h"

namespace droplet::cuda {

inline void allocate_device(void** memory, std::size_t bytes) {
    check(cudaMalloc(memory, bytes), "allocating GPU memory");
}
inline void allocate_pinned(void** memory, std::size_t bytes) {
    check(cudaMallocHost(memory, bytes), "allocating pinned memory");
}
inline void free_device(void* memory) {
    cudaFree(memory);
}
inline void free_pinned(void* memory) {
    cudaFreeHost(memory);
}

/// `size` elements of plain data, uninitialised. Throws Error when there is no memory.
template <class T, void (*allocate)(void**, std::size_t), void (*release)(void*)>
class Buffer {
 public:
    Buffer() = default;
    explicit Buffer(std::size_t size) : size_(size) {
        void* memory = nullptr;
        allocate(&memory, size * sizeof(T));
        data_ = static_cast<T*>(memory);
    }
    Buffer(Buffer&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    Buffer& operator=(Buffer&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~Buffer() {
        if (data_) release(data_);
    }

    T* data() const { return data_; }
    std::size_t size() const { return size_; }
    std::size_t bytes() const { return size_ * sizeof(T); }

 private:
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

template <class T>
using DeviceBuffer = Buffer<T, allocate_device, free_device>;
template <class T>
using PinnedBuffer = Buffer<T, allocate_pinned, free_pinned>;

}  // namespace droplet::cuda
