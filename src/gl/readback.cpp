#include "gl/readback.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "model/error.h"

namespace droplet::gl {
namespace {

constexpr std::size_t bytes_a_pixel = 4;

/// Pixels as window systems keep them (blue, green, red, and a byte that says nothing), which the thread that
/// reads them makes red, green and blue: the window's thread only copies.
class WindowPixels final : public FramePixels {
 public:
    /// `bottom_up`: rows from the bottom, as OpenGL has them.
    WindowPixels(Size size, const std::uint8_t* bottom_up) : FramePixels(size) {
        const auto rows = static_cast<std::size_t>(size.height);
        const std::size_t row = static_cast<std::size_t>(size.width) * bytes_a_pixel;
        bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(rows * row);
        for (std::size_t y = 0; y < rows; ++y)
            std::memcpy(bytes_.get() + y * row, bottom_up + (rows - 1 - y) * row, row);
    }

    std::span<const std::uint8_t> rgb() override {
        const auto pixels = static_cast<std::size_t>(size().area());
        std::uint8_t* const bytes = bytes_.get();
        if (!packed_)
            for (std::size_t i = 0; i < pixels; ++i) {
                const std::uint8_t blue = bytes[4 * i], green = bytes[4 * i + 1], red = bytes[4 * i + 2];
                bytes[3 * i] = red;
                bytes[3 * i + 1] = green;
                bytes[3 * i + 2] = blue;
            }
        packed_ = true;
        return {bytes, 3 * pixels};
    }

 private:
    std::unique_ptr<std::uint8_t[]> bytes_;
    bool packed_ = false;
};

}  // namespace

Readback::~Readback() {
    for (Slot& slot : ring_) glDeleteSync(slot.fence);
}

bool Readback::ask(const PixelRect& region, Size framebuffer, Take take) {
    const PixelRect inside{
        std::clamp(region.x0, 0, framebuffer.width), std::clamp(region.y0, 0, framebuffer.height),
        std::clamp(region.x1, 0, framebuffer.width), std::clamp(region.y1, 0, framebuffer.height)};
    const Size size{inside.width(), inside.height()};
    if (count_ == slots || size.width <= 0 || size.height <= 0) {
        ++left_out_;
        return false;
    }
    Slot& slot = ring_[static_cast<std::size_t>((oldest_ + count_) % slots)];
    const std::size_t bytes = static_cast<std::size_t>(size.area()) * bytes_a_pixel;
    if (!slot.buffer || slot.bytes < bytes) {
        slot.buffer = make_buffer();
        glNamedBufferStorage(slot.buffer.get(), static_cast<GLsizeiptr>(bytes), nullptr,
                             GL_MAP_READ_BIT | GL_CLIENT_STORAGE_BIT);
        slot.bytes = bytes;
    }
    glBindBuffer(GL_PIXEL_PACK_BUFFER, slot.buffer.get());
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    glReadPixels(inside.x0, framebuffer.height - inside.y1, size.width, size.height, GL_BGRA,
                 GL_UNSIGNED_BYTE, nullptr);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    slot.fence = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
    slot.size = size;
    slot.take = std::move(take);
    ++count_;
    return true;
}

bool Readback::collect_one(std::uint64_t wait_ns) {
    if (count_ == 0) return false;
    Slot& slot = ring_[static_cast<std::size_t>(oldest_)];
    const GLenum state = glClientWaitSync(slot.fence, GL_SYNC_FLUSH_COMMANDS_BIT, wait_ns);
    if (state == GL_TIMEOUT_EXPIRED) return false;
    glDeleteSync(std::exchange(slot.fence, nullptr));
    const Take take = std::exchange(slot.take, {});
    oldest_ = (oldest_ + 1) % slots;
    --count_;
    const void* memory = glMapNamedBufferRange(
        slot.buffer.get(), 0,
        static_cast<GLsizeiptr>(static_cast<std::size_t>(slot.size.area()) * bytes_a_pixel), GL_MAP_READ_BIT);
    if (!memory) throw Error(Fault::job, "window", "the OpenGL driver does not give back what it has drawn");
    auto pixels = std::make_shared<WindowPixels>(slot.size, static_cast<const std::uint8_t*>(memory));
    glUnmapNamedBuffer(slot.buffer.get());
    take(std::move(pixels));
    return true;
}

void Readback::collect() {
    while (collect_one(0)) {
    }
}

void Readback::drain() {
    constexpr std::uint64_t second = 1'000'000'000;
    while (count_ > 0) static_cast<void>(collect_one(second));
}

}  // namespace droplet::gl
