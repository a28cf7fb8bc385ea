#pragma once
#include <cmath>
#include <cstring>
#include <vector>

#include "compute/backend.h"

namespace droplet::test {

/// Takes frames in host memory.
struct HostSink final : FrameSink {
    std::vector<HalfTexel> texels;

    std::uint32_t gl_buffer(std::size_t) override { return 0; }
    HalfTexel* host_texels(std::size_t count) override {
        texels.assign(count, HalfTexel{0x7e00, 0x7e00, 0x7e00, 0x7e00});  // NaN: what is not written shows
        return texels.data();
    }
};

inline std::vector<HalfTexel> delivered(Frame& frame) {
    HostSink sink;
    frame.deliver(sink);
    return sink.texels;
}

inline bool same_texels(const std::vector<HalfTexel>& a, const std::vector<HalfTexel>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(HalfTexel)) == 0;
}

/// The value of a finite half float.
inline float half_value(std::uint16_t bits) {
    const int exponent = bits >> 10 & 31, mantissa = bits & 1023;
    const float size = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -24)
                                     : std::ldexp(static_cast<float>(1024 + mantissa), exponent - 25);
    return (bits & 0x8000) != 0 ? -size : size;
}

}  // namespace droplet::test
