#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "gl/handle.h"
#include "model/frame_pixels.h"
#include "model/view.h"

namespace droplet::gl {

/// Copies of what was drawn, on their way from the GPU while drawing goes on: through a ring of pixel
/// buffers, each with a fence behind its copy. All on the thread that has the context, which waits in drain()
/// only. What is handed over is in plain memory and belongs to no context.
class Readback {
 public:
    using Take = std::function<void(std::shared_ptr<FramePixels>)>;
    /// As many may be on their way at once.
    static constexpr int slots = 4;

    Readback() = default;
    ~Readback();
    Readback(const Readback&) = delete;
    Readback& operator=(const Readback&) = delete;

    /// Asks for a part of the framebuffer as drawn so far, of which `framebuffer` is the size; what of the
    /// region lies outside is left out. `take` is called with it by a later collect(), in the order asked.
    /// False when all slots are on their way: the picture is left out, and counted.
    bool ask(const PixelRect& region, Size framebuffer, Take take);
    /// Hands over what has arrived.
    void collect();
    /// Waits for what was asked for, and hands it over.
    void drain();

    int in_flight() const { return count_; }
    std::int64_t left_out() const { return left_out_; }

 private:
    struct Slot {
        Buffer buffer;
        std::size_t bytes = 0;
        GLsync fence = nullptr;
        Size size;
        Take take;
    };
    /// Whether the oldest slot was handed over.
    bool collect_one(std::uint64_t wait_ns);

    std::array<Slot, slots> ring_;
    int oldest_ = 0, count_ = 0;
    std::int64_t left_out_ = 0;
};

}  // namespace droplet::gl
