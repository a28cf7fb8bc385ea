#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "media/film_options.h"
#include "model/frame_pixels.h"

namespace droplet {

struct RecordingOptions {
    std::string
        path;  ///< .mp4 .webm .gif, or a pattern of stills; where something stands, nothing is written
    double fps = 30;
    Size size;  ///< of the film; 0x0: that of its first frame
    FilmQuality quality = FilmQuality::good;
    OddSize odd_size = OddSize::pad;
    /// live: as time goes by, frames repeated or left out; steps: each frame that comes is one of the film.
    enum class Clock { live, steps } clock = Clock::live;
    double most_seconds = 0;  ///< of the film; 0: no limit
    std::string recipe;  ///< recipe_text() as of the start; of stills, for those without one of their own
    /// An encoder that is waited for and does nothing at all for so long counts as dead.
    std::chrono::milliseconds patience{20'000};
};

/// How a recording goes.
struct RecordingStatus {
    enum class State { recording, finishing, done, failed } state = State::recording;
    std::string path;
    Size size;                    ///< of the film; 0x0 before its first frame
    double film_seconds = 0;      ///< length of the film so far
    std::int64_t frames = 0;      ///< of the film, those included that are
    std::int64_t repeated = 0;    ///< a frame before again, as no new one had come
    std::int64_t left_out = 0;    ///< came between two of the film's, as it should be when they come faster
    std::int64_t dropped = 0;     ///< would have been the film's, but the encoder was behind
    std::uint64_t bytes = 0;      ///< of the file so far
    std::uint64_t disk_left = 0;  ///< bytes free where it is written
    int queued = 0, queue_size = 0;
    bool at_limit = false;  ///< most_seconds are full; nothing more is taken
    std::string message;    ///< of a failure, or of what is worth knowing, in one line
};

/// A film that is written while it happens. It stands at its path from the beginning, in a form that plays
/// whenever it ends (fragmented MP4, WebM in clusters, GIF), also when the program is killed: the encoder is
/// a process of its own. finish() turns it into a plain one. Frames of another size are scaled to fit, with
/// black beside. At most 8 frames, or 256 MB if that is less, wait for the encoder. A thread of its own feeds
/// it, so that no call but put() waits.
class FilmRecorder {
 public:
    using Time = std::chrono::steady_clock::time_point;

    /// `on_change` is called on another thread when the status is new, a few times a second, and may ask for
    /// it; it must not throw. Throws Error: Fault::job when ffmpeg is missing (a pattern needs none), the
    /// place cannot be written, or something stands there; Fault::usage for what is not valid.
    FilmRecorder(const RecordingOptions& options, std::function<void()> on_change);
    /// What was recorded stays and plays, as if the program had been killed; the encoder's end is waited for.
    ~FilmRecorder();
    FilmRecorder(const FilmRecorder&) = delete;
    FilmRecorder& operator=(const FilmRecorder&) = delete;

    /// live: what is shown from `time` on, which never falls. Takes it and returns. Where the queue is full
    /// when the film is to show it, the film shows what it showed before, and it is counted as dropped.
    void show(std::shared_ptr<FramePixels> frame, Time time);
    /// steps: the film's next frame, shown for so many frames. Waits while the queue is full; false when
    /// `stop` was requested, the recording has failed or is at its limit.
    bool put(std::shared_ptr<FramePixels> frame, const std::stop_token& stop, int frames = 1);

    /// No more frames come, and those that do are ignored: completes the file in the background, with this
    /// recipe in place of the first one where it is not empty. live: the film lasts until `time`.
    void finish(std::string recipe, Time time = std::chrono::steady_clock::now());
    /// Waits until the state is done or failed.
    void wait();

    RecordingStatus status() const;

 private:
    struct Work;
    std::unique_ptr<Work> work_;
};

}  // namespace droplet
