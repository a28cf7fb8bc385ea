#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "session/session.h"

namespace droplet {

/// What the window shows of a running session.
struct SessionStatus {
    BackendInfo backend;
    std::string notice;       ///< why this backend, or what went wrong; empty when all is well
    std::string source_name;  ///< as given to load()
    Size size;                ///< 0x0 before the first picture
    int channels = 0;
    bool has_alpha = false;
    std::int64_t step = 0;
    double steps_per_s = 0;  ///< over the last second; 0 when paused
    double ms_per_step = 0;  ///< computing time of the latest steps
    std::vector<ChannelStatistics> statistics;  ///< of the latest frame's picture
};

/// Runs a Session on a thread of its own: settings snapshots in, the newest frame out. No call waits for a step.
/// Commands are carried out in their order, between steps; a command that fails leaves the picture as it was and
/// its one-line message in take_errors().
class SessionThread {
 public:
    /// `on_change` is called on the session's thread whenever a frame, a status or an error is new.
    SessionThread(std::unique_ptr<Session> session, std::function<void()> on_change);
    /// Stops within one step and joins.
    ~SessionThread();

    void set(const SessionSettings& settings);
    /// The name is shown in the status once the picture has been taken.
    void load(std::shared_ptr<const Image> image, std::string name);
    void reset();
    /// Runs this many steps although paused.
    void step(int count = 1);
    void switch_backend(BackendChoice choice);
    /// Calls `done` on the session's thread with the picture as float32.
    void download(Content content, std::function<void(Image)> done);

    /// The newest frame, or null when none is new since the last call.
    std::unique_ptr<Frame> take_frame();
    SessionStatus status() const;
    std::vector<std::string> take_errors();

 private:
    void run(std::stop_token stop);
    void post(std::function<void()> command);
    void run_commands(std::unique_lock<std::mutex>& lock);
    void publish(std::unique_ptr<Frame> frame);
    bool work_to_do() const;

    std::unique_ptr<Session> session_;  // touched by the session's thread only
    std::function<void()> on_change_;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::function<void()>> commands_;
    SessionSettings settings_;
    std::unique_ptr<Frame> newest_;
    SessionStatus status_;
    std::vector<std::string> errors_;
    bool frame_wanted_ = false;
    int steps_owed_ = 0;

    std::jthread thread_;  // last: it starts when all else is there and joins first
};

}  // namespace droplet
