#pragma once
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace droplet {

/// States of a plain value to go back and forth in. What changes while something is being held (a slider)
/// becomes one entry when it is let go.
template <class T>
class UndoHistory {
 public:
    static constexpr std::size_t max_entries = 200;

    explicit UndoHistory(T initial) : current_(std::move(initial)) {}

    /// Makes `value` the newest state, unless it is that already; what was undone is forgotten.
    void commit(const T& value) {
        if (value == current_) return;
        past_.push_back(std::exchange(current_, value));
        if (past_.size() > max_entries) past_.pop_front();
        future_.clear();
    }

    std::optional<T> undo() { return move(past_, future_); }
    std::optional<T> redo() { return move(future_, past_); }
    bool can_undo() const { return !past_.empty(); }
    bool can_redo() const { return !future_.empty(); }

 private:
    std::optional<T> move(std::deque<T>& from, std::deque<T>& to) {
        if (from.empty()) return std::nullopt;
        to.push_back(std::exchange(current_, std::move(from.back())));
        from.pop_back();
        return current_;
    }

    T current_;
    std::deque<T> past_, future_;
};

}  // namespace droplet
