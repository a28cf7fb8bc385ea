#pragma once
#include <cstddef>

namespace droplet::bench {

/// Two arrays to copy from one to the other, each much larger than the caches; `threads` threads copy a
/// contiguous share each.
class CopyProbe {
 public:
    /// `floats` elements per array.
    CopyProbe(std::size_t floats, int threads);
    ~CopyProbe();
    CopyProbe(const CopyProbe&) = delete;
    CopyProbe& operator=(const CopyProbe&) = delete;

    /// Bytes read plus bytes written by one copy.
    double bytes() const { return 8.0 * static_cast<double>(floats_); }
    /// One copy with ordinary stores, which first read the line they overwrite.
    void copy();
    /// One copy with non-temporal stores.
    void copy_non_temporal();

 private:
    std::size_t floats_;
    int threads_;
    float *source_, *target_;
};

/// Floating-point operations (two per multiply-add and lane) that fma_burst() does on each thread.
double fma_burst_operations();

/// Keeps the fused multiply-add units of `threads` cores busy for some milliseconds, on float32 in registers,
/// with the widest instruction set of the machine.
void fma_burst(int threads);

}  // namespace droplet::bench
