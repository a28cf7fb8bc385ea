#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/recipe.h"

namespace droplet {

/// Writes down what a film shows while it is made, picture by picture, for its recipe: shots of the same run
/// follow each other in one take, and settings that are the same are kept once.
class FilmLog {
 public:
    using Time = std::chrono::steady_clock::time_point;
    /// More are not kept; the last take is incomplete then.
    static constexpr std::size_t most_shots = 200'000;

    /// 0: each picture is one frame of the film. Else live: a picture is shown from its time on until that of
    /// the next, and counts for the frames at k / fps seconds after the first that fall there.
    explicit FilmLog(double live_fps = 0) : fps_(live_fps) {}

    struct Picture {
        SourceReference source;
        RunLog log;  ///< of the run as of this picture
        std::int64_t step = 0;
        RunSettings settings;
        DisplayParams display;
        double x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< as in Shot
        Time time;                              ///< never falls
    };
    void add(const Picture& picture);

    /// What was shown. live: the last picture until `end`. Empty without a picture.
    std::vector<Take> takes(Time end) const;

 private:
    struct Kept {
        SourceReference source;
        RunLog log;  // as of its last shot
        std::int64_t step = 0;
        bool complete = true;
        std::vector<Shot> shots;
    };
    std::int64_t frames_before(Time time) const;
    void begin_shot(const Picture& picture);
    void end_shot(Time time);
    RunSettings shared(const Picture& picture) const;

    double fps_;
    std::vector<Kept> takes_;
    std::size_t shots_ = 0;
    std::optional<Time> first_;
    Time begin_;         // live: of the last shot, whose end is not known yet
    bool full_ = false;  // most_shots are kept
};

}  // namespace droplet
