#pragma once
#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "session/capture.h"
#include "session/film_log.h"
#include "session/run_history.h"
#include "session/session.h"
#include "session/video_player.h"

namespace droplet {

class Replay;

/// What the window shows of a running session.
struct SessionStatus {
    BackendInfo backend;
    std::string notice;       ///< why this backend, or what went wrong; empty when all is well
    std::string source_name;  ///< as given to load()
    Size size;                ///< 0x0 before the first picture
    int channels = 0;
    bool has_alpha = false;
    std::int64_t step = 0;
    bool recording = false;                     ///< pictures are given to a film
    std::optional<std::int64_t> replay_target;  ///< the step that a run is made again up to; none: it is not
    LearningState learning;                     ///< as of the latest frame, edit or change of settings
    /// Never null.
    std::shared_ptr<const HistoryOverview> history = std::make_shared<const HistoryOverview>();
    double steps_per_s = 0;                     ///< over the last second; 0 when paused
    double ms_per_step = 0;                     ///< computing time of the latest steps
    std::vector<ChannelStatistics> statistics;  ///< of what the process shows, as of a recent frame
    /// Likewise of each content that the view shows; empty for the others.
    std::array<std::vector<ChannelStatistics>, content_count> shown_statistics;
    /// Of every content, as of the latest frame; size 0x0 for what there is not.
    std::array<PictureShape, content_count> shapes;
    ConvolutionReport convolution;  ///< of the latest result
    FractalStatus fractal;          ///< as of the latest frame
    std::int64_t revision = 0;      ///< of the settings that the latest frame was made of
    /// What the settings asked for, as of the latest frame. Never null.
    std::shared_ptr<const Readings> readings = std::make_shared<const Readings>();

    const PictureShape& shape(Content content) const { return shapes[static_cast<std::size_t>(content)]; }
    const std::vector<ChannelStatistics>& statistics_of(Content content) const {
        return shown_statistics[static_cast<std::size_t>(content)];
    }
};

/// Runs a Session on a thread of its own: settings snapshots in, the newest frames out. No call waits for a
/// step. Commands are carried out in their order, between steps; a command that fails leaves the picture as
/// it was and its one-line message in take_errors(). When the operator leaves all bounds and starts again,
/// take_errors() says so too, once a second at most; status().learning.recoveries counts.
///
/// A fractal that changes faster than it can be made is still seen: none is given up before a frame of it,
/// coarse or finer, was made, and then the newest settings are taken; those between are skipped. One that
/// moves by its clock while a process steps is taken up whole: its frame is that after its steps. One that is
/// mixed in stays until it was. What changes the picture by hand, or downloads it, waits for a whole one.
class SessionThread {
 public:
    using Clock = std::chrono::steady_clock;

    /// `on_change` is called on the session's thread whenever a frame, a status or an error is new. `now` is
    /// the clock that checkpoints and repeated messages go by, called on the session's thread.
    SessionThread(std::unique_ptr<Session> session, std::function<void()> on_change,
                  std::function<Clock::time_point()> now = &Clock::now);
    /// Stops within one step and joins.
    ~SessionThread();

    /// `revision` is the caller's mark, by which it knows what a frame was made of (SessionStatus).
    void set(const SessionSettings& settings, std::int64_t revision = 0);
    /// The name is shown in the status once the picture has been taken.
    void load(std::shared_ptr<const Image> image, std::string name, SourceReference reference = {});
    /// A video, of which `first` was taken already: its frames are taken as they are due, between frames of
    /// the window, and settings say what becomes of them (VideoParams; speed and loop are the player's own).
    /// With a fixed number of steps a frame, so many are made with each frame, and then the next one is
    /// waited for while the player plays. Where the run is paused, a frame becomes the original, and before
    /// the first step the picture. Going back in the history leaves the original the frame of now. Another
    /// load() ends it.
    void load_video(std::shared_ptr<VideoPlayer> player, std::shared_ptr<const Image> first, std::string name,
                    SourceReference reference = {});
    void reset();
    /// Runs this many steps although paused.
    void step(int count = 1);
    void switch_backend(BackendChoice choice);
    /// Calls `done` on the session's thread with the picture as float32.
    void download(Content content, std::function<void(Image)> done);

    /// A picture of what the process shows, with all that it was made of; `done` is called on the session's
    /// thread. Of what cannot be made, the error goes to take_errors().
    void still(const DisplayParams& display, std::function<void(CapturedStill)> done);
    /// Gives pictures of the run to a film from now on, in place of an earlier order, until it is stopped,
    /// take() returns false or another picture is loaded: status().recording tells. An order by the same
    /// clock that comes after such an end, before the recipe was asked for, goes on with the same film in a
    /// take of its own. Without a picture, an error goes to take_errors().
    void record(FilmOrder order);
    /// What the film's pictures are shown by from now on.
    void set_film_display(const DisplayParams& display);
    /// Ends the order, also one that has ended by itself; a take() that waits is told to stop. `done` is
    /// called on the session's thread with the recipe of the film: its takes, and run and settings of its
    /// last frame. Without a film, those as of now. live: its last picture is shown until `end`, which
    /// FilmRecorder::finish() should be told as well.
    void stop_recording(std::function<void(Recipe)> done, Clock::time_point end = Clock::now());
    /// Makes a run again: begins at `source` (null for a fractal), does all that was done, and pauses at its
    /// step: it runs on only after set() was told a pause. Frames show the way; the window must adopt the
    /// settings at once (take_adopted(), and the canvas and seconds of recipe.settings, which stay in force
    /// until then); what it sets later acts when the replay is over. Frames of a video are read at the
    /// recipe's path. The history begins anew. Throws nothing: errors go to take_errors(). load() and later
    /// commands that change the run end it where it is; status().replay_target tells.
    void replay(std::shared_ptr<const Image> source, std::string name, Recipe recipe);
    void edit_operator(const OperatorEdit& edit);
    void kick(float share);
    /// A stroke is begun by begin_stroke(), which makes a checkpoint whose id undo goes to, and painted in
    /// portions.
    void begin_stroke();
    void paint(std::vector<BrushDab> dabs);
    /// The id of the latest stroke's checkpoint that was not taken yet; the window keeps it for undo. -1
    /// for a stroke before which nothing could be kept: status().history->notice says why.
    std::optional<std::int64_t> take_stroke();

    /// Brings back a checkpoint, whole: picture, operator, settings. The window must adopt the settings
    /// (take_adopted()); until it does, set() changes only pace, view and whether it runs. Of several in a
    /// row, as when a timeline is dragged, only the last is carried out.
    void go_to(std::int64_t checkpoint);
    std::optional<Preset> take_adopted();
    /// 0: no history. What does not fit any more is given up.
    void set_history_budget(std::size_t bytes);
    /// What learning steps measured since the last call, oldest first; of more than Session::most_losses the
    /// newest. Where a step is not greater than the one before, the run went back.
    std::vector<LossRecord> take_losses();

    /// The newest frames, one for each of the view's contents, all of one moment; none when none are new
    /// since the last call.
    std::vector<std::unique_ptr<Frame>> take_frames();
    /// Of the fractal in the frames that were taken last.
    FractalProgress taken_progress() const;
    SessionStatus status() const;
    std::vector<std::string> take_errors();

 private:
    static constexpr std::int64_t first_refine_work = 2'000'000;

    struct Command {
        std::function<void()> work;
        bool goes_to = false;        ///< from go_to()
        bool needs_whole = false;    ///< waits for a complete fractal
        std::uint64_t settings = 0;  ///< settings_number_ when it was posted: those go before it
    };

    void run(std::stop_token stop);
    void post(Command command);
    /// Posts what does nothing before there is a picture.
    void post_to_picture(std::function<void()> work, bool needs_whole = false);
    /// For commands: the picture is another; steps asked for before are none of its.
    void show_changed_picture();
    /// Those below with a lock are called with the lock held, and give it up while they work.
    void apply_settings(std::unique_lock<std::mutex>& lock);
    void run_command(std::unique_lock<std::mutex>& lock);
    void refine(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
    void run_steps(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
    void publish_frame(std::unique_lock<std::mutex>& lock);
    std::string derive(const Preset& preset);
    SessionSettings settings_now() const;
    /// What is summed up a few times a second.
    struct Summary {
        std::vector<ChannelStatistics> statistics;
        std::array<std::vector<ChannelStatistics>, content_count> shown;
        std::vector<Histogram> histograms;
    };
    Summary summarized(Content shown, const ContentList& contents, const ReadingRequest& reading);
    void keep_history(std::unique_lock<std::mutex>& lock);
    void announce(std::unique_lock<std::mutex>& lock);
    bool command_ready() const;
    bool refining_to_do() const { return !halted_ && refines_; }
    bool steps_wanted() const;
    bool steps_to_do() const;
    bool frame_to_make() const;
    bool pause_to_keep() const;
    int steps_at_once() const;
    /// The picture is another, or how it is shown.
    void picture_is_new();
    void fail(std::unique_lock<std::mutex>& lock, const std::string& message);
    void report_recoveries();
    void record_speed(int steps, double elapsed_ms);
    void refresh_status();

    // session_thread_video.cpp
    void load_picture(const std::shared_ptr<const Image>& image, const std::string& name,
                      const SourceReference& reference);
    void drop_video();
    bool video_plays() const;
    bool video_due() const;
    /// How long until video_due() may hold, where only time is missing.
    std::optional<Clock::duration> video_wait() const;
    bool waits_for_video() const;
    bool video_holds_frame() const;
    void take_video_news(std::unique_lock<std::mutex>& lock);
    void feed_video(std::unique_lock<std::mutex>& lock);

    // session_thread_capture.cpp
    struct Film {
        FilmOrder order;
        std::stop_source stop;  ///< requested: take() waits no longer
        FilmLog log;
        bool open = true;              ///< takes frames
        bool fresh = false;            ///< the picture is another since the latest frame, or how it is shown
        bool stepped = false;          ///< there were steps since the latest frame
        Clock::time_point begin, due;  ///< live: the first frame, and when the next one may be taken
    };
    /// A take() that waits, waits no longer: who posts a command that ends the film says so first.
    void interrupt_film();
    void begin_film(const FilmOrder& order, const std::stop_source& stop);
    /// No more frames are given; takes are kept.
    void close_film();
    Recipe end_film(Clock::time_point end);
    bool film_due() const;
    bool film_can_show() const;
    /// How long until film_due() may hold, where only time is missing.
    std::optional<Clock::duration> film_wait() const;
    int steps_to_film(int steps) const;
    void give_to_film(std::unique_lock<std::mutex>& lock);
    std::string film_frame(const SessionSettings& settings);
    std::shared_ptr<const Recipe> recipe_of_frame(const SessionSettings& settings) const;

    // session_thread_replay.cpp
    void begin_replay(std::shared_ptr<const Image> source, const std::string& name, const Recipe& recipe);
    /// What the window has set meanwhile comes into force. For commands: the run stays where it is.
    void end_replay();
    bool replay_to_do() const { return replay_target_ && !halted_ && !refines_; }
    void go_on_replaying(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);

    // session_thread_source.cpp
    bool source_due() const;
    bool may_leave_scene(SourceChange change) const;
    bool whole_is_awaited() const;
    /// Whether the fractal moves by its clock and each moment is shown after its steps.
    bool steps_in_each_moment() const { return scene_moves_ && steps_wanted(); }
    void change_source(std::unique_lock<std::mutex>& lock);
    bool prepare_source(const SessionSettings& settings);
    void begin_scene(bool moves);
    bool worth_showing() const;
    void note_source();

    std::unique_ptr<Session> session_;  // used by the session's thread only, as what follows
    RunHistory history_;
    std::unique_ptr<Film> film_;
    std::unique_ptr<Replay> replay_;
    std::stop_token stop_;  // of the thread
    int recoveries_told_ = 0;
    std::string source_refused_;  // why the fractal is not made, as told
    std::optional<Clock::time_point> recoveries_time_;
    std::function<void()> on_change_;
    std::function<Clock::time_point()> now_;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::deque<Command> commands_;
    std::stop_source film_stop_{std::nostopstate};  // of the film ordered last
    SessionSettings settings_;
    bool settings_changed_ = false;  // and not applied yet
    // How many were set, the latest that were applied, and those that the source is up to date with.
    std::uint64_t settings_number_ = 0, applied_number_ = 0, source_number_ = 0;
    std::int64_t revision_ = 0, applied_revision_ = 0;
    std::vector<std::unique_ptr<Frame>> newest_;
    FractalProgress newest_progress_, taken_progress_;  // of the fractal in these frames, and in those taken
    SessionStatus status_;
    std::vector<std::string> errors_;
    std::vector<LossRecord> losses_;
    std::optional<std::int64_t> stroke_;  // not taken yet, as
    std::optional<Preset> adopted_;
    std::optional<std::int64_t> replay_target_;
    bool adopts_run_ = false;  // what is to be adopted is of a replay, which also
    bool holds_ = false;       // until the window has paused
    std::string source_name_;
    bool picture_changed_ = false;                  // since the latest frame
    bool halted_ = false;                           // by an error, until a setting or a command comes
    bool refines_ = false;                          // the fractal is not complete
    std::int64_t refine_work_ = first_refine_work;  // iterations of a point, at once
    bool source_tried_ = false;                     // in vain, with these settings
    Clock::time_point scene_begun_{};
    bool scene_moves_ = false;  // the scene is a later moment of the one before
    bool scene_shown_ = true;   // there was a frame of the scene
    bool scene_fed_ = true;     // and one after steps with it, of which there were
    std::int64_t steps_of_scene_ = 0;
    bool ran_ = false;                    // since the latest pause or return to a checkpoint
    std::shared_ptr<VideoPlayer> video_;  // null: a picture
    bool video_news_ = false;             // it has called
    bool video_failed_ = false;           // and it was told
    bool video_fed_ = false;              // a frame of it was taken,
    bool video_shown_ = false;            // and the picture shown since,
    int steps_of_video_ = 0;              // with so many steps
    int steps_owed_ = 0;                  // asked for by step()
    int steps_into_frame_ = 0;            // done since the latest frame, of steps_per_frame
    ViewWindow shown_;                    // what the latest frames show, and
    ReadingRequest read_;                 // what was read with them
    std::string refused_;                 // why the process shows nothing, as told

    struct Mark {
        Clock::time_point time;
        std::int64_t steps;
    };
    std::deque<Mark> marks_;  // of the last second
    std::int64_t steps_done_ = 0;
    Clock::time_point statistics_time_{};

    std::jthread thread_;  // last: it starts when all else is there and joins first
};

}  // namespace droplet
