#pragma once
#include <chrono>

#include "model/preset.h"
#include "ui/animation_player.h"

namespace droplet {

/// The fold "Animation": the player, what moves, and the flight. `running` is the window's: Play turns it on.
/// Edits preset.animation only; true when it changed. `now` is the player's clock.
bool animation_panel(Preset& preset, AnimationPlayer& player, const FractalPlace& here, bool& running,
                     AnimationPlayer::Time now);

/// Puts a keyframe behind the last, `pause` seconds later, and lengthens the animation where it has to be;
/// the first stands at 0.
void append_keyframe(FractalAnimation& animation, const FractalPlace& place, double pause);
/// Exchanges the places of two keyframes; their times stay.
void exchange_keyframes(FractalAnimation& animation, std::size_t a, std::size_t b);
/// Gives a keyframe another time, between those of its neighbours, and the animation the length it then
/// needs.
void set_keyframe_seconds(FractalAnimation& animation, std::size_t index, double seconds);
/// Another length, within the limits, but not so short that keyframes come after the end.
void set_length(FractalAnimation& animation, double seconds);

}  // namespace droplet
