#pragma once
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>

#include "compute/cpu/flush_denormals.h"

namespace droplet {

/// The CPU backend's threads: an arena of a given size, apart from anybody else's.
class Workers {
 public:
    static constexpr int most_threads = 256;

    /// 0 means one per core; more than most_threads are that many.
    explicit Workers(int threads) : arena_(arena_size(threads)) {}

    int count() { return arena_.max_concurrency(); }

    /// Calls work(i) for i in [0, count) on the threads, denormals flushed, and waits.
    template <class F>
    void for_each(int count, F&& work) {
        // What oneTBB promises anyway, said in terms that a thread sanitizer sees, as Debian's oneTBB is not
        // built for one: the caller's writes come before every work(i), and those before the return.
        std::atomic<int> started{0}, finished{0};
        started.store(1, std::memory_order_release);
        arena_.execute([&] {
            oneapi::tbb::parallel_for(
                0, count,
                [&](int i) {
                    static_cast<void>(started.load(std::memory_order_acquire));
                    const FlushDenormals flush;
                    work(i);
                    finished.fetch_add(1, std::memory_order_release);
                },
                oneapi::tbb::simple_partitioner());
        });
        static_cast<void>(finished.load(std::memory_order_acquire));
    }

 private:
    static int arena_size(int threads) {
        // oneTBB fixes at its first use how many threads there can be; unless told, one per core.
        static const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism,
                                                       most_threads);
        return threads > 0 ? std::min(threads, most_threads) : oneapi::tbb::info::default_concurrency();
    }

    oneapi::tbb::task_arena arena_;
};

}  // namespace droplet
