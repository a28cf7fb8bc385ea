#include "cuda/cuda_backend.h"

#include <fmt/format.h>

#include "cuda/delivery.h"
#include "cuda/device_field.h"
#include "cuda/diffuser.h"
#include "cuda/learner.h"
#include "cuda/paint.h"
#include "cuda/present.h"
#include "cuda/statistics.h"
#include "cuda/tuned_backend.h"
#include "model/error.h"

namespace droplet::cuda {
namespace {

class CudaFrame final : public Frame {
 public:
    CudaFrame(const FrameRequest& request, const PictureShape& shape, std::unique_ptr<TexelSlot> slot,
              std::shared_ptr<Delivery> delivery)
        : Frame(request, shape), slot_(std::move(slot)), delivery_(std::move(delivery)) {}
    CudaFrame(const CudaFrame&) = delete;
    CudaFrame& operator=(const CudaFrame&) = delete;
    ~CudaFrame() override { delivery_->give_back(std::move(slot_)); }

    void deliver(FrameSink& sink) override {
        delivery_->deliver(*slot_, static_cast<std::size_t>(request().texels().area()), sink);
    }

 private:
    std::unique_ptr<TexelSlot> slot_;
    std::shared_ptr<Delivery> delivery_;
};

std::size_t row_bytes(int width) {
    return static_cast<std::size_t>(width) * sizeof(float);
}

void copy_to_device(const ConstPlane& from, const Field& to, int plane, cudaStream_t stream) {
    check(cudaMemcpy2DAsync(to.row(plane, 0), static_cast<std::size_t>(to.pitch) * sizeof(float), from.data,
                            static_cast<std::size_t>(from.stride) * sizeof(float), row_bytes(from.size.width),
                            static_cast<std::size_t>(from.size.height), cudaMemcpyHostToDevice, stream),
          "uploading the picture");
}

void copy_to_host(const ConstField& from, int plane, const Plane& to, cudaStream_t stream) {
    check(cudaMemcpy2DAsync(to.data, static_cast<std::size_t>(to.stride) * sizeof(float), from.row(plane, 0),
                            static_cast<std::size_t>(from.pitch) * sizeof(float), row_bytes(to.size.width),
                            static_cast<std::size_t>(to.size.height), cudaMemcpyDeviceToHost, stream),
          "downloading the picture");
}

/// All planes of a picture on the device. What diffuses is `current`; each pass reads it and writes
/// `scratch`.
struct Fields {
    DeviceField original, current, scratch, alpha;

    Fields() = default;
    Fields(Size size, int channels, bool has_alpha)
        : original(size, channels), current(size, channels), scratch(size, channels) {
        if (has_alpha) alpha = DeviceField(size, 1);
    }
    bool has_shape_of(const Image& image) const {
        return original.size() == image.size() && original.planes() == image.channels() &&
               !alpha.empty() == image.has_alpha();
    }
};

class CudaBackend final : public Backend {
 public:
    CudaBackend(std::string device, const DeviceLimits& limits, const DiffuseTuning& tuning,
                const LearnTuning& learn_tuning)
        : device_(std::move(device)),
          delivery_(std::make_shared<Delivery>()),
          diffuser_(limits, tuning),
          learner_(limits, learn_tuning) {}

    BackendInfo info() const override { return {"cuda", device_, delivery_->notice()}; }

    void upload(const Image& image) override {
        if (!fields_.has_shape_of(image)) {
            refuse_what_does_not_fit(image);
            stream_.synchronize();  // nothing may still use the memory that is given back
            fields_ = Fields(image.size(), image.channels(), image.has_alpha());
        }
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

    ConvolutionReport convolve(const Kernel&, const ConvolutionParams&) override {
        throw Error(Fault::job, "cuda", "convolution is not made here");
    }
    int convolve_in_place(const Kernel&, const ConvolutionParams&, int, std::stop_token) override {
        throw Error(Fault::job, "cuda", "convolution is not made here");
    }
    void find_edges(const CannyParams&, Content) override {
        throw Error(Fault::job, "cuda", "edges are not found here");
    }
    PictureShape shape(Content content) const override {
        if (content != Content::current && content != Content::original) return {};
        return {fields_.original.size(), fields_.original.planes()};
    }

    void synchronize() override { stream_.synchronize(); }

    std::unique_ptr<Frame> present(const FrameRequest& request) override {
        const Picture picture{shown(request.content), fields_.original.planes(), fields_.alpha.view()};
        auto slot = delivery_->take(static_cast<std::size_t>(request.texels().area()), stream_.get());
        make_texels(stream_.get(), picture, request, slot->texels.data());
        slot->written.record(stream_.get());
        return std::make_unique<CudaFrame>(request, shape(request.content), std::move(slot), delivery_);
    }

    Image download(Content content) override {
        Image image(fields_.original.size(), fields_.original.planes(), !fields_.alpha.empty());
        for (int c = 0; c < image.channels(); ++c)
            copy_to_host(shown(content), c, image.plane(c), stream_.get());
        if (image.has_alpha()) copy_to_host(fields_.alpha.view(), 0, image.alpha(), stream_.get());
        stream_.synchronize();
        return image;
    }

    Image read(Content, const PixelRect&) override {
        throw Error(Fault::job, "cuda", "nothing is read here");
    }
    std::vector<std::vector<float>> sample(Content, const LineSegment&, int) override {
        throw Error(Fault::job, "cuda", "nothing is read here");
    }
    std::vector<ChannelStatistics> statistics(Content content) override {
        return statistics_.run(stream_.get(), shown(content), fields_.current.planes());
    }
    Histogram histogram(Content, float, float) override {
        throw Error(Fault::job, "cuda", "nothing is read here");
    }

 private:
    ConstField shown(Content content) const {
        return (content == Content::original ? fields_.original : fields_.current).view();
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
    StatisticsReducer statistics_;
    Fields fields_;
};

}  // namespace

std::unique_ptr<Backend> make_tuned_cuda_backend(const DiffuseTuning& tuning,
                                                 const LearnTuning& learn_tuning) {
    if (const CudaProbe probe = probe_cuda(); !probe.usable) throw Error(Fault::job, "cuda", probe.why_not);
    check(cudaSetDevice(0), "choosing the GPU");
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, 0), "asking for the GPU's properties");
    return std::make_unique<CudaBackend>(
        properties.name,
        DeviceLimits{properties.multiProcessorCount, static_cast<std::size_t>(properties.l2CacheSize)},
        tuning, learn_tuning);
}

}  // namespace droplet::cuda

namespace droplet {

std::unique_ptr<Backend> make_cuda_backend() {
    return cuda::make_tuned_cuda_backend({});
}

}  // namespace droplet
