#include "ui/timeline_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace droplet {
namespace {

/// Checkpoints that follow one another in one lane.
struct Chain {
    std::int64_t begin, end;  ///< steps, from the parent's on
    int lane = 0;
};

int index_of(const std::vector<CheckpointInfo>& checkpoints, std::int64_t id) {
    const auto found = std::ranges::lower_bound(checkpoints, id, {}, &CheckpointInfo::id);
    return found == checkpoints.end() || found->id != id ? -1 : static_cast<int>(found - checkpoints.begin());
}

int lowest_free_lane(const std::vector<Chain>& chains, std::size_t of) {
    for (int lane = 0;; ++lane) {
        const bool taken = std::any_of(
            chains.begin(), chains.begin() + static_cast<std::ptrdiff_t>(of), [&](const Chain& other) {
                return other.lane == lane && other.begin <= chains[of].end && chains[of].begin <= other.end;
            });
        if (!taken) return lane;
    }
}

}  // namespace

TimelineLayout lay_out(const HistoryOverview& history) {
    TimelineLayout layout;
    std::vector<Chain> chains;
    std::vector<std::size_t> chain_of;
    std::vector<bool> continued(history.checkpoints.size(), false);
    for (const CheckpointInfo& info : history.checkpoints) {
        const int parent = index_of(history.checkpoints, info.parent);
        const auto p = static_cast<std::size_t>(std::max(parent, 0));
        if (parent >= 0 && !continued[p]) {
            continued[p] = true;
            chain_of.push_back(chain_of[p]);
        } else {
            chain_of.push_back(chains.size());
            const std::int64_t begin = parent >= 0 ? history.checkpoints[p].step : info.step;
            chains.push_back({std::min(begin, info.step), info.step});
        }
        Chain& chain = chains[chain_of.back()];
        chain.end = std::max(chain.end, info.step);
        layout.nodes.push_back({info, 0, parent});
    }
    for (std::size_t i = 0; i < chains.size(); ++i) {
        chains[i].lane = lowest_free_lane(chains, i);
        layout.lanes = std::max(layout.lanes, chains[i].lane + 1);
    }
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) layout.nodes[i].lane = chains[chain_of[i]].lane;
    if (layout.nodes.empty()) return layout;
    const auto step_of = [](const CheckpointInfo& info) { return info.step; };
    layout.first_step = std::ranges::min(history.checkpoints, {}, step_of).step;
    layout.last_step = std::ranges::max(history.checkpoints, {}, step_of).step;
    return layout;
}

int TimelineLayout::find(std::int64_t id) const {
    const auto found = std::ranges::lower_bound(nodes, id, {}, [](const Node& node) { return node.info.id; });
    return found == nodes.end() || found->info.id != id ? -1 : static_cast<int>(found - nodes.begin());
}

int TimelineLayout::nearest(double step, double lane, double step_length, double lane_length) const {
    int best = -1;
    double shortest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const double distance = std::hypot((static_cast<double>(nodes[i].info.step) - step) * step_length,
                                           (nodes[i].lane - lane) * lane_length);
        // Of several at one place, the newest is drawn on top.
        if (distance > shortest) continue;
        shortest = distance;
        best = static_cast<int>(i);
    }
    return best;
}

std::optional<std::int64_t> checkpoint_before(const HistoryOverview& history, std::int64_t step) {
    const int at = index_of(history.checkpoints, history.current);
    if (at < 0) return std::nullopt;
    const CheckpointInfo& current = history.checkpoints[static_cast<std::size_t>(at)];
    if (step != current.step) return current.id;
    const int parent = index_of(history.checkpoints, current.parent);
    if (parent < 0) return std::nullopt;
    return current.parent;
}

std::optional<std::int64_t> checkpoint_after(const HistoryOverview& history) {
    for (auto info = history.checkpoints.rbegin(); info != history.checkpoints.rend(); ++info)
        if (info->parent == history.current && info->id != history.current) return info->id;
    return std::nullopt;
}

}  // namespace droplet
