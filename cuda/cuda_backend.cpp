#include "cuda/cuda_backend.h"

#include <fmt/format.h>

#include "cuda/canny_detector.h"
#include "cuda/convolver.h"
#include "cuda/cuda_frame.h"
#include "cuda/derive.h"
#include "cuda/diffuser.h"
#include "cuda/fractal_renderer.h"
#include "cuda/learner.h"
#include "cuda/paint.h"
#include "cuda/pictures.h"
#include "cuda/pixel_copier.h"
#include "cuda/present.h"
#include "cuda/readings.h"
#include "cuda/staging.h"
#include "cuda/statistics.h"
#include "cuda/transfer.h"
#include "cuda/tuned_backend.h"
#include "model/error.h"

namespace droplet::cuda {
namespace {

class CudaBackend final : public Backend {
 public:
    CudaBackend(std::string device, const DeviceLimits& limits, int double_cost, const DiffuseTuning& tuning,
                const LearnTuning& learn_tuning)
        : device_(std::move(device)),
          delivery_(std::make_shared<Delivery>()),
          diffuser_(limits, tuning),
          learner_(limits, learn_tuning),
          canny_(limits.multiprocessors),
          fractal_({limits.multiprocessors, double_cost}) {}

    BackendInfo info() const override { return {"cuda", device_, delivery_->notice()}; }

    void upload(const Image& image) override {
        if (!fields_.has_shape_of(image)) {
            refuse_what_does_not_fit(image);
            stream_.synchronize();  // nothing may still use the memory that is given back
            fields_ = Fields(image.size(), image.channels(), image.has_alpha());
            grey_ = DeviceField();
        }
        fractal_.clear();
        result_ = Derived();
        canny_.clear();
        for (int c = 0; c < image.channels(); ++c)
            copy_to_device(image.plane(c), fields_.original.view(), c, stream_.get());
        if (image.has_alpha()) copy_to_device(image.alpha(), fields_.alpha.view(), 0, stream_.get());
        reset();
        learner_.set_state(stream_.get(), initial_learning_state(
                                              start_operator(StartOperator::laplace, image.channels(), 0)));
        learner_.forget_losses();
    }

    void reset() override {
        check(cudaMemcpyAsync(fields_.current.view().data, fields_.original.view().data,
                              fields_.original.bytes(), cudaMemcpyDeviceToDevice, stream_.get()),
              "resetting the picture");
    }

    void restore(const Image& picture) override {
        for (int c = 0; c < fields_.current.planes(); ++c)
            copy_to_device(picture.plane(c), fields_.current.view(), c, stream_.get());
        stream_.synchronize();
    }

    void replace_original(const Image& picture) override {
        staging_.send(picture, fields_.original.view(), fields_.alpha.view(), stream_.get());
    }

    int diffuse(const DiffusionParams& params, int steps, std::stop_token stop) override {
        return diffuser_.run(stream_.get(), fields_.current, fields_.scratch, params, steps, stop);
    }

    int learn(const LearningParams& params, int steps, std::stop_token stop) override {
        return learner_.run(stream_.get(), fields_.current, fields_.scratch, fields_.original, params, steps,
                            stop);
    }

    std::vector<LossRecord> take_losses() override { return learner_.take_losses(stream_.get()); }
    LearningState learning_state() override { return learner_.state(stream_.get()); }
    void set_learning_state(const LearningState& state) override { learner_.set_state(stream_.get(), state); }

    void mix_original(float share) override {
        cuda::mix_original(stream_.get(), fields_.current.view(), fields_.original.view(),
                           fields_.current.planes(), share);
    }

    void paint(const BrushDab& dab) override {
        cuda::paint(stream_.get(), fields_.current.view(), fields_.scratch.view(), fields_.original.view(),
                    fields_.current.planes(), dab);
    }

    ConvolutionReport convolve(const Kernel& kernel, const ConvolutionParams& params) override {
        try {
            const Correlation correlation = correlation_of(kernel, params, fields_.current.size());
            const DeviceField& input = input_of(params);
            const bool has_alpha = !fields_.alpha.empty();
            if (!result_.has_shape(correlation.size, input.planes(), has_alpha)) {
                result_ = Derived();  // the old one's memory may be what the new one needs
                result_ = Derived(correlation.size, input.planes(), has_alpha);
            }
            result_.origin_y = correlation.origin_y;
            result_.origin_x = correlation.origin_x;
            if (has_alpha)
                place(stream_.get(), fields_.alpha.view(), result_.alpha.view(), correlation.origin_y,
                      correlation.origin_x);
            return convolver_.run(stream_.get(), input.view(), input.planes(), result_.colours.view(), 1,
                                  correlation, params);
        } catch (...) {
            result_ = Derived();
            throw;
        }
    }

    int convolve_in_place(const Kernel& kernel, const ConvolutionParams& params, int steps,
                          std::stop_token stop) override {
        ConvolutionParams same = params;
        same.mode = ConvolutionMode::same;
        const Correlation correlation = correlation_of(kernel, same, fields_.current.size());
        const bool of_grey = params.channels == ConvolutionChannels::grey && fields_.current.planes() == 3;
        if (of_grey) prepare_grey(fields_.current.size());
        return convolver_.iterate(stream_.get(), fields_.current, fields_.scratch, of_grey ? &grey_ : nullptr,
                                  correlation, same, steps, stop);
    }

    void find_edges(const CannyParams& params, Content input) override {
        const Picture from = picture(input);
        canny_.run(stream_.get(), from.channels == 1 ? from.colours : grey_of(from), params);
        const PictureShape from_shape = shape(input);
        edges_origin_y_ = from_shape.origin_y;
        edges_origin_x_ = from_shape.origin_x;
    }

    void start_fractal(const FractalScene& scene) override {
        if (!(fields_.original.size() == scene.part_size()) || fields_.original.planes() != 3 ||
            !fields_.alpha.empty())
            throw Error(Fault::usage, "fractal", "not the picture's shape; valid: RGB of the scene's part");
        fractal_.start(stream_.get(), scene, fields_.original, fields_.scratch);
    }
    FractalProgress refine_fractal(std::int64_t work, std::stop_token stop) override {
        return fractal_.refine(stream_.get(), work, fields_.original, stop);
    }
    void recolor_fractal(const FractalScene& scene) override {
        fractal_.recolor(stream_.get(), scene, fields_.original);
    }
    Image fractal_values() override { return fractal_.values(stream_.get()); }

    PictureShape shape(Content content) const override {
        const Picture of = picture(content);
        if (of.channels == 0) return {};
        PictureShape shape{of.colours.size, of.channels};
        if (content == Content::result) {
            shape.origin_y = result_.origin_y;
            shape.origin_x = result_.origin_x;
        } else if (content != Content::current && content != Content::original) {
            shape.origin_y = edges_origin_y_;
            shape.origin_x = edges_origin_x_;
        }
        return shape;
    }

    void synchronize() override { stream_.synchronize(); }

    std::unique_ptr<Frame> present(const FrameRequest& request) override {
        auto slot = delivery_->take(static_cast<std::size_t>(request.texels().area()), stream_.get());
        make_texels(stream_.get(), picture(request.content), request, slot->texels.data());
        slot->written.record(stream_.get());
        return std::make_unique<CudaFrame>(request, shape(request.content), std::move(slot), delivery_);
    }

    std::unique_ptr<FramePixels> copy_pixels(Content content, const Display& display) override {
        return pixels_.copy(stream_.get(), picture(content), display);
    }

    Image download(Content content) override {
        const Picture from = picture(content);
        Image image(from.colours.size, from.channels, from.alpha.data != nullptr);
        for (int c = 0; c < image.channels(); ++c)
            copy_to_host(from.colours, c, {}, image.plane(c), stream_.get());
        if (image.has_alpha()) copy_to_host(from.alpha, 0, {}, image.alpha(), stream_.get());
        stream_.synchronize();
        return image;
    }

    Image read(Content content, const PixelRect& region) override {
        const Picture from = picture(content);
        Image part({region.width(), region.height()}, from.channels);
        for (int c = 0; c < from.channels; ++c)
            copy_to_host(from.colours, c, {region.x0, region.y0}, part.plane(c), stream_.get());
        stream_.synchronize();
        return part;
    }

    std::vector<std::vector<float>> sample(Content content, const LineSegment& line, int count) override {
        const Picture from = picture(content);
        return readings_.sample(stream_.get(), from.colours, from.channels, line, count);
    }

    std::vector<ChannelStatistics> statistics(Content content) override {
        const Picture from = picture(content);
        return statistics_.run(stream_.get(), from.colours, from.channels);
    }

    Histogram histogram(Content content, float low, float high) override {
        const Picture from = picture(content);
        return readings_.histogram(stream_.get(), from.colours, from.channels, low, high);
    }

 private:
    Picture picture(Content content) const {
        const auto stage = [this](CannyStage which) {
            const DeviceField& field = canny_.stage(which);
            return Picture{field.view(), field.planes(), {}};
        };
        switch (content) {
            case Content::current:
                break;
            case Content::original:
                return {fields_.original.view(), fields_.original.planes(), fields_.alpha.view()};
            case Content::result:
                return {result_.colours.view(), result_.colours.planes(), result_.alpha.view()};
            case Content::blur:
                return stage(CannyStage::blur);
            case Content::gradient:
                return stage(CannyStage::gradient);
            case Content::thin:
                return stage(CannyStage::thin);
            case Content::edges:
                return stage(CannyStage::edges);
        }
        return {fields_.current.view(), fields_.current.planes(), fields_.alpha.view()};
    }

    void prepare_grey(Size size) {
        if (!(grey_.size() == size)) grey_ = DeviceField(size, 1);
    }
    ConstField grey_of(const Picture& colours) {
        prepare_grey(colours.colours.size);
        make_grey(stream_.get(), colours.colours, grey_.view());
        return grey_.view();
    }

    /// The current picture, or its grey.
    const DeviceField& input_of(const ConvolutionParams& params) {
        if (params.channels == ConvolutionChannels::each || fields_.current.planes() == 1)
            return fields_.current;
        static_cast<void>(grey_of(picture(Content::current)));
        return grey_;
    }

    static void refuse_what_does_not_fit(const Image& image) {
        const std::size_t planes =
            3 * static_cast<std::size_t>(image.channels()) + (image.has_alpha() ? 1 : 0);
        const std::size_t needed = planes * static_cast<std::size_t>(image.height()) *
                                   static_cast<std::size_t>(field_pitch(image.width())) * sizeof(float);
        std::size_t free = 0, total = 0;
        check(cudaMemGetInfo(&free, &total), "asking for the GPU's free memory");
        constexpr std::size_t mib = 1 << 20;
        if (needed > free)
            throw Error(Fault::job, "cuda",
                        fmt::format("a picture of {}x{} needs {} MiB of GPU memory; free: {} MiB",
                                    image.width(), image.height(), needed / mib + 1, free / mib));
    }

    std::string device_;
    Stream stream_;
    std::shared_ptr<Delivery> delivery_;
    Diffuser diffuser_;
    Learner learner_;
    Convolver convolver_;
    CannyDetector canny_;
    FractalRenderer fractal_;
    StatisticsReducer statistics_;
    Readings readings_;
    PixelCopier pixels_;
    Staging staging_;
    Fields fields_;
    Derived result_;    ///< empty: none yet
    DeviceField grey_;  ///< of whatever was made grey last
    int edges_origin_y_ = 0, edges_origin_x_ = 0;
};

}  // namespace

std::unique_ptr<Backend> make_tuned_cuda_backend(const DiffuseTuning& tuning,
                                                 const LearnTuning& learn_tuning) {
    if (const CudaProbe probe = probe_cuda(); !probe.usable) throw Error(Fault::job, "cuda", probe.why_not);
    check(cudaSetDevice(0), "choosing the GPU");
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, 0), "asking for the GPU's properties");
    int double_cost = 1;
    check(cudaDeviceGetAttribute(&double_cost, cudaDevAttrSingleToDoublePrecisionPerfRatio, 0),
          "asking for the GPU's properties");
    return std::make_unique<CudaBackend>(
        properties.name,
        DeviceLimits{properties.multiProcessorCount, static_cast<std::size_t>(properties.l2CacheSize)},
        double_cost, tuning, learn_tuning);
}

}  // namespace droplet::cuda

namespace droplet {

std::unique_ptr<Backend> make_cuda_backend() {
    return cuda::make_tuned_cuda_backend({});
}

}  // namespace droplet
