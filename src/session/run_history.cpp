#include "session/run_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

#include "model/error.h"

namespace droplet {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t nowhere = -1;
constexpr auto edits_together = 1s;
/// Between two chunks of steps lies less than this, unless the run was paused.
constexpr auto longest_chunk = 250ms;

}  // namespace

void CheckpointPace::count(int steps, Time now) {
    running_ += std::clamp<Duration>(now - last_, Duration::zero(), longest_chunk);
    last_ = now;
    steps_ += steps;
}

void CheckpointPace::restart(Time now) {
    last_ = now;
    running_ = {};
    steps_ = 0;
}

bool CheckpointPace::due() const {
    const Duration wanted = steps_ >= many_steps ? shortest_interval : interval;
    return running_ >= std::max<Duration>(wanted, rest * cost_);
}

void RunHistory::loaded(Time now) {
    began(now);
    keep_start(now);
}

void RunHistory::began(Time now) {
    history_.clear();
    edited_.reset();
    starts_ = session_.starts();
    moved_ = start_due_ = true;
    pace_.restart(now);
}

void RunHistory::keep_start(Time now) {
    if (!start_due_ || session_.follows_source()) return;
    start_due_ = false;
    make(CheckpointKind::start, now);
}

void RunHistory::reset(Time now) {
    if (!session_.has_source()) return;
    const auto current = history_.current();
    const bool at_start = stands_on_latest() && current->info.kind == CheckpointKind::start;
    keep(CheckpointKind::paused, now);
    session_.reset();
    edited_.reset();
    starts_ = session_.starts();
    if (at_start) return;
    history_.stand_on(nowhere);
    moved_ = start_due_ = true;
    keep_start(now);
}

bool RunHistory::adopt(const Preset& preset, Time now) {
    if (preset == preset_) return false;
    const bool operator_changes = session_.changes_operator(preset);
    if (operator_changes || preset.process != preset_.process) before_edit(now);
    preset_ = preset;
    session_.prepare(preset);
    moved_ = moved_ || operator_changes;
    return true;
}

void RunHistory::before_edit(Time now) {
    const bool together = edited_ && now - *edited_ < edits_together;
    edited_ = now;
    if (session_.step() == 0) keep_start(now);
    if (!together) make(CheckpointKind::edit, now);
}

std::optional<std::int64_t> RunHistory::before_stroke(Time now) {
    edited_.reset();
    if (session_.step() == 0) keep_start(now);
    return make(CheckpointKind::stroke, now);
}

void RunHistory::count(int steps, Time now) {
    if (steps > 0) moved_ = true;
    pace_.count(steps, now);
    follow_failure();
}

/// Where a device failed, the run has begun anew: what comes is no child of what was.
void RunHistory::follow_failure() {
    if (session_.starts() == starts_) return;
    starts_ = session_.starts();
    history_.stand_on(nowhere);
}

std::optional<std::int64_t> RunHistory::keep(CheckpointKind kind, Time now) {
    return is_unkept() ? make(kind, now) : std::nullopt;
}

std::shared_ptr<const Checkpoint> RunHistory::go_to(std::int64_t id, Time now) {
    const auto target = history_.find(id);
    if (!target)
        throw Error(
            Fault::usage, "history",
            fmt::format("there is no checkpoint {}; valid: those on the timeline, older ones are given "
                        "up for memory",
                        id));
    if (is_unkept()) make(CheckpointKind::paused, now, id);
    session_.restore(*target);
    history_.stand_on(id);
    starts_ = session_.starts();
    preset_ = target->preset;
    moved_ = start_due_ = false;
    edited_.reset();
    pace_.restart(now);
    return target;
}

void RunHistory::set_budget(std::size_t bytes) {
    history_.set_budget(bytes);
    // Says at once where nothing can be kept.
    if (session_.has_source()) static_cast<void>(history_.takes(History::bytes_of(*session_.source())));
}

bool RunHistory::stands_on_latest() const {
    const auto current = history_.current();
    return current && !moved_ && current->preset == preset_;
}

/// Makes a checkpoint, or, where the current one has the run as it is, gives that the new reason.
std::optional<std::int64_t> RunHistory::make(CheckpointKind kind, Time now, std::int64_t spared) {
    if (!session_.has_source() || session_.follows_source()) return std::nullopt;
    if (stands_on_latest()) {
        const CheckpointInfo info = history_.current()->info;
        if (info.kind == CheckpointKind::automatic || info.kind == CheckpointKind::paused)
            history_.retag(info.id, kind);
        return info.id;
    }
    const std::size_t bytes = History::bytes_of(*session_.source());
    std::optional<std::int64_t> id;
    const auto begin = std::chrono::steady_clock::now();
    if (history_.takes(bytes)) {
        try {
            Checkpoint made = session_.checkpoint(kind, preset_);
            follow_failure();
            id = history_.add(std::move(made), spared);
            pace_.set_cost(std::chrono::steady_clock::now() - begin);
        } catch (const std::bad_alloc&) {
            history_.out_of_memory(bytes);
        }
    }
    pace_.restart(now);
    if (id) moved_ = false;
    return id;
}

}  // namespace droplet
