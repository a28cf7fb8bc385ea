#pragma once
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "compute/frame_sink.h"
#include "model/brush.h"
#include "model/diffusion_params.h"
#include "model/image.h"
#include "model/operator.h"
#include "model/view.h"

namespace droplet {

/// What a backend runs on, in words for the status bar and `droplet info`.
struct BackendInfo {
    std::string name;    ///< "cpu" or "cuda"
    std::string device;  ///< "2 threads, AVX-512" or "NVIDIA H200"
    std::string notice;  ///< what is not as it should be (interop off, and why); empty when all is well
};

/// Summary of one channel.
struct ChannelStatistics {
    double mean = 0;
    float min = 0, max = 0;
};

/// A finished picture of one moment, owned apart from the backend's fields: it stays as it is while the
/// backend goes on. Delivered at most once, on the thread that owns the sink.
class Frame {
 public:
    virtual ~Frame() = default;

    const FrameRequest& request() const { return request_; }
    Size image_size() const { return image_size_; }

    /// Writes request().texels() texels into the sink. Throws Error when the device failed.
    virtual void deliver(FrameSink& sink) = 0;

 protected:
    Frame(const FrameRequest& request, Size image_size) : request_(request), image_size_(image_size) {}

 private:
    FrameRequest request_;
    Size image_size_;
};

/// Holds the running picture (the current field and the original) on one device and runs the formulas of
/// math/ on it. Used by one thread at a time, but for info(). Every call but info() throws Error when the
/// device fails; after that the backend's content is undefined.
class Backend {
 public:
    virtual ~Backend() = default;

    virtual BackendInfo info() const = 0;

    /// Makes `image` both the original and the current picture. Throws Error when it does not fit in memory;
    /// then the previous picture is kept.
    virtual void upload(const Image& image) = 0;

    /// Makes the original current again.
    virtual void reset() = 0;

    /// Makes `picture`, of the original's shape, the current one; the original stays (alpha is the
    /// original's).
    virtual void restore(const Image& picture) = 0;

    /// Runs `steps` diffusion steps on the current picture and returns how many were done: fewer only when
    /// `stop` was requested. May return before the device is done; a later call sees the result all the same.
    virtual int diffuse(const DiffusionParams& params, int steps, std::stop_token stop) = 0;

    /// Runs `steps` steps, at most most_losses, of the single-operator form (math/learning.h) on the current
    /// picture with the learning state, and returns how many were done: fewer only when `stop` was
    /// requested. What each step does, plan_learning_step() says. Where the operator has left all bounds
    /// (math/operator_update.h) it is restarted and `recoveries` counted. May return before the device is
    /// done.
    virtual int learn(const LearningParams& params, int steps, std::stop_token stop) = 0;

    /// The losses of the newest steps that measured one, oldest first; each once, most_losses at most are
    /// kept.
    virtual std::vector<LossRecord> take_losses() = 0;
    static constexpr int most_losses = 4096;

    /// The operator has as many channels as the picture. upload() leaves the Laplace operator at its start;
    /// reset() and restore() leave the state as it is.
    virtual LearningState learning_state() = 0;
    virtual void set_learning_state(const LearningState& state) = 0;

    /// I <- (1 − share) I + share I₀ with the original I₀.
    virtual void mix_original(float share) = 0;

    /// One touch of a brush on the current picture (math/brush.h); it may lie outside the picture.
    virtual void paint(const BrushDab& dab) = 0;

    /// Waits until all work asked for is done.
    virtual void synchronize() = 0;

    /// Makes a frame of the picture as of now. `request.region` lies inside the picture.
    virtual std::unique_ptr<Frame> present(const FrameRequest& request) = 0;

    /// The picture as float32, alpha included.
    virtual Image download(Content content) = 0;

    /// One entry per channel of the current picture.
    virtual std::vector<ChannelStatistics> statistics() = 0;
};

}  // namespace droplet
