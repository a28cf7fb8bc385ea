#pragma once
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstddef>
#include <optional>

#include "compute/cpu/flush_denormals.h"

namespace droplet {

/// The CPU backend's threads: an arena of a given size, apart from anybody else's.
class Workers {
 public:
    /// 0 means one per core.
    explicit Workers(int threads)
        : arena_(threads > 0 ? threads : oneapi::tbb::info::default_concurrency()) {}

    int count() { return arena_.max_concurrency(); }

    /// Calls work(i) for i in [0, count) on the threads, denormals flushed, and waits.
    template <class F>
    void for_each(int count, F&& work) {
        arena_.execute([&] {
            oneapi::tbb::parallel_for(
                0, count,
                [&](int i) {
                    const FlushDenormals flush;
                    work(i);
                },
                oneapi::tbb::simple_partitioner());
        });
    }

 private:
    std::optional<oneapi::tbb::global_control> more_threads_;
    oneapi::tbb::task_arena arena_;
};

}  // namespace droplet
