#include "ui/fractal_explorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace droplet {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_entries = 200;
constexpr auto one_entry = 1s;
constexpr double wheel_seconds = 0.12, key_seconds = 0.15, step_seconds = 0.35, step_factor = 2.5;
constexpr double seconds_per_length = 0.28, shortest_flight = 0.25, longest_flight = 6;

Range<double> valid_scales() {
    Range<double> valid{};
    for_each_field<FractalParams>([&](const auto& field) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(field)>, Field<FractalParams, double>>)
            if (field.member == &FractalParams::scale) valid = field.valid;
    });
    return valid;
}

double clamped_scale(double scale) {
    static const Range<double> valid = valid_scales();
    return std::clamp(scale, valid.min, valid.max);
}

/// Beyond these ends there is no plane.
FractalPlace in_plane(FractalPlace place) {
    static constexpr Range<Precise> valid = Schema<FractalParams>::places;
    place.x = std::clamp(place.x, valid.min, valid.max);
    place.y = std::clamp(place.y, valid.min, valid.max);
    place.scale = clamped_scale(place.scale);
    return place;
}

FractalPlace moved(const FractalPlace& place, double x, double y) {
    return {place.x + exact_product(x, place.scale), place.y + exact_product(y, place.scale), place.scale};
}

/// Slow at both ends.
double eased(double share) {
    return share * share * (3 - 2 * share);
}

}  // namespace

void set_place(FractalParams& params, const FractalPlace& place) {
    params.center_x = place.x;
    params.center_y = place.y;
    params.scale = place.scale;
}

FractalPlace home_of(const FractalParams& params, Size size) {
    // Half of what is to be seen, and its middle. Powers of z that do not divide leave |c| about 2 at most;
    // z² + c is the Mandelbrot set, which does not lie about 0.
    double middle = 0, half_width = 1.9, half_height = 1.9;
    const bool formula = params.recurrence == Recurrence::formula;
    if (!formula && params.exponent < 0 && !params.julia) {
        const bool square = params.exponent == -2 && params.coefficient_im == 0;
        middle = square ? -0.7 : 0;
        half_width = square ? 1.6 : 1.5;
        half_height = square ? 1.3 : 1.5;
    }
    const double width = std::max(1, size.width), height = std::max(1, size.height);
    return {middle, 0.0, clamped_scale(2 * std::max(half_width / width, half_height / height))};
}

bool FractalOverlay::meets(Size picture, Size view) const {
    // A pixel that fills the view tells nothing of it.
    return scale < view.width && scale * picture.width > 1 && x < view.width && y < view.height &&
           x + scale * picture.width > 0 && y + scale * picture.height > 0;
}

bool FractalOverlay::covers(Size picture, Size view) const {
    return x <= 0 && y <= 0 && x + scale * picture.width >= view.width &&
           y + scale * picture.height >= view.height;
}

FractalOverlay overlay_of(const FractalPlace& picture, Size picture_size, const FractalPlace& view,
                          Size view_size) {
    const double scale = picture.scale / view.scale;
    const auto offset = [&](const Precise& at, int length, const Precise& view_at, int view_length) {
        return view_length / 2.0 + (at - view_at).high / view.scale - length / 2.0 * scale;
    };
    return {offset(picture.x, picture_size.width, view.x, view_size.width),
            offset(picture.y, picture_size.height, view.y, view_size.height), scale};
}

FractalPlace FractalExplorer::at(double x, double y) const {
    return moved(now_, x, y);
}

bool FractalExplorer::advance(Clock::time_point time) {
    if (!glide_) return false;
    const double share = std::chrono::duration<double>(time - glide_->begin).count() / glide_->seconds;
    now_ = glide_->way.at(eased(std::clamp(share, 0.0, 1.0)));
    if (const auto& anchor = glide_->anchor)
        now_ = moved({anchor->point.x, anchor->point.y, now_.scale}, -anchor->x, -anchor->y);
    if (share >= 1) {
        now_ = target_;
        glide_.reset();
    }
    return true;
}

void FractalExplorer::remember(Move move, Clock::time_point time) {
    const bool goes_on =
        move != Move::none && move == last_ && (move == Move::drag || time - last_time_ < one_entry);
    last_ = move;
    last_time_ = time;
    if (goes_on) return;
    past_.push_back(target_);
    if (past_.size() > most_entries) past_.erase(past_.begin());
    future_.clear();
}

void FractalExplorer::set_out(const FractalPlace& target, FractalGlide::Way way, double seconds,
                              Clock::time_point time) {
    target_ = in_plane(target);
    glide_.reset();
    if (target_ == now_) return;
    glide_ = Glide{FractalGlide(now_, target_, across(), way), time, seconds, {}};
}

void FractalExplorer::fly_to(const FractalPlace& target, Clock::time_point time) {
    const double length = FractalGlide(now_, in_plane(target), across(), FractalGlide::Way::flight).length();
    set_out(target, FractalGlide::Way::flight,
            std::clamp(seconds_per_length * length, shortest_flight, longest_flight), time);
}

void FractalExplorer::zoom_around(double x, double y, double factor, double seconds, Clock::time_point time) {
    const FractalPlace point = moved(now_, x, y);
    const double scale = clamped_scale(target_.scale / factor);
    if (!std::isfinite(scale)) return;
    set_out(moved({point.x, point.y, scale}, -x, -y), FractalGlide::Way::straight, seconds, time);
    if (glide_) glide_->anchor = Glide::Anchor{point, x, y};
}

void FractalExplorer::turn(double x, double y, double factor, Clock::time_point time) {
    // A flight ends where it is; turns before this one count whole, though they are still on their way.
    if (glide_ && last_ != Move::wheel) target_ = now_;
    remember(Move::wheel, time);
    zoom_around(x, y, factor, wheel_seconds, time);
}

void FractalExplorer::zoom_by_keys(double factor, Clock::time_point time) {
    if (glide_ && last_ != Move::keys) target_ = now_;
    remember(Move::keys, time);
    zoom_around(0, 0, factor, key_seconds, time);
}

void FractalExplorer::move_by_keys(double x, double y, Clock::time_point time) {
    if (glide_ && last_ != Move::keys) target_ = now_;
    remember(Move::keys, time);
    set_out(moved(target_, x, y), FractalGlide::Way::straight, key_seconds, time);
}

void FractalExplorer::step_in(double x, double y, Clock::time_point time) {
    if (glide_) target_ = now_;
    remember(Move::none, time);
    zoom_around(x, y, step_factor, step_seconds, time);
}

void FractalExplorer::drag(double x, double y) {
    if (x == 0 && y == 0) return;
    if (glide_) target_ = now_;
    remember(Move::drag, {});
    glide_.reset();
    now_ = target_ = in_plane(moved(now_, -x, -y));
}

void FractalExplorer::zoom_to_box(double x, double y, double width, Clock::time_point time) {
    if (!(width > 0)) return;
    FractalPlace place = moved(now_, x, y);
    place.scale = now_.scale * width / across();
    glide_to(place, time);
}

void FractalExplorer::glide_to(const FractalPlace& place, Clock::time_point time) {
    if (in_plane(place) == target_) return;
    if (glide_) target_ = now_;
    remember(Move::none, time);
    fly_to(place, time);
}

void FractalExplorer::jump_to(const FractalPlace& place) {
    if (place == target_ && !glide_) return;
    remember(Move::none, {});
    glide_.reset();
    now_ = target_ = in_plane(place);
}

void FractalExplorer::back(Clock::time_point time) {
    if (past_.empty()) return;
    last_ = Move::none;
    future_.push_back(target_);
    const FractalPlace place = past_.back();
    past_.pop_back();
    fly_to(place, time);
}

void FractalExplorer::forward(Clock::time_point time) {
    if (future_.empty()) return;
    last_ = Move::none;
    past_.push_back(target_);
    const FractalPlace place = future_.back();
    future_.pop_back();
    fly_to(place, time);
}

}  // namespace droplet
