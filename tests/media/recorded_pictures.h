// Pictures for the tests of recordings.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "model/error.h"
#include "model/frame_pixels.h"

namespace droplet::test {

/// Holds whoever enters until it is opened, and tells when somebody has entered.
class Gate {
 public:
    void enter() {
        std::unique_lock lock(mutex_);
        entered_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void wait_until_entered() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return entered_; });
    }
    void open() {
        const std::scoped_lock lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

 private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool entered_ = false, open_ = false;
};

/// One value everywhere, unless somebody writes others; it may have to wait for its gate.
class Picture : public FramePixels {
 public:
    Picture(Size size, int value, Gate* gate = nullptr)
        : FramePixels(size),
          bytes_(static_cast<std::size_t>(size.area()) * 3, static_cast<std::uint8_t>(value)),
          gate_(gate) {
        ++count_;
    }
    ~Picture() override { --count_; }
    std::span<const std::uint8_t> rgb() override {
        if (gate_) gate_->enter();
        return bytes_;
    }
    std::uint8_t& value(int x, int y, int c) {
        return bytes_[(static_cast<std::size_t>(y) * static_cast<std::size_t>(size().width) +
                       static_cast<std::size_t>(x)) *
                          3 +
                      static_cast<std::size_t>(c)];
    }
    std::uint8_t value(int x, int y, int c) const { return const_cast<Picture*>(this)->value(x, y, c); }

    static int alive() { return count_; }

 private:
    static inline std::atomic<int> count_ = 0;
    std::vector<std::uint8_t> bytes_;
    Gate* gate_;
};

inline std::shared_ptr<Picture> flat(Size size, int value) {
    return std::make_shared<Picture>(size, value);
}

template <class F>
std::shared_ptr<Picture> picture_of(Size size, F&& f) {
    const auto picture = flat(size, 0);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c) picture->value(x, y, c) = static_cast<std::uint8_t>(f(x, y, c));
    return picture;
}

/// Smooth, so that codecs keep it; another colour leads in each frame.
inline std::shared_ptr<Picture> colorful(Size size, int frame) {
    return picture_of(size, [&](int x, int y, int c) {
        return 50 + 100 * (x + y) / (size.width + size.height) + (c == frame % 3 ? 50 : 0);
    });
}

/// What no codec makes small.
inline std::shared_ptr<Picture> noisy(Size size, int frame) {
    return picture_of(size, [&](int x, int y, int c) {
        const auto place = static_cast<std::uint32_t>((y * size.width + x) * 3 + c);
        const std::uint32_t hash = (place + 1000003u * static_cast<std::uint32_t>(frame)) * 2654435761u;
        return (hash ^ hash >> 13) * 2246822519u >> 24;
    });
}

/// What a device gives that is gone.
class LostPicture final : public FramePixels {
 public:
    LostPicture() : FramePixels({64, 48}) {}
    std::span<const std::uint8_t> rgb() override { throw Error(Fault::job, "cuda", "the device went away"); }
};

}  // namespace droplet::test
