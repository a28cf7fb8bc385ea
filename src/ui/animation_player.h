#pragma once
#include <chrono>

#include "model/fractal_animation.h"

namespace droplet {

/// The clock of the fractal's animation, and whether that is applied. Time is what the caller says it is; it
/// is never slowed: what takes longer than a frame skips moments.
class AnimationPlayer {
 public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr float slowest = 0.05f, fastest = 8.0f;

    float speed = 1;  ///< seconds of the animation a second

    double seconds() const { return seconds_; }
    bool playing() const { return playing_; }
    /// Whether the animation decides what is shown; else the parameters as they are, and palettes that turn.
    bool applied() const { return applied_; }

    /// From where it stands; from the start where it was over.
    void play(const FractalParams& params, const FractalAnimation& animation, Time now);
    void pause() { playing_ = false; }
    /// Back to the parameters as they are, at the start.
    void stop();
    /// The hand takes over: the parameters are no longer the animation's; palettes turn on.
    void let_go(const FractalParams& params);
    /// To a moment, which is shown; goes on if it was going.
    void go_to(double seconds);

    /// To where an animation stood, paused: it is known, and does not begin by itself.
    void take_up(const FractalParams& params, const FractalAnimation& animation, double seconds,
                 bool applied);

    /// To be called before each frame. What has come since the last call; nothing while `held`. Pauses where
    /// the animation is over. An animation that was not there before, or a palette that begins to turn,
    /// plays from the start.
    void advance(const FractalParams& params, const FractalAnimation& animation, bool held, Time now);
    /// An animation that is edited is not another one.
    void edited(const FractalAnimation& animation) { seen_ = animation; }

 private:
    double seconds_ = 0;
    bool playing_ = false, applied_ = false;
    Time last_time_{};
    FractalAnimation seen_;
    float seen_palette_speed_ = 0;
};

}  // namespace droplet
