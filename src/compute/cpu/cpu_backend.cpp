#include "compute/cpu/cpu_backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "compute/cpu/brush.h"
#include "compute/cpu/canny.h"
#include "compute/cpu/convolve.h"
#include "compute/cpu/cpu_frame.h"
#include "compute/cpu/cpu_pixels.h"
#include "compute/cpu/diffuse.h"
#include "compute/cpu/fractal.h"
#include "compute/cpu/grey.h"
#include "compute/cpu/histogram.h"
#include "compute/cpu/learn.h"
#include "compute/cpu/simd_target.h"
#include "compute/cpu/statistics.h"
#include "compute/cpu/workers.h"
#include "math/line.h"
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
            row_ends_ = RowEnds::unknown;
            spare_ = std::move(spare);
            result_ = Image();
            grey_ = Image();
            canny_.clear();
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
        row_ends_ = RowEnds::unknown;
    }

    void replace_original(const Image& picture) override {
        const int planes = picture.channels() + (picture.has_alpha() ? 1 : 0), height = picture.height();
        workers_.for_each(planes, [&](int plane) {
            for (int y = 0; y < height; ++y)
                std::copy_n(picture.plane(plane).row(y), picture.width(), original_.plane(plane).row(y));
        });
    }

    int diffuse(const DiffusionParams& params, int steps, std::stop_token stop) override {
        if (row_ends_ != RowEnds::extended) extend_rows(current_);
        row_ends_ = RowEnds::extended;
        return droplet::diffuse(current_, spare_, params, steps, workers_, std::move(stop));
    }

    int learn(const LearningParams& params, int steps, std::stop_token stop) override {
        row_ends_ = RowEnds::unknown;
        return learner_.run(current_, spare_, original_, params, steps, workers_, std::move(stop));
    }

    std::vector<LossRecord> take_losses() override { return learner_.take_losses(); }
    LearningState learning_state() override { return learner_.state(); }
    void set_learning_state(const LearningState& state) override { learner_.set_state(state); }

    void mix_original(float share) override {
        droplet::mix_original(current_, original_, share, workers_);
        row_ends_ = RowEnds::unknown;
    }

    void paint(const BrushDab& dab) override {
        droplet::paint(current_, original_, dab);
        row_ends_ = RowEnds::unknown;
    }

    ConvolutionReport convolve(const Kernel& kernel, const ConvolutionParams& params) override {
        const Image& input = input_of(params);
        try {
            const Correlation correlation = correlation_of(kernel, params, current_.size());
            if (!(result_.size() == correlation.size) || result_.channels() != input.channels())
                result_ = Image(correlation.size, input.channels(), current_.has_alpha());
            result_origin_x_ = correlation.origin_x;
            result_origin_y_ = correlation.origin_y;
            place_alpha(correlation);
            return convolver_.run(input, result_, correlation, params, workers_);
        } catch (...) {
            result_ = Image();
            throw;
        }
    }

    int convolve_in_place(const Kernel& kernel, const ConvolutionParams& params, int steps,
                          std::stop_token stop) override {
        ConvolutionParams same = params;
        same.mode = ConvolutionMode::same;
        const Correlation correlation = correlation_of(kernel, same, current_.size());
        const bool of_grey = params.channels == ConvolutionChannels::grey && current_.channels() == 3;
        int done = 0;
        for (; done < steps && !stop.stop_requested(); ++done) {
            if (of_grey) {
                if (!(grey_result_.size() == current_.size())) grey_result_ = Image(current_.size(), 1);
                convolver_.run(input_of(params), grey_result_, correlation, same, workers_);
                spread_grey();
            } else {
                convolver_.run(current_, spare_, correlation, same, workers_);
                std::swap(current_, spare_);
            }
            row_ends_ = RowEnds::unknown;
        }
        return done;
    }

    void find_edges(const CannyParams& params, Content input) override {
        const Image& from = picture(input);
        if (!(grey_.size() == from.size())) grey_ = Image(from.size(), 1);
        make_grey(from, grey_, workers_);
        canny_.run(grey_, params, workers_);
        edges_origin_x_ = shape(input).origin_x;
        edges_origin_y_ = shape(input).origin_y;
    }

    void start_fractal(const FractalScene& scene) override { fractal_.start(scene, original_, workers_); }
    FractalProgress refine_fractal(std::int64_t work, std::stop_token stop) override {
        return fractal_.refine(work, original_, workers_, stop);
    }
    void recolor_fractal(const FractalScene& scene) override { fractal_.recolor(scene, original_, workers_); }
    Image fractal_values() override { return fractal_.values().clone(); }

    PictureShape shape(Content content) const override {
        const Image& image = picture(content);
        if (image.empty()) return {};
        PictureShape shape{image.size(), image.channels()};
        if (content == Content::result) {
            shape.origin_x = result_origin_x_;
            shape.origin_y = result_origin_y_;
        } else if (content != Content::current && content != Content::original) {
            shape.origin_x = edges_origin_x_;
            shape.origin_y = edges_origin_y_;
        }
        return shape;
    }

    void synchronize() override {}

    std::unique_ptr<Frame> present(const FrameRequest& request) override {
        return make_cpu_frame(picture(request.content), request, shape(request.content), texel_pool_,
                              workers_);
    }

    std::unique_ptr<FramePixels> copy_pixels(Content content, const Display& display) override {
        return pixels_.make(picture(content), display, workers_);
    }

    Image download(Content content) override { return picture(content).clone(); }

    Image read(Content content, const PixelRect& region) override {
        const Image& from = picture(content);
        Image part({region.width(), region.height()}, from.channels());
        for (int c = 0; c < from.channels(); ++c)
            for (int y = 0; y < region.height(); ++y)
                std::copy_n(from.plane(c).row(region.y0 + y) + region.x0, region.width(),
                            part.plane(c).row(y));
        return part;
    }

    std::vector<std::vector<float>> sample(Content content, const LineSegment& line, int count) override {
        const Image& from = picture(content);
        std::vector<std::vector<float>> samples(static_cast<std::size_t>(from.channels()));
        for (int i = 0; i < count; ++i) {
            const auto [x, y] =
                math::line_pixel(line.x0, line.y0, line.x1, line.y1, i, count, from.width(), from.height());
            for (int c = 0; c < from.channels(); ++c)
                samples[static_cast<std::size_t>(c)].push_back(from.plane(c).row(y)[x]);
        }
        return samples;
    }

    std::vector<ChannelStatistics> statistics(Content content) override {
        return image_statistics(picture(content), workers_);
    }

    Histogram histogram(Content content, float low, float high) override {
        return image_histogram(picture(content), low, high, workers_);
    }

 private:
    const Image& picture(Content content) const {
        switch (content) {
            case Content::current:
                return current_;
            case Content::original:
                return original_;
            case Content::result:
                return result_;
            case Content::blur:
                return canny_.stage(CannyStage::blur);
            case Content::gradient:
                return canny_.stage(CannyStage::gradient);
            case Content::thin:
                return canny_.stage(CannyStage::thin);
            case Content::edges:
                return canny_.stage(CannyStage::edges);
        }
        return current_;
    }

    /// The current picture, or its grey.
    const Image& input_of(const ConvolutionParams& params) {
        if (params.channels == ConvolutionChannels::each || current_.channels() == 1) return current_;
        if (!(grey_.size() == current_.size())) grey_ = Image(current_.size(), 1);
        make_grey(current_, grey_, workers_);
        return grey_;
    }

    /// Every channel of the current picture becomes grey_result_.
    void spread_grey() {
        const int height = current_.height();
        workers_.for_each(height, [&](int y) {
            for (int c = 0; c < current_.channels(); ++c)
                std::copy_n(grey_result_.plane(0).row(y), current_.width(), current_.plane(c).row(y));
        });
    }

    /// The result's alpha is the picture's at the same place, beyond its border that at the border.
    void place_alpha(const Correlation& correlation) {
        if (!result_.has_alpha()) return;
        workers_.for_each(result_.height(), [&](int y) {
            const float* const from =
                current_.alpha().row(std::clamp(y + correlation.origin_y, 0, current_.height() - 1));
            for (int x = 0; x < result_.width(); ++x)
                result_.alpha().row(y)[x] =
                    from[std::clamp(x + correlation.origin_x, 0, current_.width() - 1)];
        });
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
    CpuPixelMaker pixels_;
    Image original_, current_, spare_;
    Image result_;  ///< empty: none yet
    int result_origin_x_ = 0, result_origin_y_ = 0, edges_origin_x_ = 0, edges_origin_y_ = 0;
    Image grey_, grey_result_;
    Learner learner_;
    Convolver convolver_;
    CannyDetector canny_;
    FractalRenderer fractal_;
    /// What stands behind the rows of current_.
    enum class RowEnds { unknown, extended } row_ends_ = RowEnds::unknown;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int threads) {
    return std::make_unique<CpuBackend>(threads);
}

}  // namespace droplet
