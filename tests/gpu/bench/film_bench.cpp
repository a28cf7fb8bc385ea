#include "film_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "compute/reference.h"
#include "cuda/cuda_backend.h"

namespace droplet::cuda {
namespace {

using Clock = std::chrono::steady_clock;

/// Takes pictures on a thread of its own, and reads every byte, as an encoder does.
class Reader {
 public:
    void give(std::unique_ptr<FramePixels> pixels) {
        {
            const std::lock_guard lock(mutex_);
            pictures_.push_back(std::move(pixels));
        }
        changed_.notify_one();
    }

 private:
    void run(const std::stop_token& stop) {
        std::vector<std::uint8_t> kept;
        std::unique_lock lock(mutex_);
        while (changed_.wait(lock, stop, [&] { return !pictures_.empty(); })) {
            const auto pixels = std::move(pictures_.front());
            pictures_.pop_front();
            lock.unlock();
            const auto rgb = pixels->rgb();
            kept.assign(rgb.begin(), rgb.end());
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::unique_ptr<FramePixels>> pictures_;
    std::jthread thread_{[this](const std::stop_token& stop) { run(stop); }};
};

/// Steps a second over half a second, in chunks as a session makes them.
double rate(Backend& backend, bool records) {
    constexpr int chunk = 64;
    constexpr auto interval = std::chrono::nanoseconds(1'000'000'000 / 60);
    constexpr auto length = std::chrono::milliseconds(500);
    Reader reader;
    backend.synchronize();
    const auto begin = Clock::now();
    auto due = begin;
    std::int64_t steps = 0;
    while (Clock::now() - begin < length) {
        steps += backend.diffuse({}, chunk, {});
        backend.synchronize();
        if (!records || Clock::now() < due) continue;
        reader.give(backend.copy_pixels(Content::current, {}));
        due += interval;
    }
    return static_cast<double>(steps) / std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

nlohmann::json film_report() {
    const auto backend = make_cuda_backend();
    backend->upload(test::make_picture({1920, 1080}, 3));
    static_cast<void>(rate(*backend, true));  // warms up
    // In turns, so that a clock that changes does so for both.
    std::vector<double> without, with;
    for (int i = 0; i < 5; ++i) {
        without.push_back(rate(*backend, false));
        with.push_back(rate(*backend, true));
    }
    const auto median = [](std::vector<double>& rates) {
        std::nth_element(rates.begin(), rates.begin() + 2, rates.end());
        return rates[2];
    };
    const double plain = median(without), recorded = median(with);
    fmt::print(
        "\n1920x1080x3: {:.0f} steps/s, {:.0f} while 60 frames/s are recorded: {:.1f} % less; wanted: "
        "less than 10 %\n",
        plain, recorded, 100 * (1 - recorded / plain));
    return {{"steps_per_second", plain}, {"recording_steps_per_second", recorded}};
}

}  // namespace droplet::cuda
