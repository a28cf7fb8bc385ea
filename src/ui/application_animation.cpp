// The fractal's animation in the window: who moves the fractal, the clock or the hand.
#include <fmt/format.h>

#include "ui/animation_panel.h"
#include "ui/application.h"
#include "ui/widgets.h"

namespace droplet {

void Application::draw_animation_section() {
    const FractalAnimation& animation = settings_.preset.animation;
    const std::string summary =
        player_.applied() ? fmt::format("{:.1f} s", seconds_in_cycle(animation, player_.seconds())) : "";
    if (begin_fold("Animation", summary))
        animation_panel(settings_.preset, player_, explorer_.now(), running_, FractalExplorer::Clock::now());
}

/// Moves the clock, and the explorer along a flight, so that whatever moves on by hand does from there. Where
/// the hand has moved since, what the animation had made of the parameters stays, and it lets go.
void Application::animate(AnimationPlayer::Time now) {
    if (!explores()) return;
    Preset& preset = settings_.preset;
    if (flies() && flown_ && !(explorer_.target() == *flown_)) {
        FractalParams moment = animated(preset.fractal, preset.animation, player_.seconds());
        moment.palette_offset = preset.fractal.palette_offset;  // it turns on
        set_place(moment, explorer_.target());
        preset.fractal = moment;
        player_.let_go(moment);
    }
    player_.advance(preset.fractal, preset.animation, !running_, now);
    flown_.reset();
    if (!flies()) return;
    flown_ = place_of(animated(preset.fractal, preset.animation, player_.seconds()));
    explorer_.follow(*flown_);
    set_place(preset.fractal, *flown_);
}

/// A flight's place is the animation's: what is sent beside it stays the same, so that only the clock moves.
void Application::put_moment(SessionSettings& settings) const {
    settings.seconds = player_.seconds();
    settings.animates = player_.applied();
    if (flies())
        set_place(settings.preset.fractal,
                  place_of(animated(settings.preset.fractal, settings.preset.animation, 0)));
}

}  // namespace droplet
