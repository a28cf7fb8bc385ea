#pragma once
#include <array>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "session/session_thread.h"

namespace droplet {

using BackendRefusals = std::array<std::string, EnumNames<BackendChoice>::names.size()>;

/// Opens the backend beside the window's start, then passes on to the session's thread. All calls on the
/// window's thread; `on_change` is called on others.
class SessionLink {
 public:
    SessionLink(BackendChoice choice, int threads, std::function<void()> on_change);

    /// Null until the backend is open. Throws Error when it cannot be opened.
    SessionThread* get();
    /// Why a backend cannot be chosen; valid once get() is not null.
    const BackendRefusals& refusals() const { return refusals_; }

    /// Sends the snapshot if it is not the one that was sent last; `revision` comes back with its frames.
    void set(const SessionSettings& settings, std::int64_t revision = 0);

 private:
    struct Opened {
        std::unique_ptr<SessionThread> session;
        BackendRefusals refusals;
    };
    Opened open(BackendChoice choice, int threads);

    std::function<void()> on_change_;
    std::promise<Opened> promise_;
    std::future<Opened> opening_;
    BackendRefusals refusals_;
    std::unique_ptr<SessionThread> session_;
    std::optional<SessionSettings> sent_;
    std::jthread opener_;  // last: joins first
};

}  // namespace droplet
