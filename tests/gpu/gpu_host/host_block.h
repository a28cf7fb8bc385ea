// A block of threads played by the host: all threads up to a barrier, then all of them on. The kernels of
// cuda/convolve_tile.h run on it unchanged.
#pragma once
#include <limits>
#include <vector>

#include "cuda/convolve_plan.h"
#include "host_field.h"

namespace droplet::cuda::test {

struct HostCopy {
    void operator()(float* to, const float* from) const { *to = *from; }
};

/// Shared memory as a block finds it: nothing that is of use.
inline std::vector<float> shared_memory(int floats) {
    return std::vector<float>(static_cast<std::size_t>(floats), std::numeric_limits<float>::quiet_NaN());
}

template <class Run>
void for_each_tile(const ConvolveJob& job, int rows, int columns, Run run) {
    for (int plane = 0; plane < job.planes; ++plane)
        for (int y0 = 0; y0 < job.out.size.height; y0 += rows)
            for (int x0 = 0; x0 < job.out.size.width; x0 += columns) run(ConvolveTile{plane, y0, x0});
}

template <int I, int J, int R>
void play_direct(const ConvolveJob& job) {
    using Block = DirectBlock<I, J, R>;
    for_each_tile(job, Block::rows, direct_columns, [&](const ConvolveTile& tile) {
        auto shared = shared_memory(Block::tile_floats(job.down, job.across) +
                                    Block::weight_floats(job.down, job.across));
        for (int thread = 0; thread < direct_threads; ++thread)
            Block::load(HostCopy(), job, tile, shared.data(), thread);
        for (int thread = 0; thread < direct_threads; ++thread)
            Block::compute(job, tile, shared.data(), thread);
    });
}

template <int I>
void play_terms(const ConvolveJob& job) {
    using Block = TermsBlock<I>;
    struct ThreadSums {
        typename Block::Sums sums = {};
    };
    for_each_tile(job, terms_rows, terms_columns, [&](const ConvolveTile& tile) {
        auto shared = shared_memory(Block::shared_floats(job.down, job.across));
        std::vector<ThreadSums> threads(terms_threads);
        const auto all = [&](auto phase) {
            for (int thread = 0; thread < terms_threads; ++thread) phase(thread);
        };
        all([&](int thread) { Block::load(HostCopy(), job, tile, shared.data(), thread); });
        for (int term = 0; term < job.terms; ++term) {
            all([&](int thread) { Block::load_term(HostCopy(), job, term, shared.data(), thread); });
            all([&](int thread) { Block::convolve_rows(job, shared.data(), thread); });
            all([&](int thread) {
                Block::convolve_columns(job, shared.data(), thread,
                                        threads[static_cast<std::size_t>(thread)].sums);
            });
        }
        all([&](int thread) {
            Block::store(job, tile, thread, threads[static_cast<std::size_t>(thread)].sums);
        });
    });
}

/// What PlannedKernel::launch() does on a device.
inline void play(const ConvolvePlan& plan, HostField& in, int planes, HostField& out, int copies, int shift_y,
                 int shift_x, const ConvolutionParams& params) {
    ConvolveJob job;
    job.in = in.view();
    job.out = out.view();
    job.planes = planes;
    job.copies = copies;
    job.shift_y = shift_y;
    job.shift_x = shift_x;
    job.down = plan.down;
    job.across = plan.across;
    job.terms = plan.terms;
    job.weights = plan.weights.data();
    job.params = params;
    if (plan.as_terms) {
        plan.shape == 0 ? play_terms<terms_column_groups[0]>(job) : play_terms<terms_column_groups[1]>(job);
        return;
    }
    constexpr auto s = direct_shapes;
    switch (plan.shape) {
        case 0:
            return play_direct<s[0].rows, s[0].columns, s[0].lane_rows>(job);
        case 1:
            return play_direct<s[1].rows, s[1].columns, s[1].lane_rows>(job);
        case 2:
            return play_direct<s[2].rows, s[2].columns, s[2].lane_rows>(job);
        case 3:
            return play_direct<s[3].rows, s[3].columns, s[3].lane_rows>(job);
        default:
            return play_direct<s[4].rows, s[4].columns, s[4].lane_rows>(job);
    }
}

}  // namespace droplet::cuda::test
