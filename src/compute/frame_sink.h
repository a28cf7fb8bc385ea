#pragma once
#include <cstddef>
#include <cstdint>

namespace droplet {

/// One texel of a frame: red, green, blue, alpha as IEEE half floats (GL_RGBA, GL_HALF_FLOAT). Grey pictures
/// repeat their value in red, green and blue; pictures without alpha have alpha 1. Colours are not multiplied
/// by alpha.
struct HalfTexel {
    std::uint16_t r, g, b, a;
};

/// Where a frame's texels go: rows from the top, tightly packed. A frame asks for one of the two places,
/// once, and fills it before it returns. The sink's owner calls it on the thread that has the GL context.
class FrameSink {
 public:
    virtual ~FrameSink() = default;

    /// Name of a GL buffer object of at least `bytes` bytes whose content may be overwritten, or 0 when there
    /// is none.
    virtual std::uint32_t gl_buffer(std::size_t bytes) = 0;

    /// Writable host memory for `count` texels, valid until the frame returns.
    virtual HalfTexel* host_texels(std::size_t count) = 0;
};

}  // namespace droplet
