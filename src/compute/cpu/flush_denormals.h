#pragma once
#include <cstdint>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace droplet {

/// While it lives, this thread computes with denormals as zeros: they are far below what a picture can show,
/// and some processors take a hundred times longer over them.
class FlushDenormals {
 public:
    FlushDenormals() : saved_(read()) { write(saved_ | flush_bits); }
    ~FlushDenormals() { write(saved_); }
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__SSE__)
    using Register = unsigned;
    static constexpr Register flush_bits = 0x8040;  // MXCSR: flush to zero, denormals are zero
    static Register read() {
        return _mm_getcsr();
    }
    static void write(Register value) {
        _mm_setcsr(value);
    }
#elif defined(__aarch64__)
    using Register = std::uint64_t;
    static constexpr Register flush_bits = Register{1} << 24;  // FPCR.FZ
    static Register read() {
        Register value;
        asm volatile("mrs %0, fpcr" : "=r"(value));
        return value;
    }
    static void write(Register value) {
        asm volatile("msr fpcr, %0" : : "r"(value));
    }
#else
    using Register = unsigned;
    static constexpr Register flush_bits = 0;
    static Register read() {
        return 0;
    }
    static void write(Register) {}
#endif
    Register saved_;
};

}  // namespace droplet
