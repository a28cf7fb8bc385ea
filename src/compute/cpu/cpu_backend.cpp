#include "compute/cpu/cpu_backend.h"

#include <fmt/format.h>

#include <cstring>
#include <new>
#include <utility>

#include "compute/cpu/brush.h"
#include "compute/cpu/cpu_frame.h"
#include "compute/cpu/diffuse.h"
#include "compute/cpu/learn.h"
#include "compute/cpu/simd_target.h"
#include "compute/cpu/statistics.h"
#include "compute/cpu/workers.h"
#include "model/error.h"

namespace droplet {
namespace {

class CpuBackend final : public Backend {
 public:
    explicit CpuBackend(int threads) : workers_(threads) {}

    BackendInfo info() const override { return {"cpu", device_, ""}; }

    void upload(const Image& image) override {
        try {
            Image original = image.clone(), current = image.clone();
            Image spare(image.size(), image.channels(), image.has_alpha());
            copy_alpha(image, spare);
            original_ = std::move(original);
            current_ = std::move(current);
            border_ = Border::unknown;
            spare_ = std::move(spare);
            learner_.set_state(
                initial_learning_state(start_operator(StartOperator::laplace, image.channels(), 0)));
            static_cast<void>(learner_.take_losses());
        } catch (const std::bad_alloc&) {
            const double gigabytes = 3e-9 * static_cast<double>(Image::bytes_for(
                                                image.size(), image.channels(), image.has_alpha()));
            throw Error(Fault::job, fmt::format("{}x{} pixels", image.width(), image.height()),
                        fmt::format("need {:.1f} GB of memory, more than there is", gigabytes));
        }
    }

    void reset() override { restore(original_); }

    void restore(const Image& picture) override {
        for (int c = 0; c < current_.channels(); ++c)
            for (int y = 0; y < current_.height(); ++y)
                std::memcpy(current_.plane(c).row(y), picture.plane(c).row(y),
                            static_cast<std::size_t>(current_.width()) * sizeof(float));
        border_ = Border::unknown;
    }

    int diffuse(const DiffusionParams& params, int steps, std::stop_token stop) override {
        if (border_ != Border::extended) extend_rows(current_);
        border_ = Border::extended;
        return droplet::diffuse(current_, spare_, params, steps, workers_, std::move(stop));
    }

    int learn(const LearningParams& params, int steps, std::stop_token stop) override {
        border_ = Border::unknown;
        return learner_.run(current_, spare_, original_, params, steps, workers_, std::move(stop));
    }

    std::vector<LossRecord> take_losses() override { return learner_.take_losses(); }
    LearningState learning_state() override { return learner_.state(); }
    void set_learning_state(const LearningState& state) override { learner_.set_state(state); }

    void mix_original(float share) override {
        droplet::mix_original(current_, original_, share, workers_);
        border_ = Border::unknown;
    }

    void paint(const BrushDab& dab) override {
        droplet::paint(current_, original_, dab);
        border_ = Border::unknown;
    }

    void synchronize() override {}

    std::unique_ptr<Frame> present(const FrameRequest& request) override {
        return make_cpu_frame(picture(request.content), request, texel_pool_, workers_);
    }

    Image download(Content content) override { return picture(content).clone(); }

    std::vector<ChannelStatistics> statistics() override { return image_statistics(current_, workers_); }

 private:
    const Image& picture(Content content) const {
        return content == Content::original ? original_ : current_;
    }

    /// Steps swap the two fields and write channels only, so both carry the alpha.
    static void copy_alpha(const Image& from, Image& to) {
        if (!from.has_alpha()) return;
        for (int y = 0; y < from.height(); ++y)
            std::memcpy(to.alpha().row(y), from.alpha().row(y),
                        static_cast<std::size_t>(from.width()) * sizeof(float));
    }

    Workers workers_;
    const std::string device_ =
        fmt::format("{} thread{}, {}", workers_.count(), workers_.count() == 1 ? "" : "s", simd_name());
    std::shared_ptr<TexelPool> texel_pool_ = std::make_shared<TexelPool>();
    Image original_, current_, spare_;
    Learner learner_;
    /// What stands behind the rows of current_.
    enum class Border { unknown, extended } border_ = Border::unknown;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int threads) {
    return std::make_unique<CpuBackend>(threads);
}

}  // namespace droplet
