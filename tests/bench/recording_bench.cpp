// What recording costs a running diffusion, and whether it keeps up: 1080p to H.264, live, beside steps as
// fast as they come. Rounds with and without a film take turns, so that both see the same machine.
//   droplet_recording_bench [SECONDS a round, 10] [frames per second, 30] [ROUNDS, 3] [FILM, recording.mp4]
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "bench/workload.h"
#include "media/film_recorder.h"
#include "model/error.h"
#include "session/session_thread.h"

using namespace droplet;
using Clock = std::chrono::steady_clock;

namespace {

/// What a window does: takes the newest frame, at most 60 times a second.
class Window {
 public:
    explicit Window(SessionThread& session) : session_(session) {}

    void look(Clock::time_point end) {
        for (auto next = Clock::now(); next < end; next += std::chrono::microseconds(16667)) {
            std::this_thread::sleep_until(next);
            static_cast<void>(session_.take_frames());
        }
    }

 private:
    SessionThread& session_;
};

double steps_per_second(SessionThread& session, double seconds) {
    const std::int64_t first = session.status().step;
    const auto begin = Clock::now();
    Window(session).look(begin +
                         std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)));
    const std::chrono::duration<double> elapsed = Clock::now() - begin;
    return static_cast<double>(session.status().step - first) / elapsed.count();
}

RecordingStatus record(SessionThread& session, double seconds, double fps, const std::string& path,
                       double& steps) {
    std::filesystem::remove(path);
    RecordingOptions options;
    options.path = path;
    options.fps = fps;
    FilmRecorder recorder(options, [] {});
    FilmOrder order;
    order.fps = fps;
    order.interval = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / fps));
    order.take = [&recorder](const FilmFrame& frame, const std::stop_token&) {
        recorder.show(frame.pixels, frame.time);
        return true;
    };
    session.record(order);
    steps = steps_per_second(session, seconds);
    std::mutex mutex;
    std::condition_variable changed;
    bool stopped = false;
    const auto end = Clock::now();
    session.stop_recording(
        [&](const Recipe&) {
            const std::lock_guard lock(mutex);
            stopped = true;
            changed.notify_one();
        },
        end);
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return stopped; });
    recorder.finish("", end);
    recorder.wait();
    return recorder.status();
}

/// As the window has it: what computes lets what draws go first.
std::unique_ptr<SessionThread> background_session() {
    std::unique_ptr<SessionThread> session;
    std::thread([&session] {
        constexpr int as_the_windows = 5;
        setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), as_the_windows);
        session = std::make_unique<SessionThread>(
            std::make_unique<Session>(open_backend(BackendChoice::automatic, 0)), [] {});
    }).join();
    return session;
}

int run(double seconds, double fps, int rounds, const std::string& path) {
    const auto made = background_session();
    SessionThread& session = *made;
    session.load(std::make_shared<const Image>(bench::make_picture(bench::full_hd)), "1080p");
    SessionSettings settings;
    settings.preset.process = Process::diffuse;
    settings.pace.pace = Pace::time_budget;
    settings.view = {0, 0, 1920, 1080, 0.5, Content::current};
    session.set(settings);
    steps_per_second(session, 1);  // to warm up
    fmt::print("{}: {}\n", session.status().backend.name, session.status().backend.device);
    for (int round = 0; round < rounds; ++round) {
        const double alone = steps_per_second(session, seconds);
        double beside = 0;
        const RecordingStatus film = record(session, seconds, fps, path, beside);
        fmt::print(
            "alone {:.0f} steps/s, recording {:.0f} ({:.2f}); {} frames, {} repeated, {} left out, {} "
            "dropped; "
            "{:.1f} MB, {}\n",
            alone, beside, beside / alone, film.frames, film.repeated, film.left_out, film.dropped,
            static_cast<double>(film.bytes) * 1e-6, film.message.empty() ? "no message" : film.message);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc > 1 ? std::atof(argv[1]) : 10, argc > 2 ? std::atof(argv[2]) : 30,
                   argc > 3 ? std::atoi(argv[3]) : 3, argc > 4 ? argv[4] : "recording.mp4");
    } catch (const Error& error) {
        fmt::print(stderr, "recording_bench: {}\n", error.what());
        return 1;
    }
}
