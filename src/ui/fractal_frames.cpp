#include "ui/fractal_frames.h"

#include <utility>

namespace droplet {
namespace {

using namespace std::chrono_literals;

/// A picture may take this long to become fine while one moves on; standing still, this long is enough to go
/// on although nothing has come; and no longer than this where none comes at all.
constexpr auto patience = 50ms, stillness = 100ms, longest_wait = 1000ms;
/// How much coarser than the screen a picture may be that is shown in place of a finer one.
constexpr double fine_enough = 1.5;

}  // namespace

bool FractalFrames::arrives(const std::optional<FractalPlace>& place, Size size, int block) {
    std::optional<FractalPicture>& shown = shown_[0];
    if (!place) {
        shown.reset();
        aside_.reset();
        return false;
    }
    const FractalPicture next{*place, size, block};
    bool keeps = shown && !(shown->place == next.place);
    if (keeps && aside_) {
        const bool elsewhere =
            !overlay_of(aside_->place, aside_->size, next.place, size).meets(aside_->size, size);
        keeps = elsewhere || shown->grain() <= aside_->grain();
    }
    if (keeps) aside_ = shown;
    shown = next;
    return keeps;
}

void FractalFrames::arrives_beside(int slot, const std::optional<FractalPlace>& place, Size size) {
    auto& shown = shown_[static_cast<std::size_t>(slot)];
    shown.reset();
    if (place) shown = FractalPicture{*place, size};
}

bool FractalFrames::aside_helps(const FractalPlace& view, Size size) const {
    if (!aside_ || !shown()) return false;
    if (!overlay_of(aside_->place, aside_->size, view, size).meets(aside_->size, size)) return false;
    const FractalOverlay newest = overlay_of(shown()->place, shown()->size, view, size);
    return aside_on_top(view) || !newest.covers(shown()->size, size);
}

bool FractalFrames::aside_on_top(const FractalPlace& view) const {
    return aside_ && shown() && aside_->grain() < shown()->grain() &&
           shown()->grain() > fine_enough * view.scale;
}

FractalGate::Fractal FractalGate::fractal_of(const SessionSettings& settings) {
    const Preset& preset = settings.preset;
    return {preset.fractal,        preset.animation, preset.formula,
            preset.custom_palette, settings.canvas,  settings.seconds};
}

void FractalGate::put(const Fractal& fractal, SessionSettings& settings) {
    settings.preset.fractal = fractal.params;
    settings.preset.animation = fractal.animation;
    settings.preset.formula = fractal.formula;
    settings.preset.custom_palette = fractal.palette;
    settings.canvas = fractal.canvas;
    settings.seconds = fractal.seconds;
}

SessionSettings FractalGate::pass(SessionSettings wanted, std::int64_t made, const FractalProgress& progress,
                                  Clock::time_point now) {
    Fractal next = fractal_of(wanted);
    if (wanted_ != next) wanted_time_ = now;
    wanted_ = next;
    holds_back_ = false;
    if (sent_ == next) return wanted;
    const bool fine = progress.complete || progress.block == 1;
    const auto since = now - sent_time_;
    const bool open = !sent_ || sent_->canvas == Size{} ||
                      (made == revision_ && (fine || since >= patience)) || now - wanted_time_ >= stillness ||
                      since >= longest_wait;
    if (!open) {
        put(*sent_, wanted);
        holds_back_ = true;
        return wanted;
    }
    sent_ = std::move(next);
    sent_time_ = now;
    ++revision_;
    return wanted;
}

}  // namespace droplet
