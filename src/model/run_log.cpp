#include "model/run_log.h"

#include <utility>

namespace droplet {

bool RunSettings::operator==(const RunSettings& other) const {
    return (preset == other.preset || *preset == *other.preset) && steps_per_frame == other.steps_per_frame &&
           canvas == other.canvas && seconds == other.seconds && animates == other.animates;
}

RunLog& RunLog::operator=(const RunLog& other) {
    RunLog copy(other);
    return *this = std::move(copy);
}

RunLog& RunLog::operator=(RunLog&& other) noexcept {
    std::swap(last_, other.last_);
    std::swap(complete_, other.complete_);
    return *this;
}

/// Node by node: a chain that ends itself would take as deep a stack as it is long.
void RunLog::clear() {
    while (last_ && last_.use_count() == 1) last_ = std::move(last_->before);
    last_.reset();
    complete_ = true;
}

void RunLog::lose() {
    clear();
    complete_ = false;
}

std::size_t RunLog::size() const {
    return last_ ? last_->count : 0;
}

void RunLog::add(std::int64_t step, RunAction action) {
    if (size() >= most_events) complete_ = false;
    if (!complete_) return;
    auto node = std::make_shared<Node>();
    node->settings = last_ ? last_->settings : nullptr;
    node->count = size() + 1;
    node->event = {step, std::move(action)};
    if (const auto* settings = std::get_if<RunSettings>(&node->event.action))
        node->settings = std::make_shared<const RunSettings>(*settings);
    node->before = std::move(last_);
    last_ = std::move(node);
}

void RunLog::add_settings(std::int64_t step, const RunSettings& settings) {
    const RunSettings* in_force = last_ ? last_->settings.get() : nullptr;
    if (in_force && *in_force == settings) return;
    RunSettings kept = settings;
    if (in_force && *in_force->preset == *kept.preset) kept.preset = in_force->preset;
    add(step, std::move(kept));
}

bool RunLog::continues(const RunLog& earlier) const {
    if (complete_ != earlier.complete_ || size() < earlier.size()) return false;
    const Node* node = last_.get();
    for (std::size_t added = size() - earlier.size(); added > 0; --added) node = node->before.get();
    return node == earlier.last_.get();
}

std::vector<RunEvent> RunLog::events() const {
    std::vector<RunEvent> events(size());
    std::size_t at = events.size();
    for (const Node* node = last_.get(); node; node = node->before.get()) events[--at] = node->event;
    return events;
}

}  // namespace droplet
