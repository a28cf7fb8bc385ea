#include "cuda/pixel_copier.h"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "cuda/device_buffer.h"
#include "cuda/pixels.h"
#include "math/shown_range.h"

namespace droplet::cuda {
namespace {

constexpr const char* doing = "copying a film's picture";
/// One being made, one on its way, and those that a film's queue gives back while others come.
constexpr std::size_t most_free_slots = 4;

/// Memory of one picture on both sides, and the moments that order its writers and readers.
struct PixelSlot {
    DeviceBuffer<std::uint32_t> words;
    PinnedBuffer<std::uint8_t> bytes;
    Event made;   ///< on the device
    Event there;  ///< on the host

    PixelSlot() = default;
    PixelSlot(const PixelSlot&) = delete;
    PixelSlot& operator=(const PixelSlot&) = delete;
    /// Nothing may still use the memory that is given back. After a failure nothing does.
    ~PixelSlot() { cudaEventSynchronize(there.get()); }
};

}  // namespace

class PixelCopier::Pool {
 public:
    std::unique_ptr<PixelSlot> take(std::size_t words) {
        {
            const std::lock_guard lock(mutex_);
            const auto fits = std::find_if(free_.begin(), free_.end(),
                                           [&](const auto& slot) { return slot->words.size() == words; });
            if (fits != free_.end()) {
                std::unique_ptr<PixelSlot> slot = std::move(*fits);
                free_.erase(fits);
                return slot;
            }
            free_.clear();  // of another size
        }
        auto slot = std::make_unique<PixelSlot>();
        slot->words = DeviceBuffer<std::uint32_t>(words);
        slot->bytes = PinnedBuffer<std::uint8_t>(words * sizeof(std::uint32_t));
        return slot;
    }
    void give_back(std::unique_ptr<PixelSlot> slot) {
        const std::lock_guard lock(mutex_);
        if (free_.size() < most_free_slots) free_.push_back(std::move(slot));
    }

    Stream stream;  ///< of the copies; used by the thread that computes

 private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<PixelSlot>> free_;
};

class PixelCopier::Pixels final : public FramePixels {
 public:
    Pixels(Size size, std::unique_ptr<PixelSlot> slot, std::shared_ptr<Pool> pool)
        : FramePixels(size), pool_(std::move(pool)), slot_(std::move(slot)) {}
    Pixels(const Pixels&) = delete;
    Pixels& operator=(const Pixels&) = delete;
    ~Pixels() override { pool_->give_back(std::move(slot_)); }

    std::span<const std::uint8_t> rgb() override {
        slot_->there.synchronize();
        return {slot_->bytes.data(), static_cast<std::size_t>(size().area()) * 3};
    }

 private:
    std::shared_ptr<Pool> pool_;
    std::unique_ptr<PixelSlot> slot_;
};

PixelCopier::PixelCopier() : pool_(std::make_shared<Pool>()) {}
PixelCopier::~PixelCopier() = default;

std::unique_ptr<FramePixels> PixelCopier::copy(cudaStream_t compute, const Picture& picture,
                                               const Display& display) {
    const auto words = static_cast<std::size_t>(pixel_groups(picture.colours.size)) * group_words;
    std::unique_ptr<PixelSlot> slot = pool_->take(words);
    ShownPicture shown{.picture = picture, .range = math::shown_range(display)};
    if (display.map && picture.channels == 1) {
        shown.mapped = true;
        std::ranges::copy(*display.map, shown.table);
    }
    slot->there.hold(compute);  // a picture that nobody has read may still be on its way
    make_pixels(compute, shown, slot->words.data());
    slot->made.record(compute);
    const cudaStream_t copies = pool_->stream.get();
    slot->made.hold(copies);
    check(cudaMemcpyAsync(slot->bytes.data(), slot->words.data(), slot->words.bytes(), cudaMemcpyDeviceToHost,
                          copies),
          doing);
    slot->there.record(copies);
    return std::make_unique<Pixels>(picture.colours.size, std::move(slot), pool_);
}

}  // namespace droplet::cuda
