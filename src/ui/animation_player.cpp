#include "ui/animation_player.h"

#include <algorithm>

namespace droplet {

void AnimationPlayer::play(const FractalParams& params, const FractalAnimation& animation, Time now) {
    if (is_over(params, animation, seconds_)) seconds_ = 0;
    playing_ = true;
    applied_ = !animation.empty();
    last_time_ = now;
}

void AnimationPlayer::stop() {
    playing_ = applied_ = false;
    seconds_ = 0;
}

void AnimationPlayer::let_go(const FractalParams& params) {
    applied_ = false;
    playing_ = playing_ && params.palette_speed != 0;
}

void AnimationPlayer::go_to(double seconds) {
    seconds_ = std::max(0.0, seconds);
    applied_ = true;
}

void AnimationPlayer::take_up(const FractalParams& params, const FractalAnimation& animation, double seconds,
                              bool applied) {
    seen_ = animation;
    seen_palette_speed_ = params.palette_speed;
    seconds_ = seconds;
    applied_ = applied;
    playing_ = false;
}

void AnimationPlayer::advance(const FractalParams& params, const FractalAnimation& animation, bool held,
                              Time now) {
    if (!(animation == seen_)) {
        seen_ = animation;
        stop();
        if (!animation.empty()) play(params, animation, now);
    }
    const bool began_to_turn = seen_palette_speed_ == 0 && params.palette_speed != 0;
    seen_palette_speed_ = params.palette_speed;
    if (began_to_turn && !playing_) {
        playing_ = true;
        last_time_ = now;
    }
    if (!playing_) return;
    const double gone = std::chrono::duration<double>(now - last_time_).count();
    last_time_ = now;
    if (!held) seconds_ += std::max(0.0, gone) * static_cast<double>(speed);
    const FractalAnimation none;
    const FractalAnimation& moves = applied_ ? animation : none;
    if (!is_over(params, moves, seconds_)) return;
    playing_ = false;
    if (applied_) seconds_ = std::min(seconds_, animation.seconds);
}

}  // namespace droplet
