#include "session/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/error.h"
#include "model/version.h"

namespace droplet {
namespace {

bool same_shape(const Image& a, const Image& b) {
    return a.size() == b.size() && a.channels() == b.channels() && a.has_alpha() == b.has_alpha();
}

}  // namespace

void append_losses(std::vector<LossRecord>& kept, const std::vector<LossRecord>& fresh, std::size_t most) {
    if (!fresh.empty() && !kept.empty() && fresh.front().step <= kept.back().step) kept.clear();
    kept.insert(kept.end(), fresh.begin(), fresh.end());
    if (kept.size() > most) kept.erase(kept.begin(), kept.end() - static_cast<std::ptrdiff_t>(most));
}

void forget_losses_after(std::vector<LossRecord>& kept, std::int64_t step) {
    std::erase_if(kept, [step](const LossRecord& loss) { return loss.step > step; });
}

Session::Session(OpenedBackend opened, int threads)
    : opened_(std::move(opened)), threads_(threads), notice_(opened_.why), random_(first_random) {}

void Session::fall_back_to_cpu(const std::string& reason) {
    const std::optional<Preset> shown = derived_;
    OpenedBackend cpu = open_backend(BackendChoice::cpu, threads_);
    cpu.backend->upload(*source_);
    opened_ = std::move(cpu);
    if (fractal_.active()) {
        fractal_.restart(*opened_.backend);
        follows_fractal_ = true;
        complete_source();  // what failed is done again at once, and steps begin at a whole picture
    }
    notice_ =
        fmt::format("CUDA failed ({}); went on with the CPU, from the source and the start operator", reason);
    start_run();
    // Made anew, as the current picture would stand in its place.
    if (shown) derive(*shown);
}

void Session::start_run() {
    derived_.reset();
    step_ = 0;
    log_.clear();
    log_.add_settings(0, seen_);
    if (!fractal_.active() && frame_ != 0) log_.add(0, FedFrame{frame_, VideoFeed::start, 0});
    operator_moved_ = false;
    operator_logged_ = true;
    ++starts_;
    random_ = first_random;
    static_cast<void>(opened_.backend->take_losses());
    losses_.clear();
    uncollected_ = 0;
    const Operator start = start_of(seen());
    set_learning_state(held(initial_learning_state(start), start, seen().learning));
}

Operator Session::start_of(const Preset& preset) const {
    return start_operator(preset.learning.start, source_->channels(), preset.learning.seed,
                          preset.custom_operator);
}

void Session::set_learning_state(const LearningState& state) {
    opened_.backend->set_learning_state(state);
    seen_recoveries_ = state.recoveries;
}

void Session::see(const LearningState& state) {
    recoveries_ += std::max(0, state.recoveries - seen_recoveries_);
    seen_recoveries_ = state.recoveries;
}

void Session::reset() {
    if (!source_) return;
    guarded([&] {
        opened_.backend->reset();
        start_run();
    });
    follows_fractal_ = fractal_.active();
    if (fractal_.active()) place_ = fractal_.status().place;
}

void Session::switch_backend(BackendChoice choice) {
    OpenedBackend next = open_backend(choice, threads_);
    if (source_) {
        const Image picture = opened_.backend->download(Content::current);
        const LearningState state = opened_.backend->learning_state();
        see(state);
        collect_losses();
        next.backend->upload(*source_);
        next.backend->restore(picture);
        next.backend->set_learning_state(state);
        if (fractal_.active()) {
            FractalSource moved = fractal_;
            moved.restart(*next.backend);
            follows_fractal_ = follows_source();
            fractal_ = moved;
        }
    }
    opened_ = std::move(next);
    notice_ = opened_.why;
    derived_.reset();
}

bool Session::changes_operator(const Preset& preset) const {
    const LearningParams &next = preset.learning, &last = seen().learning;
    return source_ && (next.symmetry != last.symmetry || next.zero_sum != last.zero_sum ||
                       next.optimizer != last.optimizer || start_of(preset) != start_of(seen()));
}

void Session::prepare(const Preset& preset) {
    prepare(in_force(preset, seen_.steps_per_frame));
}

/// The preset, but for the fractal: the source takes up another one when prepare_source() is asked to.
RunSettings Session::in_force(const Preset& preset, int steps_per_frame) const {
    Preset merged = preset;
    merged.source = fractal_.active() ? Source::fractal : Source::picture;
    if (fractal_.active()) {
        merged.fractal = seen().fractal;
        merged.fractal.feed = preset.fractal.feed;
        merged.fractal.feed_share = preset.fractal.feed_share;
        merged.formula = seen().formula;
        merged.custom_palette = seen().custom_palette;
        merged.animation = seen().animation;
    }
    RunSettings settings = seen_;
    settings.preset = std::make_shared<const Preset>(std::move(merged));
    settings.steps_per_frame = steps_per_frame;
    return settings;
}

void Session::prepare(const RunSettings& settings) {
    const bool changes = changes_operator(*settings.preset);
    const RunSettings before = std::exchange(seen_, settings);
    if (!changes) return;
    const LearningParams& learning = seen().learning;
    const Operator start = start_of(seen());
    const bool other_start = start != start_of(*before.preset);
    guarded([&] {
        LearningState state = opened_.backend->learning_state();
        see(state);
        const Operator running = state.current;
        // What one optimizer keeps means nothing to the other.
        if (other_start || learning.optimizer != before.preset->learning.optimizer) restart_operator(state);
        state.current = other_start ? start : running;
        state = held(state, start, learning);
        set_learning_state(state);
        operator_moved_ = !operator_is_fresh(state);
    });
    log_.add_settings(step_, seen_);
}

/// Whether a run that began with the settings in force would have this one.
bool Session::operator_is_fresh(const LearningState& state) const {
    const Operator start = start_of(seen());
    LearningState fresh = held(initial_learning_state(start), start, seen().learning);
    fresh.recoveries = state.recoveries;
    return state == fresh;
}

int Session::advance(const SessionSettings& settings, int steps, std::stop_token stop) {
    prepare(in_force(settings.preset, settings.pace.steps_per_frame));
    const Preset& preset = settings.preset;
    if (!source_ || stepping_process(preset) == Process::none || !complete_source(stop)) return 0;
    derived_.reset();
    if (steps > 0) log_.add_settings(step_, seen_);
    int done = 0;
    while (done < steps) {
        // One piece: where a device fails in it, the run begins anew, and so does what is mixed in.
        int portion = 0;
        const int ran = guarded([&] {
            portion = std::min(steps - done, mix_fractal(settings));
            return run_steps(preset, portion, stop);
        });
        done += ran;
        if (ran < portion) break;
    }
    return done;
}

int Session::run_steps(const Preset& preset, int steps, const std::stop_token& stop) {
    const Process process = stepping_process(preset);
    if (process == Process::learn) return learn(preset.learning, steps, stop);
    const int done = process == Process::diffuse ? opened_.backend->diffuse(preset.diffusion, steps, stop)
                                                 : opened_.backend->convolve_in_place(
                                                       kernel_of(preset.convolution, preset.custom_kernel),
                                                       preset.convolution, steps, stop);
    step_ += done;
    return done;
}

int Session::learn(const LearningParams& params, int steps, const std::stop_token& stop) {
    if (!operator_logged_) log_.lose();
    int done = 0;
    while (done < steps) {
        const int portion = std::min(steps - done, Backend::most_losses);
        // The backend keeps no more losses than those of one portion.
        if (uncollected_ + portion > Backend::most_losses) collect_losses();
        const int ran = opened_.backend->learn(params, portion, stop);
        uncollected_ += ran;
        operator_moved_ = operator_moved_ || ran > 0;
        step_ += ran;
        done += ran;
        if (ran < portion) break;
    }
    return done;
}

void Session::collect_losses() {
    append_losses(losses_, opened_.backend->take_losses(), most_losses);
    uncollected_ = 0;
}

std::vector<LossRecord> Session::take_losses() {
    if (source_ && uncollected_ > 0) {
        guarded([&] {
            collect_losses();
            see(opened_.backend->learning_state());
        });
    }
    return std::exchange(losses_, {});
}

LearningState Session::learning_state() {
    if (!source_) return {};
    LearningState state = guarded([&] { return opened_.backend->learning_state(); });
    see(state);
    return state;
}

void Session::edit_operator(const OperatorEdit& edit, const LearningParams& params) {
    if (!source_) return;
    guarded([&] {
        const LearningState state = opened_.backend->learning_state();
        see(state);
        set_learning_state(held(edited(state, edit, params), start_of(seen()), params));
    });
    operator_moved_ = true;
    log_.add(step_, OperatorChange{edit, params});
}

void Session::kick(float share) {
    if (!source_) return;
    complete_source();
    derived_.reset();
    guarded([&] { opened_.backend->mix_original(share); });
    log_source();
    log_.add(step_, Kick{share});
}

void Session::paint(std::vector<BrushDab> dabs) {
    if (!source_) return;
    complete_source();
    Stroke stroke{dabs};
    derived_.reset();
    guarded([&] {
        // Where a device fails, the run begins anew, and so do the seeds.
        SplitMix64 random = random_;
        for (BrushDab& dab : dabs) {
            if (dab.brush.tool == BrushTool::noise)
                dab.seed = static_cast<std::uint32_t>(random.next() >> 32);
            opened_.backend->paint(dab);
        }
        random_ = random;
    });
    log_source();
    log_.add(step_, std::move(stroke));
}

/// What a touch takes from the original is of the fractal as it is.
void Session::log_source() {
    if (fractal_.active()) log_.add_settings(step_, seen_);
}

SourceReference Session::reference() const {
    if (!source_) return {};
    SourceReference reference;
    reference.kind = SourceKind::fractal;
    if (!fractal_.active()) reference = picture_reference_;
    reference.size = source_->size();
    reference.channels = source_->channels();
    return reference;
}

Run Session::run() const {
    if (!source_) return {};
    RunLog log = log_;
    // The original is what the next step would log.
    if (fractal_.active() && log.complete()) log.add_settings(step_, seen_);
    return {reference(), log.events(), step_, log.complete()};
}

Recipe Session::recipe(const SessionSettings& settings) const {
    Recipe recipe;
    recipe.made_by = version;
    recipe.backend = executor_of(backend_info());
    recipe.run = run();
    recipe.settings = in_force(settings);
    return recipe;
}

Checkpoint Session::checkpoint(CheckpointKind kind, const Preset& preset) {
    return guarded([&] {
        Checkpoint made;
        made.preset = preset;
        made.picture = opened_.backend->download(Content::current);
        made.learning = opened_.backend->learning_state();
        see(made.learning);
        made.info.step = step_;
        made.info.kind = kind;
        made.info.process = preset.process;
        made.random_state = random_.state;
        made.log = log_;
        made.settings = seen_;
        made.operator_logged = operator_logged_;
        made.frame = frame_;
        return made;
    });
}

void Session::restore(const Checkpoint& checkpoint) {
    if (!source_ || !same_shape(*source_, checkpoint.picture))
        throw Error(Fault::job, "history", "the checkpoint is of a picture of another shape; valid: its own");
    guarded([&] {
        collect_losses();
        see(opened_.backend->learning_state());
        if (fractal_.active()) fractal_.return_to(checkpoint.preset, *opened_.backend);
        opened_.backend->restore(checkpoint.picture);
        set_learning_state(checkpoint.learning);
    });
    follows_fractal_ = false;
    place_.reset();
    if (fractal_.active()) place_ = fractal_.status().place;
    derived_.reset();
    step_ = checkpoint.info.step;
    random_.state = checkpoint.random_state;
    // What acts on the operator is as it was; if the preset says otherwise, prepare() will see.
    Preset preset = checkpoint.preset;
    preset.learning = checkpoint.settings.preset->learning;
    preset.custom_operator = checkpoint.settings.preset->custom_operator;
    seen_.preset = std::make_shared<const Preset>(std::move(preset));
    if (fractal_.active()) fractal_.tell_moment(seen_);
    log_ = checkpoint.log;
    if (!fractal_.active()) log_frame_since(checkpoint.frame);
    operator_moved_ = true;
    operator_logged_ = checkpoint.operator_logged;
    forget_losses_after(losses_, checkpoint.learning.steps);
}

void Session::take_over(const RunSettings& settings) {
    if (fractal_.active()) {
        const FractalSource::Change change = fractal_.wanted(session_settings(settings));
        if (change == FractalSource::Change::size)
            throw Error(Fault::job, "fractal",
                        "changes its size between two steps; valid: the size it began with");
        if (change != FractalSource::Change::none) follows_fractal_ = false;
        guarded([&] { fractal_.started(*opened_.backend, change); });
    }
    prepare(settings);
    log_.add_settings(step_, seen_);
}

void Session::synchronize() {
    guarded([&] { opened_.backend->synchronize(); });
}

BackendInfo Session::backend_info() const {
    return opened_.backend->info();
}

}  // namespace droplet
