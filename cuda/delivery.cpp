#include "cuda/delivery.h"

#include <algorithm>
#include <cstring>

namespace droplet::cuda {
namespace {

constexpr std::size_t most_free_slots = 4;
constexpr const char* doing = "delivering a frame";

}  // namespace

std::unique_ptr<TexelSlot> Delivery::take(std::size_t count, cudaStream_t maker) {
    std::unique_ptr<TexelSlot> slot;
    {
        const std::lock_guard lock(mutex_);
        const auto fits = std::find_if(free_.begin(), free_.end(),
                                       [&](const auto& free) { return free->texels.size() >= count; });
        if (fits != free_.end()) {
            slot = std::move(*fits);
            free_.erase(fits);
        } else {
            free_.clear();  // the view has grown
        }
    }
    if (!slot) {
        slot = std::make_unique<TexelSlot>();
        slot->texels = DeviceBuffer<HalfTexel>(count + count / 4);
    }
    slot->read.hold(maker);
    return slot;
}

void Delivery::give_back(std::unique_ptr<TexelSlot> slot) {
    const std::lock_guard lock(mutex_);
    if (free_.size() < most_free_slots) free_.push_back(std::move(slot));
}

std::string Delivery::notice() const {
    const std::lock_guard lock(mutex_);
    return notice_;
}

void Delivery::deliver(TexelSlot& slot, std::size_t count, FrameSink& sink) {
    const std::lock_guard lock(delivering_);
    if (!interop_failed_ && deliver_to_gl(slot, count * sizeof(HalfTexel), sink)) return;
    deliver_to_host(slot, count, sink);
}

bool Delivery::deliver_to_gl(TexelSlot& slot, std::size_t bytes, FrameSink& sink) {
    const std::uint32_t buffer = sink.gl_buffer(bytes);
    if (buffer == 0) return false;
    slot.written.hold(stream_.get());
    const cudaError_t result = interop_.copy(buffer, slot.texels.data(), bytes, stream_.get());
    slot.read.record(stream_.get());
    if (result == cudaSuccess) return true;

    static_cast<void>(cudaGetLastError());
    interop_failed_ = true;
    const std::lock_guard lock(mutex_);
    notice_ = std::string("frames go through host memory: ") + interop_failure_text(result);
    return false;
}

void Delivery::deliver_to_host(TexelSlot& slot, std::size_t count, FrameSink& sink) {
    if (pinned_.size() < count) pinned_ = PinnedBuffer<HalfTexel>(count + count / 4);
    const std::size_t bytes = count * sizeof(HalfTexel);
    slot.written.hold(stream_.get());
    check(cudaMemcpyAsync(pinned_.data(), slot.texels.data(), bytes, cudaMemcpyDeviceToHost, stream_.get()),
          doing);
    slot.read.record(stream_.get());
    slot.read.synchronize();
    std::memcpy(sink.host_texels(count), pinned_.data(), bytes);
}

}  // namespace droplet::cuda
