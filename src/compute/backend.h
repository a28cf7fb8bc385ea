#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "compute/convolution_report.h"
#include "compute/fractal_plan.h"
#include "compute/frame_sink.h"
#include "model/brush.h"
#include "model/canny_params.h"
#include "model/convolution_params.h"
#include "model/diffusion_params.h"
#include "model/display.h"
#include "model/fractal_scene.h"
#include "model/frame_pixels.h"
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
    double mean = 0, deviation = 0;  ///< the standard deviation, of all values
    float min = 0, max = 0;
};

/// How many values of a picture lie in each of `bins` equal parts of [low, high); those beyond, and those
/// that are not numbers, are in `below`, `above` and `not_numbers`. high itself is in the last bin.
struct Histogram {
    static constexpr int bins = 256;
    struct Channel {
        std::array<std::uint32_t, bins> counts{};
        std::uint32_t below = 0, above = 0, not_numbers = 0;
        bool operator==(const Channel&) const = default;
    };

    float low = 0, high = 1;
    std::vector<Channel> channels;
};

/// A line in a picture, in its own coordinates: (0.5, 0.5) is the middle of its first pixel.
struct LineSegment {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool operator==(const LineSegment&) const = default;
};

/// A finished picture of one moment, owned apart from the backend's fields: it stays as it is while the
/// backend goes on. Delivered at most once, on the thread that owns the sink.
class Frame {
 public:
    virtual ~Frame() = default;

    const FrameRequest& request() const { return request_; }
    /// Of the picture that this is a frame of.
    const PictureShape& shape() const { return shape_; }
    /// Where it lies in the plane of the fractal, if it is made of one.
    const std::optional<FractalPlace>& place() const { return place_; }
    void set_place(const FractalPlace& place) { place_ = place; }

    /// Writes request().texels() texels into the sink. Throws Error when the device failed.
    virtual void deliver(FrameSink& sink) = 0;

 protected:
    Frame(const FrameRequest& request, const PictureShape& shape) : request_(request), shape_(shape) {}

 private:
    FrameRequest request_;
    PictureShape shape_;
    std::optional<FractalPlace> place_;
};

/// Holds the running picture (the current field and the original) and what was made of it on one device, and
/// runs the formulas of math/ on it. Used by one thread at a time, but for info(). Every call but info()
/// throws Error when the device fails; after that the backend's content is undefined.
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

    /// Makes `picture`, of the original's shape, the original (with its alpha); the current picture stays.
    virtual void replace_original(const Image& picture) = 0;

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

    /// Makes Content::result: the convolution of the current picture with a kernel, as `params` say, and how
    /// it was computed; params.kernel and params.feed are not looked at. Alpha goes along by position, beyond
    /// the border as at it. Throws Error (Fault::usage) where correlation_of() does or the kernel is empty;
    /// then there is no result.
    virtual ConvolutionReport convolve(const Kernel& kernel, const ConvolutionParams& params) = 0;

    /// Convolves the current picture itself `steps` times, in its own size whatever the mode (channels grey:
    /// every channel becomes the result), and returns how many times were done: fewer only when `stop` was
    /// requested.
    virtual int convolve_in_place(const Kernel& kernel, const ConvolutionParams& params, int steps,
                                  std::stop_token stop) = 0;

    /// Makes the stages of Canny's edge detector (math/canny.h), one channel each, of the grey of the current
    /// picture or of the result.
    virtual void find_edges(const CannyParams& params, Content input) = 0;

    /// Begins a picture of the fractal. The original becomes it, part by part, in refine_fractal(); it is of
    /// scene.part_size(), RGB, without alpha (else Error, Fault::usage). The current picture stays as it is.
    /// Until there are values of the new scene, the original may show what the last one had at that place.
    virtual void start_fractal(const FractalScene& scene) = 0;

    /// Goes on with it for about `work` iterations of a point, at least a bit, and colours what there is.
    /// Every point's value is that of one rule (math/fractal.h): no order of passes, no number of threads and
    /// no division into parts changes a bit of it.
    virtual FractalProgress refine_fractal(std::int64_t work, std::stop_token stop) = 0;

    /// Colours the values that there are anew, by another palette, density or offset.
    virtual void recolor_fractal(const FractalScene& scene) = 0;

    /// What its colours are made of (math/fractal_color.h), of the first sample: one channel. Of a complete
    /// picture.
    virtual Image fractal_values() = 0;

    /// Size 0x0 for what was not made since upload(). What was made stays as it is until it is made again.
    virtual PictureShape shape(Content content) const = 0;

    /// Waits until all work asked for is done.
    virtual void synchronize() = 0;

    // Of contents that there are:

    /// Makes a frame of the picture as of now. `request.region` lies inside the picture.
    virtual std::unique_ptr<Frame> present(const FrameRequest& request) = 0;

    /// The whole picture as of now in 8 bits, as math/shown.h says; transparent over black. What comes after
    /// does not wait for the copy.
    virtual std::unique_ptr<FramePixels> copy_pixels(Content content, const Display& display) = 0;

    /// The picture as float32, alpha included.
    virtual Image download(Content content) = 0;

    /// The channels of a part of the picture as float32, without alpha; `region` lies inside it.
    virtual Image read(Content content, const PixelRect& region) = 0;

    /// For each channel `count` values, at least 2, at equal distances from end to end of the line, each that
    /// of the pixel it lies in; beyond the border the nearest pixel's.
    virtual std::vector<std::vector<float>> sample(Content content, const LineSegment& line, int count) = 0;

    /// One entry per channel.
    virtual std::vector<ChannelStatistics> statistics(Content content) = 0;

    /// low < high, both finite.
    virtual Histogram histogram(Content content, float low, float high) = 0;
};

}  // namespace droplet
