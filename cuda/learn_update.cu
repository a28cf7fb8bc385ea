#include "cuda/learn_block.cuh"

namespace droplet::cuda {
namespace {

__global__ void __launch_bounds__(learn_threads)
    learn_update(Partials partials, LearningParams params, UpdateJob job, OperatorState* state) {
    __shared__ OperatorState held;
    __shared__ UpdateScratch scratch;
    LearnBlock block;
    copy_state(block, *state, held);
    finish_step(block, partials, params, job, held, scratch);
    copy_state(block, held, *state);
}

}  // namespace

const void* learn_update_kernel() {
    return reinterpret_cast<const void*>(learn_update);
}

}  // namespace droplet::cuda
