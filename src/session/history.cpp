#include "session/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>
#endif

namespace droplet {
namespace {

constexpr std::int64_t nowhere = -1;

/// 0 where the system does not tell.
std::size_t machine_memory() {
#if defined(__unix__) || defined(__APPLE__)
    const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    if (pages > 0 && page > 0) return static_cast<std::size_t>(pages) * static_cast<std::size_t>(page);
#endif
    return 0;
}

double megabytes(std::size_t bytes) {
    return static_cast<double>(bytes) / (1024.0 * 1024.0);
}

/// The lower, the sooner it is dropped. The end of a branch is what was left by going back: it outlasts the
/// checkpoints on the way there.
int rank(CheckpointKind kind, bool branch_end) {
    switch (kind) {
        case CheckpointKind::automatic:
            return branch_end ? 1 : 0;
        case CheckpointKind::paused:
            return 1;
        case CheckpointKind::edit:
        case CheckpointKind::stroke:
            return 2;
        case CheckpointKind::start:
            break;
    }
    return 3;
}

}  // namespace

std::size_t History::default_budget() {
    constexpr std::size_t gibibyte = std::size_t{1} << 30;
    const std::size_t memory = machine_memory();
    return memory > 0 ? std::min(gibibyte, memory / 4) : gibibyte;
}

std::size_t History::bytes_of(const Image& picture) {
    return Image::bytes_for(picture.size(), picture.channels(), picture.has_alpha()) + sizeof(Checkpoint);
}

std::size_t History::index_of(std::int64_t id) const {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), id,
                                     [](const Entry& e, std::int64_t i) { return e.info().id < i; });
    const bool found = at != entries_.end() && at->info().id == id;
    return found ? static_cast<std::size_t>(at - entries_.begin()) : entries_.size();
}

bool History::takes(std::size_t bytes) {
    if (bytes <= budget_) return true;
    std::string notice = budget_ == 0
                             ? std::string("history: off; nothing can be brought back, nor strokes undone")
                             : fmt::format(
                                   "history: a checkpoint of this picture takes {:.0f} MB, more than "
                                   "the budget of {:.0f} MB; strokes cannot be undone",
                                   megabytes(bytes), megabytes(budget_));
    if (notice != notice_) {
        notice_ = std::move(notice);
        overview_.reset();
    }
    return false;
}

std::optional<std::int64_t> History::add(Checkpoint checkpoint, std::int64_t spared) {
    const std::size_t bytes = bytes_of(checkpoint.picture);
    if (!takes(bytes)) return std::nullopt;
    const std::size_t kept = index_of(spared);
    overview_.reset();
    if (kept < entries_.size() && entries_[kept].bytes + bytes > budget_) {
        ++dropped_;
        return std::nullopt;
    }
    const std::int64_t id = next_id_++;
    checkpoint.info.id = id;
    checkpoint.info.parent = current_;
    const std::size_t parent = index_of(current_);
    if (parent < entries_.size() && entries_[parent].first_child == nowhere)
        entries_[parent].first_child = id;
    entries_.push_back({std::make_shared<Checkpoint>(std::move(checkpoint)), bytes});
    bytes_ += bytes;
    current_ = id;
    shrink_to(budget_, id, spared);
    return id;
}

std::shared_ptr<const Checkpoint> History::find(std::int64_t id) const {
    const std::size_t index = index_of(id);
    return index < entries_.size() ? entries_[index].checkpoint : nullptr;
}

void History::stand_on(std::int64_t id) {
    assert(id == nowhere || index_of(id) < entries_.size());
    if (id != current_) overview_.reset();
    current_ = id;
}

void History::retag(std::int64_t id, CheckpointKind kind) {
    const std::size_t index = index_of(id);
    if (index == entries_.size()) return;
    entries_[index].checkpoint->info.kind = kind;
    overview_.reset();
}

void History::clear() {
    entries_.clear();
    current_ = nowhere;
    bytes_ = 0;
    dropped_ = 0;
    notice_.clear();
    overview_.reset();
}

void History::set_budget(std::size_t bytes) {
    budget_ = bytes;
    notice_.clear();
    overview_.reset();
    shrink_to(budget_, current_, nowhere);
    // The promise about memory comes before the one about the current checkpoint.
    if (bytes_ > budget_) drop(0);
}

void History::out_of_memory(std::size_t bytes) {
    set_budget(bytes_ > bytes ? bytes_ - bytes : 0);
    notice_ = fmt::format("history: memory did not suffice for another checkpoint; it keeps to {:.0f} MB",
                          megabytes(budget_));
}

void History::shrink_to(std::size_t bytes, std::int64_t spared, std::int64_t also_spared) {
    while (bytes_ > bytes) {
        const std::size_t index = least_wanted(spared, also_spared);
        if (index == entries_.size()) return;
        drop(index);
    }
}

/// The entry to drop next; entries_.size() when none may be. Among automatic checkpoints the one whose loss
/// leaves the smallest gap for its age: with gap²/age alike everywhere, gaps grow as the root of the age.
std::size_t History::least_wanted(std::int64_t spared, std::int64_t also_spared) const {
    std::size_t best = entries_.size();
    int best_rank = 0;
    double best_score = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const CheckpointInfo& info = entries_[i].info();
        if (info.id == spared || info.id == also_spared || info.id == current_) continue;
        const int its_rank = rank(info.kind, entries_[i].first_child == nowhere);
        double score = static_cast<double>(info.id);
        if (its_rank == 0) {
            // Ids count time: automatic checkpoints are about equally far apart.
            const auto gap = static_cast<double>(entries_[i].first_child - info.parent);
            score = gap * gap / static_cast<double>(next_id_ - info.id);
        }
        if (best == entries_.size() || its_rank < best_rank || (its_rank == best_rank && score < best_score))
            best = i, best_rank = its_rank, best_score = score;
    }
    return best;
}

void History::drop(std::size_t index) {
    const CheckpointInfo gone = entries_[index].info();
    bytes_ -= entries_[index].bytes;
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
    ++dropped_;
    overview_.reset();
    if (current_ == gone.id) current_ = nowhere;
    // Its children become those of the checkpoint before it.
    std::int64_t first_child = nowhere;
    for (const Entry& e : entries_) {
        CheckpointInfo& info = e.checkpoint->info;
        if (info.parent == gone.id) info.parent = gone.parent;
        if (info.parent == gone.parent && first_child == nowhere) first_child = info.id;
    }
    const std::size_t parent = index_of(gone.parent);
    if (parent < entries_.size()) entries_[parent].first_child = first_child;
}

std::shared_ptr<const HistoryOverview> History::overview() const {
    if (overview_) return overview_;
    auto made = std::make_shared<HistoryOverview>();
    made->checkpoints.reserve(entries_.size());
    for (const Entry& e : entries_) made->checkpoints.push_back(e.info());
    made->current = current_;
    made->bytes = bytes_;
    made->budget_bytes = budget_;
    made->dropped = dropped_;
    made->notice = notice_;
    return overview_ = std::move(made);
}

}  // namespace droplet
