#pragma once
#include <stop_token>
#include <vector>

#include "compute/cpu/workers.h"
#include "model/image.h"
#include "model/operator.h"

namespace droplet {

/// Writes the reflect-101 border that learning expects into the places beside every row: row[-1] = row[1]
/// and row[width] = row[width − 2]; of one pixel, itself. learn() keeps it that way.
void reflect_rows(Image& image);

/// The single-operator form on the CPU: forward, gradient and update in one pass over the picture.
class Learner {
 public:
    /// Runs up to `steps` steps on `current`; `spare` is of the same shape, its channels are overwritten, and
    /// the two may be swapped. Rows must be reflected. Returns the steps done: fewer only when `stop` was
    /// requested.
    int run(Image& current, Image& spare, const Image& original, const LearningParams& params, int steps,
            Workers& workers, std::stop_token stop);

    const LearningState& state() const { return state_; }
    void set_state(const LearningState& state) { state_ = state; }
    std::vector<LossRecord> take_losses();

 private:
    LearningState state_;
    std::vector<LossRecord> losses_;
};

}  // namespace droplet
