#include "ui/history_control.h"

#include <algorithm>
#include <utility>

#include "ui/fractal_explorer.h"

namespace droplet {
namespace {

bool keeps(const HistoryOverview& history, std::int64_t id) {
    return std::ranges::binary_search(history.checkpoints, id, {}, &CheckpointInfo::id);
}

FractalPlace place_in(const ExperimentSettings& settings) {
    return place_of(settings.preset.fractal);
}

/// Whether they differ, and by the place in the fractal alone.
bool differ_by_place(const ExperimentSettings& a, ExperimentSettings b) {
    if (place_in(a) == place_in(b)) return false;
    set_place(b.preset.fractal, place_in(a));
    return a == b;
}

}  // namespace

std::int64_t checkpoint_left(const HistoryOverview& history, std::int64_t current, std::int64_t newest) {
    for (const CheckpointInfo& info : history.checkpoints)
        if (info.id > newest && info.kind == CheckpointKind::paused) return info.id;
    // The run stood on a checkpoint: perhaps one made since.
    for (const CheckpointInfo& info : history.checkpoints)
        if (info.id > newest && info.parent == current) return info.id;
    return current;
}

void HistoryControl::commit(const ExperimentSettings& settings) {
    // On the way to a checkpoint, its settings are about to come.
    if (trip_) return;
    if (differ_by_place(settings, undo_.current()))
        undo_.replace_current(settings);
    else
        undo_.commit(settings);
}

bool HistoryControl::begin_stroke() {
    if (undo_.any_waits()) return false;
    undo_.add_stroke();
    return true;
}

void HistoryControl::name_stroke(std::int64_t checkpoint) {
    if (checkpoint < 0)
        undo_.forget_waiting();
    else
        undo_.name_stroke(checkpoint);
}

HistoryControl::Order HistoryControl::next(const HistoryOverview& history) {
    Order order;
    if (trip_) return order;
    undo_.forget_lost([&](std::int64_t id) { return keeps(history, id); });
    if (take_asked(order, history)) return order;
    if (scrub_goal_ && scrub_goal_ != scrub_at_) {
        order_trip(order, Trip::Purpose::scrub, *scrub_goal_, history);
        return order;
    }
    scrub_goal_.reset();
    if (std::exchange(scrub_ended_, false)) scrub_at_.reset();
    return order;
}

/// True when it made an order, or when it must wait with one.
bool HistoryControl::take_asked(Order& order, const HistoryOverview& history) {
    while (!asked_.empty()) {
        const Direction direction = asked_.front();
        if (direction == Direction::back && undo_.waits()) return true;
        asked_.pop_front();
        const auto step = direction == Direction::back ? undo_.undo() : undo_.redo();
        if (!step) continue;
        if (step->checkpoint) {
            const auto purpose = direction == Direction::back ? Trip::Purpose::undo : Trip::Purpose::redo;
            order_trip(order, purpose, *step->checkpoint, history);
            trip_->pace = step->value.pace;
        } else {
            order.settings = step->value;
            order.keeps_place = place_in(step->value) == place_in(*undo_.left());
        }
        return true;
    }
    return false;
}

void HistoryControl::order_trip(Order& order, Trip::Purpose purpose, std::int64_t goal,
                                const HistoryOverview& history) {
    const std::int64_t newest = history.checkpoints.empty() ? -1 : history.checkpoints.back().id;
    trip_ = Trip{purpose, goal, history.current, newest, std::nullopt};
    order.go_to = goal;
}

ExperimentSettings HistoryControl::arrived(const Preset& adopted, ExperimentSettings settings,
                                           const HistoryOverview& history) {
    settings.preset = adopted;
    const auto trip = std::exchange(trip_, std::nullopt);
    if (!trip) {
        undo_.replace_current(settings);
        return settings;
    }
    if (trip->pace) settings.pace = *trip->pace;
    const std::int64_t left = checkpoint_left(history, trip->current_before, trip->newest_before);
    switch (trip->purpose) {
        case Trip::Purpose::undo:
            undo_.name_left(left);
            [[fallthrough]];
        case Trip::Purpose::redo:
            undo_.replace_current(settings);
            break;
        case Trip::Purpose::scrub:
            if (scrub_at_)
                undo_.extend_move(trip->goal, settings);
            else
                undo_.add_move(left, trip->goal, settings);
            scrub_at_ = trip->goal;
            break;
    }
    return settings;
}

void HistoryControl::failed() {
    trip_.reset();
    scrub_goal_.reset();
    asked_.clear();
}

}  // namespace droplet
