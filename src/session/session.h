#pragma once
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "compute/backend.h"
#include "session/backends.h"
#include "session/history.h"
#include "session/operator_edit.h"
#include "session/settings.h"

namespace droplet {

/// A running experiment: a source picture, a backend and a step count. Runs on the calling thread,
/// deterministically; the window drives one through SessionThread, headless jobs directly. When a device
/// fails, the session goes on once with the CPU, from the source, and says so in notice().
class Session {
 public:
    explicit Session(OpenedBackend opened, int threads = 0);

    /// Takes a new source and starts from it. Throws Error when it does not fit; then the old one is kept.
    void load(std::shared_ptr<const Image> source);
    /// Back to the source, step 0.
    void reset();
    /// Moves the running picture to another backend. Throws Error, changing nothing, when it cannot be
    /// opened.
    void switch_backend(BackendChoice choice);

    /// Runs up to `steps` steps of settings.preset.process and returns how many were done.
    int advance(const SessionSettings& settings, int steps, std::stop_token stop = {});

    /// Learning: the losses of the steps since the last call, and the operator with its optimizer.
    std::vector<LossRecord> take_losses();
    LearningState learning_state();
    void edit_operator(const OperatorEdit& edit, const LearningParams& params);

    /// Mixes the original back: I <- (1 − share) I + share I₀.
    void kick(float share);
    /// Touches of a brush, in their order; noise takes its seeds from the session's random state.
    void paint(const std::vector<BrushDab>& dabs);

    std::unique_ptr<Frame> present(const ViewWindow& window);
    Image download(Content content = Content::current);
    std::vector<ChannelStatistics> statistics();
    void synchronize();

    bool has_source() const { return source_ != nullptr; }
    const std::shared_ptr<const Image>& source() const { return source_; }
    std::int64_t step() const { return step_; }
    BackendInfo backend_info() const;
    /// Why this backend and not the one hoped for; what went wrong on the way.
    const std::string& notice() const { return notice_; }

 private:
    template <class F>
    auto guarded(F&& work);
    void fall_back_to_cpu(const std::string& reason);

    OpenedBackend opened_;
    int threads_;
    std::shared_ptr<const Image> source_;
    std::int64_t step_ = 0;
    std::string notice_;
};

}  // namespace droplet
