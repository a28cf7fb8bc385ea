#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace droplet {

/// Changes in the order they were made, to go back and forth in: of a plain value (the settings; what changes
/// while something is being held becomes one entry when it is let go), and of the picture, which goes back by
/// checkpoints of the session's history.
template <class T>
class UndoHistory {
 public:
    static constexpr std::size_t max_entries = 200;

    /// Where undo or redo leads: the value, and for a change of the picture the checkpoint.
    struct Step {
        T value;
        std::optional<std::int64_t> checkpoint;
        bool operator==(const Step&) const = default;
    };

    explicit UndoHistory(T initial) : current_(std::move(initial)) {}

    /// Makes `value` the newest value, unless it is that already; what was undone is forgotten.
    void commit(const T& value) {
        if (value == current_) return;
        add({.before = std::exchange(current_, value), .after = value});
    }
    /// A stroke, whose checkpoint is told by name_stroke() as soon as the session has made it.
    void add_stroke() {
        add({.before = current_, .after = current_, .of_picture = true, .waits_for_name = true});
    }
    /// The checkpoint made before the oldest stroke that has none yet.
    void name_stroke(std::int64_t checkpoint) {
        for (std::deque<Entry>* entries : {&past_, &future_})
            for (Entry& entry : *entries)
                if (std::exchange(entry.waits_for_name, false)) {
                    entry.from = checkpoint;
                    return;
                }
    }
    /// The run was moved to the checkpoint `to`, which brought `value`; what was left is kept as `from`.
    void add_move(std::int64_t from, std::int64_t to, const T& value) {
        add({.before = std::exchange(current_, value),
             .after = value,
             .of_picture = true,
             .from = from,
             .to = to});
    }
    /// The move that was made last goes on to another checkpoint.
    void extend_move(std::int64_t to, const T& value) {
        if (past_.empty() || !past_.back().of_picture) return;
        current_ = past_.back().after = value;
        past_.back().to = to;
    }
    /// The picture that the latest undo left is kept as `checkpoint`: redo leads there.
    void name_left(std::int64_t checkpoint) {
        if (!future_.empty() && future_.back().of_picture) future_.back().to = checkpoint;
    }
    /// The value is another now, without an entry of its own.
    void replace_current(const T& value) { current_ = value; }

    std::optional<Step> undo() {
        if (!can_undo()) return std::nullopt;
        future_.push_back(std::move(past_.back()));
        past_.pop_back();
        const Entry& entry = future_.back();
        left_ = entry.after;
        current_ = entry.before;
        return Step{entry.before, entry.of_picture ? std::optional(entry.from) : std::nullopt};
    }
    std::optional<Step> redo() {
        if (!can_redo()) return std::nullopt;
        past_.push_back(std::move(future_.back()));
        future_.pop_back();
        const Entry& entry = past_.back();
        left_ = entry.before;
        current_ = entry.after;
        return Step{entry.after, entry.of_picture ? std::optional(entry.to) : std::nullopt};
    }
    /// The other side of the change that the latest undo() or redo() led over, as it was made; null before.
    const T* left() const { return left_ ? &*left_ : nullptr; }
    const T& current() const { return current_; }
    bool can_undo() const { return !past_.empty() && !waits(); }
    bool can_redo() const { return !future_.empty(); }
    /// Whether the newest entry is a stroke whose checkpoint is not known yet.
    bool waits() const { return !past_.empty() && past_.back().waits_for_name; }

    /// Whether any stroke's checkpoint is not known yet.
    bool any_waits() const {
        return std::ranges::any_of(past_, [](const Entry& entry) { return entry.waits_for_name; });
    }

    /// Drops the changes of the picture that lead to a checkpoint for which `is_kept` is false.
    template <class F>
    void forget_lost(F&& is_kept) {
        std::erase_if(past_, [&](const Entry& entry) {
            return entry.of_picture && !entry.waits_for_name && !is_kept(entry.from);
        });
        std::erase_if(future_, [&](const Entry& entry) { return entry.of_picture && !is_kept(entry.to); });
    }
    /// Drops strokes that wait for a checkpoint that will not come.
    void forget_waiting() {
        std::erase_if(past_, [](const Entry& entry) { return entry.waits_for_name; });
    }

 private:
    struct Entry {
        T before, after;
        bool of_picture = false;
        bool waits_for_name = false;
        std::int64_t from = -1, to = -1;  ///< checkpoints; of a stroke, `to` is known once it was undone
    };

    void add(Entry entry) {
        past_.push_back(std::move(entry));
        if (past_.size() > max_entries) past_.pop_front();
        future_.clear();
    }

    T current_;
    std::optional<T> left_;
    std::deque<Entry> past_, future_;
};

}  // namespace droplet
