#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "compute/backend.h"
#include "model/error.h"
#include "model/random.h"
#include "model/recipe.h"
#include "session/backends.h"
#include "session/fractal_source.h"
#include "session/history.h"
#include "session/operator_edit.h"
#include "session/settings.h"

namespace droplet {

/// Puts losses behind those kept, of which the newest `most` stay; where a run began anew, those from before
/// are no part of it.
void append_losses(std::vector<LossRecord>& kept, const std::vector<LossRecord>& fresh, std::size_t most);
/// Takes out the losses of steps after `step`: the run went back to it.
void forget_losses_after(std::vector<LossRecord>& kept, std::int64_t step);

/// A running experiment: a source picture, a backend, an operator that may learn, and a step count. Runs on
/// the calling thread, deterministically; the window drives one through SessionThread, headless jobs
/// directly. When a device fails, the session goes on once with the CPU, from the source and the start
/// operator, and says so in notice(). Without a source, all but load() does nothing.
class Session {
 public:
    explicit Session(OpenedBackend opened, int threads = 0);

    /// Takes a new picture and starts from it, with the start operator of the preset seen last; where the
    /// fractal is the source, the picture waits for it to be left. Throws Error when it does not fit; then
    /// the old one is kept. `reference` is what recipes say of it.
    void load(std::shared_ptr<const Image> picture, SourceReference reference = {});
    /// Takes another frame of the video whose first one was loaded, of the same shape: it becomes the
    /// original, and as `fed` says the current picture or part of it; where nothing steps, that is the frame.
    /// Steps and operator go on. Throws Error (Fault::job) for a frame of another shape, changing nothing.
    void feed(std::shared_ptr<const Image> frame, const FedFrame& fed);

    /// What prepare_source() would be asked.
    SourceChange source_change(const SessionSettings& settings) const { return fractal_.change(settings); }
    /// Makes the source the one that the settings want: the picture loaded last, with what its run had come
    /// to, or the fractal, which refine_source() then makes. Another size starts the run anew, and so does
    /// another fractal where it feeds the process as its start; where nothing steps, or has not yet, the
    /// current picture follows the fractal. Returns whether anything changed. Throws Error (Fault::usage)
    /// where fractal_scene() does; then the fractal stays as it was.
    bool prepare_source(const SessionSettings& settings);
    /// Goes on with the fractal's picture for about `work` iterations of a point; false when there was
    /// nothing left to do.
    bool refine_source(std::int64_t work, std::stop_token stop = {});
    /// To its end; false when `stop` was requested before.
    bool complete_source(const std::stop_token& stop = {});
    bool source_complete() const;
    /// Whether the current picture is what there is of an incomplete fractal.
    bool follows_source() const { return follows_fractal_ && !source_complete(); }
    /// Whether the current picture can be looked at: a fractal has at least its coarsest pass.
    bool showable() const { return !follows_source() || fractal_.showable(); }
    FractalStatus fractal() const { return fractal_.status(); }

    /// Back to the source, the start operator, step 0.
    void reset();
    /// Moves the run, picture and operator, to another backend. Throws Error, changing nothing, when it
    /// cannot be opened.
    void switch_backend(BackendChoice choice);

    /// Takes over what acts at once: another start operator (start, seed, custom_operator) starts the
    /// operator anew from it, another optimizer its moments; symmetry and zero sum hold the operator. Steps
    /// and the learning rate go on.
    void prepare(const Preset& preset);
    /// Whether that would change the operator or its moments.
    bool changes_operator(const Preset& preset) const;
    /// Prepares all but the source, completes that, runs up to `steps` steps of settings.preset.process and
    /// returns how many were done: fewer only when `stop` was requested. A fractal that feeds it as a film
    /// is mixed in before each step whose number is a multiple of the steps per frame, whatever the pace;
    /// learning with a frame mix of its own takes it by that alone.
    int advance(const SessionSettings& settings, int steps, std::stop_token stop = {});

    /// The losses of the learning steps since the last call, in the order of the steps; of more than
    /// most_losses the newest. load(), reset() and restore() forget those of the steps that they undo.
    std::vector<LossRecord> take_losses();
    static constexpr std::size_t most_losses = 65'536;

    /// The operator with its optimizer.
    LearningState learning_state();
    void edit_operator(const OperatorEdit& edit, const LearningParams& params);
    /// How often an operator left all bounds and was started again, as of the latest learning_state() or
    /// take_losses(); never falls.
    int recoveries() const { return recoveries_; }

    /// Mixes the original back: I <- (1 − share) I + share I₀.
    void kick(float share);
    /// Touches of a brush, in their order; noise takes its seeds from the session's random state.
    void paint(std::vector<BrushDab> dabs);

    /// What the run has come to and how. Without a source, an empty one.
    Run run() const;
    /// Its source.
    SourceReference reference() const;
    /// What was done since it began.
    const RunLog& log() const { return log_; }
    /// What a picture of the run as of now is shown by: these settings, but with the fractal that there is,
    /// which may not be what they ask for yet.
    RunSettings in_force(const SessionSettings& settings) const {
        return in_force(settings.preset, settings.pace.steps_per_frame);
    }
    /// All that a picture of the run as of now is made of, shown by these settings; `display` is left to the
    /// caller.
    Recipe recipe(const SessionSettings& settings) const;
    /// What was done since the run began, so many events.
    std::size_t events() const { return log_.size(); }

    /// The run as of now, whole; `preset` is what goes into it.
    Checkpoint checkpoint(CheckpointKind kind, const Preset& preset);
    /// Brings it back: what follows is the same bits as what followed then. Throws Error when the source has
    /// another shape.
    void restore(const Checkpoint& checkpoint);

    /// Makes what the preset's process shows of the current picture, where that or the settings have changed
    /// since. Throws Error (Fault::usage) where it cannot be made; there is none then.
    void derive(const Preset& preset);
    /// How the result was made last, and how long it took where the device has done it already.
    const ConvolutionReport& convolution() const { return convolution_; }

    /// A frame of each of the window's contents, in their order; in place of one that there is not, the
    /// current picture's.
    std::vector<std::unique_ptr<Frame>> present(const ViewWindow& window);
    /// All but the histograms, which take longer.
    Readings read(const ReadingRequest& request);
    Histogram histogram(const HistogramRequest& request);
    /// Size 0x0 for what there is not.
    PictureShape shape(Content content) const;
    Image download(Content content = Content::current);
    /// In 8 bits, as shown; of a content that there is not, the current picture.
    std::unique_ptr<FramePixels> copy_pixels(Content content, const Display& display);
    std::vector<ChannelStatistics> statistics(Content content = Content::current);
    void synchronize();

    bool has_source() const { return source_ != nullptr; }
    const std::shared_ptr<const Image>& source() const { return source_; }
    std::int64_t step() const { return step_; }
    /// How often the run began at the source: by load(), reset(), or since a device failed.
    int starts() const { return starts_; }
    BackendInfo backend_info() const;
    /// Why this backend and not the one hoped for; what went wrong on the way.
    const std::string& notice() const { return notice_; }

 private:
    friend class Replay;

    /// The same noise in every run.
    static constexpr SplitMix64 first_random{1};

    template <class F>
    auto guarded(F&& work);
    void fall_back_to_cpu(const std::string& reason);
    void start_run();
    Operator start_of(const Preset& preset) const;
    void set_learning_state(const LearningState& state);
    void see(const LearningState& state);
    int run_steps(const Preset& preset, int steps, const std::stop_token& stop);
    int learn(const LearningParams& params, int steps, const std::stop_token& stop);
    bool operator_is_fresh(const LearningState& state) const;
    Content or_current(Content content) const;
    RegionReading read(const RegionRequest& request);
    void collect_losses();
    void log_source();

    const Preset& seen() const { return *seen_.preset; }
    RunSettings in_force(const Preset& preset, int steps_per_frame) const;
    void prepare(const RunSettings& settings);
    /// As they were in force between two steps of a run: nothing begins anew by them, and nothing follows.
    void take_over(const RunSettings& settings);
    void take_frame(std::shared_ptr<const Image> frame, const FedFrame& fed);
    /// Logs which frame the original is by now, where the log has another.
    void log_frame_since(std::int64_t logged_frame);

    // session_source.cpp
    void enter_fractal(Size size);
    bool leave_fractal();
    void see_source(const SessionSettings& settings);
    void follow_fractal();
    int mix_fractal(const SessionSettings& settings);
    std::optional<FractalPlace> place_of_content(Content content) const;

    OpenedBackend opened_;
    int threads_;
    std::shared_ptr<const Image> picture_;  // loaded last
    /// What the run starts from; of a fractal an empty picture of its size.
    std::shared_ptr<const Image> source_;
    FractalSource fractal_;
    bool follows_fractal_ = false;       // the current picture becomes what the fractal is
    std::optional<FractalPlace> place_;  // of the current picture; none: of several, or of none
    std::optional<Checkpoint> left_;     // the run of the picture that the fractal took the place of
    std::int64_t step_ = 0;
    int starts_ = 0;
    std::string notice_;

    RunSettings seen_;             // last; the fractal is that of the source, whatever was asked for since
    RunLog log_;                   // of what was done since the run began
    bool operator_moved_ = false;  // since then, or nobody knows
    bool operator_logged_ = true;  // what it has come to follows from the log
    SourceReference picture_reference_;  // of picture_, and
    std::int64_t frame_ = 0;             // of a video, which one that is
    int seen_recoveries_ = 0;            // of the running state
    int recoveries_ = 0;                 // of all
    std::vector<LossRecord> losses_;
    /// What was derived last, and of which settings; none where the picture has changed since.
    std::optional<Preset> derived_;
    ConvolutionReport convolution_;
    int uncollected_ = 0;  // learning steps whose losses the backend keeps
    SplitMix64 random_;
};

template <class F>
auto Session::guarded(F&& work) {
    try {
        return work();
    } catch (const Error& error) {
        // What was asked for in vain is no failure of the device.
        if (!source_ || backend_info().name == "cpu" || error.fault() == Fault::usage) throw;
        fall_back_to_cpu(error.what());
        return work();
    }
}

}  // namespace droplet
