#include "cuda/convolve_kernel.cuh"

namespace droplet::cuda {
namespace {

template <int I>
__global__ void __launch_bounds__(terms_threads, 5) convolve_terms(ConvolveJob job) {
    using Block = TermsBlock<I>;
    extern __shared__ float4 memory[];
    float* const shared = reinterpret_cast<float*>(memory);
    const ConvolveTile tile = tile_of_block(terms_rows, terms_columns);
    const int thread = static_cast<int>(threadIdx.x);
    typename Block::Sums sums = {};
    Block::load(DeviceCopy(), job, tile, shared, thread);
    for (int term = 0; term < job.terms; ++term) {
        __syncthreads();
        Block::load_term(DeviceCopy(), job, term, shared, thread);
        finish_copies();
        __syncthreads();
        Block::convolve_rows(job, shared, thread);
        __syncthreads();
        Block::convolve_columns(job, shared, thread, sums);
    }
    Block::store(job, tile, thread, sums);
}

template <int I>
ConvolveKernel kernel_of_group(const ConvolvePlan& plan) {
    const auto floats = static_cast<std::size_t>(TermsBlock<I>::shared_floats(plan.down, plan.across));
    return {address_of(convolve_terms<I>), terms_threads, terms_rows, terms_columns, floats * sizeof(float)};
}

}  // namespace

ConvolveKernel terms_kernel(const ConvolvePlan& plan) {
    static_assert(terms_column_groups.size() == 2);
    return plan.shape == 0 ? kernel_of_group<terms_column_groups[0]>(plan)
                           : kernel_of_group<terms_column_groups[1]>(plan);
}

}  // namespace droplet::cuda
