#pragma once
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace droplet {

/// What the window has to say: errors stay until they are dismissed, notes go by themselves.
class Messages {
 public:
    using Clock = std::chrono::steady_clock;
    enum class Kind { note, error };
    struct Message {
        Kind kind;
        std::string text;
        Clock::time_point until;       ///< of a note
        int count = 1;                 ///< how often it was said in a row
        std::filesystem::path file{};  ///< that it tells of; empty: none
    };
    static constexpr std::size_t max_shown = 4;
    static constexpr std::chrono::seconds note_time{4};
    static constexpr std::chrono::seconds file_time{8};  ///< of one with a file, which may be clicked

    void error(std::string text);
    void note(std::string text);
    /// Tells of a file, whose folder a click opens.
    void note(std::string text, std::filesystem::path file);
    /// Notes what `work` returns; where it throws Error, that is said instead.
    void report(const std::function<std::string()>& work);
    void dismiss(std::size_t index);
    void dismiss_all() { shown_.clear(); }
    /// Drops notes whose time is over; true when one was.
    bool expire(Clock::time_point now);
    /// When the next note goes.
    std::optional<Clock::time_point> next_expiry() const;

    const std::deque<Message>& shown() const { return shown_; }

 private:
    void add(Kind kind, std::string text, std::filesystem::path file = {});

    std::deque<Message> shown_;  // oldest first
};

}  // namespace droplet
