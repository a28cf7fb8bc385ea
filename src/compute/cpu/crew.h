#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "compute/cpu/workers.h"

namespace droplet {

/// Threads that stay together over many short rounds of work, of a few microseconds an item: between two
/// rounds they spin, where handing out tasks anew would take as long as the work. One thread leads; it can do
/// everything alone, so that nothing waits for a thread that has not come.
class Crew {
 public:
    explicit Crew(Workers& workers) : workers_(workers), shares_(new Share[shares_needed(workers)]) {}

    /// Number of slots that work is called with.
    int slots() { return workers_.count(); }

    /// Calls lead(slot) on one of the threads, and returns after it; what it throws is thrown.
    template <class Lead>
    void run(Lead&& lead) {
        led_ = false;
        finished_ = false;
        workers_.for_each(slots(), [&](int slot) {
            if (led_.exchange(true)) {
                help(slot);
                return;
            }
            const Finish finish{finished_};
            lead(slot);
        });
    }

    /// For the leader: calls work(slot, i) for i in [0, count) on all threads, and waits. A slot is one
    /// thread at a time; every thread has its own share of the items, the same each time, and then helps with
    /// the others'. `work` must not throw.
    void for_each(int slot, int count, const std::function<void(int slot, int item)>& work) {
        work_ = &work;
        done_.store(0, std::memory_order_relaxed);
        for (int s = 0; s < slots(); ++s) {
            shares_[s].first = cut(count, s);
            shares_[s].left.store(cut(count, s + 1) - cut(count, s), std::memory_order_release);
        }
        while (work_on(slot)) {
        }
        for (Pause pause; done_.load(std::memory_order_acquire) < count;) pause();
    }

 private:
    /// Items first … first + left − 1 are to be done, the last first. Apart from the others in the caches.
    struct alignas(64) Share {
        std::atomic<int> left{0};
        int first = 0;
    };
    struct Finish {
        std::atomic<bool>& finished;
        ~Finish() { finished.store(true, std::memory_order_release); }
    };
    /// Waits a moment; once it has taken long, gives way to whoever else wants the processor.
    class Pause {
     public:
        void operator()() {
            if (++turns_ > 200) {
                std::this_thread::yield();
            } else {
#if defined(__SSE2__)
                __builtin_ia32_pause();
#elif defined(__aarch64__)
                asm volatile("yield");
#endif
            }
        }
        void rest() {
            turns_ = 0;
        }

     private:
        int turns_ = 0;
    };

    static std::size_t shares_needed(Workers& workers) {
        return static_cast<std::size_t>(workers.count());
    }
    int cut(int count, int slot) {
        return static_cast<int>(std::int64_t{count} * slot / slots());
    }

    void help(int slot) {
        for (Pause pause; !finished_.load(std::memory_order_acquire);) {
            if (work_on(slot)) {
                pause.rest();
            } else {
                pause();
            }
        }
    }

    /// Does one item; false when none is left.
    bool work_on(int slot) {
        for (int s = 0; s < slots(); ++s) {
            Share& share = shares_[(slot + s) % slots()];
            int left = share.left.load(std::memory_order_relaxed);
            while (left > 0 && !share.left.compare_exchange_weak(left, left - 1, std::memory_order_acq_rel,
                                                                 std::memory_order_relaxed)) {
            }
            if (left <= 0) continue;
            (*work_)(slot, share.first + left - 1);
            done_.fetch_add(1, std::memory_order_acq_rel);
            return true;
        }
        return false;
    }

    Workers& workers_;
    std::unique_ptr<Share[]> shares_;
    const std::function<void(int, int)>* work_ = nullptr;
    std::atomic<int> done_{0};
    std::atomic<bool> led_{false}, finished_{false};
};

}  // namespace droplet
