#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "compute/fractal_plan.h"
#include "session/settings.h"
#include "ui/fractal_explorer.h"

namespace droplet {

/// A picture of the fractal that the presenter holds.
struct FractalPicture {
    FractalPlace place;
    Size size;
    int block = 1;  ///< pixels in a row that share a value

    /// Units between its values.
    double grain() const { return place.scale * block; }
};

/// Which pictures of the fractal the presenter holds: those of the newest frames, and one from before, which
/// stands for what the newest does not show yet, or not as finely.
class FractalFrames {
 public:
    /// A frame of slot 0 has come, of a fractal where there is a place. True when the picture that the slot
    /// had is to be put aside for it.
    bool arrives(const std::optional<FractalPlace>& place, Size size, int block);
    /// A frame of another slot.
    void arrives_beside(int slot, const std::optional<FractalPlace>& place, Size size);
    /// What was put aside is of another fractal.
    void forget_aside() { aside_.reset(); }

    const std::optional<FractalPicture>& shown(int slot = 0) const {
        return shown_[static_cast<std::size_t>(slot)];
    }
    const std::optional<FractalPicture>& aside() const { return aside_; }
    /// Whether what was put aside shows anything of this view that the newest does not.
    bool aside_helps(const FractalPlace& view, Size size) const;
    /// Whether it then goes over the newest: it is finer, and the newest is not as fine as the screen.
    bool aside_on_top(const FractalPlace& view) const;

 private:
    std::array<std::optional<FractalPicture>, ContentList::most> shown_;
    std::optional<FractalPicture> aside_;
};

/// Lets the fractal's settings through to the session no faster than it makes pictures of them: else it would
/// begin each picture, and end none. What is held back goes through when the picture before is there, or
/// when it has stayed the same for a moment.
class FractalGate {
 public:
    using Clock = std::chrono::steady_clock;

    /// `wanted`, in which the fractal is the one that was let through last, or now. `made`: the revision
    /// that the latest frame was made of, and how far that is.
    SessionSettings pass(SessionSettings wanted, std::int64_t made, const FractalProgress& progress,
                         Clock::time_point now);
    /// Counts what was let through.
    std::int64_t revision() const { return revision_; }
    bool holds_back() const { return holds_back_; }

 private:
    struct Fractal {
        FractalParams params;
        FractalAnimation animation;
        std::string formula;
        Palette palette;
        Size canvas;
        double seconds = 0;
        bool operator==(const Fractal&) const = default;
    };
    static Fractal fractal_of(const SessionSettings& settings);
    static void put(const Fractal& fractal, SessionSettings& settings);

    std::optional<Fractal> sent_, wanted_;
    Clock::time_point sent_time_{}, wanted_time_{};
    std::int64_t revision_ = 0;
    bool holds_back_ = false;
};

}  // namespace droplet
