#pragma once
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <utility>

#include "compute/backend.h"
#include "model/error.h"

namespace droplet::test {

/// A backend that passes everything on to a real one, and can fail, refuse, and be made to wait, as a device
/// may.
class FakeBackend final : public Backend {
 public:
    explicit FakeBackend(std::unique_ptr<Backend> real) : real_(std::move(real)) {}

    std::atomic<bool> fail_from_now_on = false;
    std::atomic<bool> refuse_uploads = false;
    std::atomic<int> steps_done = 0;
    std::atomic<int> longest_call = 0;  ///< steps asked for at once
    std::atomic<int> restores = 0, frames = 0, downloads = 0, convolutions = 0, fractals = 0;
    std::atomic<int> recolors = 0, refines = 0, mixes = 0, resets = 0, sums = 0, pixels = 0;
    std::atomic<std::int64_t> refine_work = std::numeric_limits<std::int64_t>::max();  ///< at once, at most
    /// Called before each part of a fractal, by who asks for it; set before that.
    std::function<void()> on_refine;

    /// Steps wait until release(), or until they are stopped.
    void hold() {
        const std::lock_guard lock(mutex_);
        held_ = true;
    }
    void release() {
        {
            const std::lock_guard lock(mutex_);
            held_ = false;
        }
        changed_.notify_all();
    }
    /// Returns once a step waits.
    void wait_until_held() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_; });
    }

    BackendInfo info() const override { return {"fake", "a device of the tests", ""}; }
    void upload(const Image& image) override {
        if (refuse_uploads) throw Error(Fault::job, "device memory", "full");
        real_->upload(image);
    }
    void reset() override { check(), ++resets, real_->reset(); }
    void restore(const Image& image) override { check(), ++restores, real_->restore(image); }
    void replace_original(const Image& image) override { check(), real_->replace_original(image); }
    std::unique_ptr<FramePixels> copy_pixels(Content content, const Display& display) override {
        return check(), ++pixels, real_->copy_pixels(content, display);
    }
    int diffuse(const DiffusionParams& params, int steps, std::stop_token stop) override {
        begin_steps(steps, stop);
        const int done = real_->diffuse(params, steps, std::move(stop));
        steps_done += done;
        return done;
    }
    int learn(const LearningParams& params, int steps, std::stop_token stop) override {
        begin_steps(steps, stop);
        const int done = real_->learn(params, steps, std::move(stop));
        steps_done += done;
        return done;
    }
    std::vector<LossRecord> take_losses() override { return check(), real_->take_losses(); }
    LearningState learning_state() override { return check(), real_->learning_state(); }
    void set_learning_state(const LearningState& state) override {
        check(), real_->set_learning_state(state);
    }
    void mix_original(float share) override { check(), ++mixes, real_->mix_original(share); }
    void paint(const BrushDab& dab) override { check(), real_->paint(dab); }
    void synchronize() override { check(), real_->synchronize(); }
    std::unique_ptr<Frame> present(const FrameRequest& request) override {
        check();
        ++frames;
        return real_->present(request);
    }
    Image download(Content content) override {
        check();
        ++downloads;
        return real_->download(content);
    }
    ConvolutionReport convolve(const Kernel& kernel, const ConvolutionParams& params) override {
        return check(), ++convolutions, real_->convolve(kernel, params);
    }
    int convolve_in_place(const Kernel& kernel, const ConvolutionParams& params, int steps,
                          std::stop_token stop) override {
        begin_steps(steps, stop);
        const int done = real_->convolve_in_place(kernel, params, steps, std::move(stop));
        steps_done += done;
        return done;
    }
    void find_edges(const CannyParams& params, Content input) override {
        check(), real_->find_edges(params, input);
    }
    void start_fractal(const FractalScene& scene) override {
        check(), ++fractals, real_->start_fractal(scene);
    }
    FractalProgress refine_fractal(std::int64_t work, std::stop_token stop) override {
        if (on_refine) on_refine();
        return check(), ++refines, real_->refine_fractal(std::min(work, refine_work.load()), std::move(stop));
    }
    void recolor_fractal(const FractalScene& scene) override {
        check(), ++recolors, real_->recolor_fractal(scene);
    }
    Image fractal_values() override { return check(), real_->fractal_values(); }
    PictureShape shape(Content content) const override { return real_->shape(content); }
    Image read(Content content, const PixelRect& region) override {
        return check(), real_->read(content, region);
    }
    std::vector<std::vector<float>> sample(Content content, const LineSegment& line, int count) override {
        return check(), real_->sample(content, line, count);
    }
    std::vector<ChannelStatistics> statistics(Content content) override {
        return check(), ++sums, real_->statistics(content);
    }
    Histogram histogram(Content content, float low, float high) override {
        return check(), real_->histogram(content, low, high);
    }

 private:
    void check() const {
        if (fail_from_now_on) throw Error(Fault::job, "fake device", "the device fell over");
    }
    void begin_steps(int steps, const std::stop_token& stop) {
        check();
        {
            std::unique_lock lock(mutex_);
            waiting_ = held_;
            if (held_) changed_.notify_all();
            changed_.wait(lock, stop, [&] { return !held_; });
            waiting_ = false;
        }
        longest_call = std::max(longest_call.load(), steps);
    }

    std::unique_ptr<Backend> real_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool held_ = false, waiting_ = false;
};

}  // namespace droplet::test
