#pragma once
#include <chrono>
#include <optional>
#include <vector>

#include "model/fractal_glide.h"
#include "model/image.h"

namespace droplet {

/// Puts the place into the parameters.
void set_place(FractalParams& params, const FractalPlace& place);

/// The middle of everything there is to see of this fractal, at a scale that shows all of it in a picture of
/// this size.
FractalPlace home_of(const FractalParams& params, Size size);

/// Where a picture of the fractal made at one place lies in the view of another: pixel u of the one is at
/// offset + u · scale of the other.
struct FractalOverlay {
    double x = 0, y = 0;
    double scale = 1;

    /// Whether any of a picture of this size is in a view of that one, at a size that shows anything.
    bool meets(Size picture, Size view) const;
    /// Whether it leaves nothing of the view free.
    bool covers(Size picture, Size view) const;
};
FractalOverlay overlay_of(const FractalPlace& picture, Size picture_size, const FractalPlace& view,
                          Size view_size);

/// Where in the fractal the window looks: where now, whereto, and where it was before. Points are pixels of
/// the picture from its middle. All arithmetic is double-double: a point below the mouse stays there to a
/// small part of a pixel down to 1e-25 units per pixel.
class FractalExplorer {
 public:
    using Clock = std::chrono::steady_clock;

    explicit FractalExplorer(const FractalPlace& place = place_of(FractalParams{}))
        : now_(place), target_(place) {}

    const FractalPlace& now() const { return now_; }
    /// Where the glide that goes on ends; where there is none, now().
    const FractalPlace& target() const { return target_; }
    bool gliding() const { return glide_.has_value(); }
    /// Goes on with a glide; true when it has moved.
    bool advance(Clock::time_point time);

    void set_size(Size size) { size_ = size; }

    /// The wheel: the point stays where it is. Turns that follow each other within a second are one entry of
    /// the history, and so are moves by keys.
    void turn(double x, double y, double factor, Clock::time_point time);
    void move_by_keys(double x, double y, Clock::time_point time);
    void zoom_by_keys(double factor, Clock::time_point time);
    /// A step in, around a point that stays.
    void step_in(double x, double y, Clock::time_point time);
    /// Drags the picture by (x, y); those between begin_drag() calls are one entry.
    void begin_drag() { last_ = Move::none; }
    void drag(double x, double y);
    /// To where a box around (x, y), `width` pixels wide and of the picture's shape, fills the view.
    void zoom_to_box(double x, double y, double width, Clock::time_point time);
    void glide_to(const FractalPlace& place, Clock::time_point time);
    void jump_to(const FractalPlace& place);
    /// Goes where something else flies, which is no move of its history.
    void follow(const FractalPlace& place) {
        glide_.reset();
        now_ = target_ = place;
    }

    bool can_go_back() const { return !past_.empty(); }
    bool can_go_forward() const { return !future_.empty(); }
    void back(Clock::time_point time);
    void forward(Clock::time_point time);

    /// c at a point.
    FractalPlace at(double x, double y) const;

 private:
    enum class Move { none, wheel, keys, drag };

    void remember(Move move, Clock::time_point time);
    void zoom_around(double x, double y, double factor, double seconds, Clock::time_point time);
    void set_out(const FractalPlace& target, FractalGlide::Way way, double seconds, Clock::time_point time);
    void fly_to(const FractalPlace& target, Clock::time_point time);
    double across() const { return size_.width > 0 ? size_.width : 1000; }

    FractalPlace now_, target_;
    Size size_;
    struct Glide {
        FractalGlide way;
        Clock::time_point begin;
        double seconds;
        /// A point of the plane that stays at (x, y): exactly, else many turns would add up their errors.
        struct Anchor {
            FractalPlace point;
            double x, y;
        };
        std::optional<Anchor> anchor{};
    };
    std::optional<Glide> glide_;
    Move last_ = Move::none;  // what may go on as the same entry, until last_time_ is a second ago
    Clock::time_point last_time_{};
    std::vector<FractalPlace> past_, future_;
};

}  // namespace droplet
