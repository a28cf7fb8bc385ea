#pragma once
#include <deque>
#include <memory>
#include <stop_token>
#include <vector>

#include "compute/cpu/learn_band.h"
#include "compute/cpu/workers.h"
#include "model/image.h"
#include "model/operator.h"

namespace droplet {

class Crew;

/// The single-operator form on the CPU: forward, gradient and update in one pass over the picture.
class Learner {
 public:
    /// Runs up to `steps` steps on `current`; `spare` is of the same shape, its channels are overwritten, and
    /// the two may be swapped. What stands beside their rows is lost. Returns the steps done: fewer only when
    /// `stop` was requested, and then `current` is the picture after as many. Throws std::bad_alloc before
    /// anything is done.
    int run(Image& current, Image& spare, const Image& original, const LearningParams& params, int steps,
            Workers& workers, std::stop_token stop);

    const LearningState& state() const { return state_; }
    void set_state(const LearningState& state) { state_ = state; }
    std::vector<LossRecord> take_losses();

 private:
    struct FreeScratch {
        void operator()(float* p) const noexcept;
    };
    struct Fields {
        Image &current, &spare;
        const Image& original;
    };

    void reserve(const Image& picture, int slots);
    bool step(Crew& crew, int slot, const Fields& fields, const LearningParams& params,
              const std::stop_token& stop);
    bool run_pass(Crew& crew, int slot, const LearnPass& pass, const std::stop_token& stop);
    void learn_from(const LearnPass& pass, float learning_rate);

    LearningState state_;
    std::deque<LossRecord> losses_;
    std::vector<LearnSums> sums_;                                 ///< of every band
    std::vector<std::unique_ptr<float[], FreeScratch>> scratch_;  ///< of every slot
    std::size_t scratch_floats_ = 0;
};

}  // namespace droplet
