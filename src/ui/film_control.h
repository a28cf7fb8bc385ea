#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "media/film_recorder.h"
#include "session/capture.h"
#include "ui/film_params.h"

namespace droplet {

/// What a session does for a film; called on the window's thread.
struct FilmSession {
    using Time = std::chrono::steady_clock::time_point;
    std::function<void(FilmOrder)> record;
    std::function<void(const DisplayParams&)> set_display;
    /// Calls `done` on the session's thread: with the takes of the order until `end`, or where there was none
    /// with what the run is as of now.
    std::function<void(std::function<void(Recipe)> done, Time end)> stop_recording;
};

/// Where a film goes.
struct FilmPlace {
    std::string path;         ///< of the recorder: a film, or a pattern of stills
    std::string shown;        ///< what the user finds there: the film, or the folder of its stills
    std::string performance;  ///< the file beside it
};

/// The first number of which nothing stands in the folder yet: `NAME.mp4`, `NAME.json` and what may stand
/// beside a film while it is recorded; of stills a folder `NAME` with `frame-00000.png` and so on, which is
/// made. Throws Error (Fault::job).
FilmPlace film_place(FilmFormat format, const std::string& folder, const std::string& name);

/// What is to be told of a film.
struct FilmNews {
    enum class Kind { note, saved, failed } kind = Kind::note;
    std::string text;
    std::string path;  ///< of one that was saved
};

/// What the settings come down to, given whether anything goes in steps: the view and the window have no
/// other clock than time.
FilmClock clock_of(const FilmParams& params, bool steps);
/// The film's size for content of this size; 0x0: as it is.
Size film_size(const FilmParams& params, Size content);

/// A film from its start to its file: brings the session, which gives pictures or keeps shots, together with
/// the recorder. Neither waits for the other on the window's thread. Without ImGui.
class FilmControl {
 public:
    using Clock = std::chrono::steady_clock;
    /// starting: what the film is of is being asked for.
    enum class State { idle, starting, recording, finishing };

    /// `on_change` is called on other threads when advance() has something to do.
    explicit FilmControl(std::function<void()> on_change);
    /// Finishes the film, as finish_now().
    ~FilmControl();
    FilmControl(const FilmControl&) = delete;
    FilmControl& operator=(const FilmControl&) = delete;

    /// Of the idle. `size` is that of the content, 0x0 where it is not known; `steps`: something goes in
    /// steps. What fails is told by take_news().
    void start(const FilmParams& params, const FilmPlace& place, Size size, bool steps,
               const DisplayParams& display, FilmSession session);
    /// The film ends at `now`.
    void stop(Clock::time_point now);
    /// Ends it, and takes away what was written.
    void discard(Clock::time_point now);
    /// Another picture has taken the place of the source: the film goes on with that.
    void follow_source();
    /// How values become colours, from now on.
    void set_display(const DisplayParams& display);
    /// Takes what has come since the last call.
    void advance(Clock::time_point now);
    /// Ends the film and waits until its file is complete.
    void finish_now();

    std::vector<FilmNews> take_news();

    State state() const { return state_; }
    bool idle() const { return state_ == State::idle; }
    /// From the start asked for to the stop.
    bool recording() const { return state_ == State::starting || state_ == State::recording; }
    /// Whether it films what the window shows.
    bool films_view() const { return recording() && params_.content == FilmContent::view; }
    bool films_window() const { return recording() && params_.content == FilmContent::window; }
    /// Of the film as it goes, or the one before.
    const RecordingStatus& status() const { return status_; }
    double elapsed_s(Clock::time_point now) const;
    const FilmPlace& place() const { return place_; }

    /// Whether a picture drawn now is wanted; of those that come much faster than the film's frames some are
    /// not. When one is left out so, another is due().
    bool wants(Clock::time_point now);
    /// One that was wanted could not be had.
    void missed() { owed_ = asked_.has_value(); }
    /// When something must be drawn for the film, although nothing has changed; none: never.
    std::optional<Clock::time_point> due() const;
    /// What is shown since `time`. Another call than the last on any thread.
    void show(std::shared_ptr<FramePixels> pixels, Clock::time_point time);

 private:
    /// What the session's thread and the recorder say.
    struct Mailbox {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<std::string> first_recipe;
        bool stopped = false;       ///< the session gives nothing more, and the recorder was told to finish
        bool other_size = false;    ///< a picture had another size than the first
        std::string failure;        ///< of the performance's file
        std::optional<Size> first;  ///< size of the first picture
        void see(Size size);
    };
    void begin(std::string recipe);
    void order();
    void end();
    void tell(FilmNews::Kind kind, std::string text, std::string path = {});
    Clock::duration frame_time() const;

    std::function<void()> on_change_;
    State state_ = State::idle;
    FilmParams params_;
    FilmPlace place_;
    Size size_;
    FilmClock clock_ = FilmClock::live;
    DisplayParams display_;
    FilmSession session_;
    std::shared_ptr<Mailbox> mail_;
    std::shared_ptr<FilmRecorder> recorder_;
    RecordingStatus status_;
    Clock::time_point started_, stopped_;
    std::optional<Clock::time_point> asked_;  ///< the last picture that was wanted
    bool owed_ = false;                       ///< one after it was left out
    bool discards_ = false, size_told_ = false;
    std::vector<FilmNews> news_;
};

}  // namespace droplet
