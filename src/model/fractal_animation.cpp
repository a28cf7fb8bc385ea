#include "model/fractal_animation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/fractal_flight.h"
#include "model/param_text.h"

namespace droplet {
namespace {

constexpr double whole_turn = 2 * std::numbers::pi;
/// Moments are quotients such as f / fps: this much of a whole number below it still counts as it.
constexpr double quotient_error = 1e-9;

template <class T>
inline constexpr bool is_number = !NamedEnum<T> && !std::same_as<T, bool>;

/// Calls f(field) for the number row of this key; false where there is none.
template <class F>
bool with_number_row(std::string_view key, F&& f) {
    bool found = false;
    for_each_field<FractalParams>([&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        if constexpr (is_number<T>) {
            if (field.key != key || key == "palette-speed") return;
            found = true;
            f(field);
        }
    });
    return found;
}

template <class T>
double as_double(const T& value) {
    if constexpr (std::same_as<T, Precise>)
        return value.high;
    else
        return static_cast<double>(value);
}

/// A value of an exponent that is one: whole if it has to be, and not 0.
double as_exponent(double value, bool whole) {
    if (whole) value = std::round(value);
    if (value != 0) return value;
    return whole ? 1 : 1e-3;
}

void set_number(FractalParams& params, std::string_view key, double value) {
    with_number_row(key, [&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        const double low = as_double(field.valid.min), high = as_double(field.valid.max);
        value = std::clamp(value, low, high);
        if (field.key == "exponent") value = as_exponent(value, !params.real_exponent);
        if constexpr (std::integral<T>)
            params.*field.member = static_cast<T>(std::lround(value));
        else
            params.*field.member = static_cast<T>(value);
    });
}

bool is_logarithmic(std::string_view key) {
    bool logarithmic = false;
    with_number_row(key, [&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        logarithmic = field.scale == Scale::logarithmic && !std::integral<T>;
    });
    return logarithmic;
}

bool is_whole(const FractalParams& params, std::string_view key) {
    bool whole = key == "exponent" && !params.real_exponent;
    with_number_row(key, [&](const auto& field) {
        whole = whole || std::integral<typename std::remove_cvref_t<decltype(field)>::Value>;
    });
    return whole;
}

double between(double from, double to, double share, bool logarithmic) {
    if (logarithmic && share > 0 && share < 1) return from * std::pow(to / from, share);
    return std::lerp(from, to, share);
}

/// Each whole number from one end to the other has the same share.
double whole_between(double from, double to, double share) {
    const double steps = std::abs(std::round(to) - std::round(from));
    const double gone = std::min(std::floor((steps + 1) * share + quotient_error), steps);
    return std::round(from) + (to < from ? -gone : gone);
}

double eased(AnimationEasing easing, double share) {
    switch (easing) {
        case AnimationEasing::linear:
            break;
        case AnimationEasing::smooth:
            return share * share * (3 - 2 * share);
        case AnimationEasing::ease_in:
            return share * share;
        case AnimationEasing::ease_out:
            return share * (2 - share);
    }
    return share;
}

void set_pair(FractalParams& params, AnimatedPair pair, double re, double im) {
    static constexpr std::array<std::array<std::string_view, 2>, 4> keys{{
        {"coefficient-re", "coefficient-im"},
        {"julia-re", "julia-im"},
        {"start-re", "start-im"},
        {"trap-re", "trap-im"},
    }};
    set_number(params, keys[static_cast<std::size_t>(pair)][0], re);
    set_number(params, keys[static_cast<std::size_t>(pair)][1], im);
}

FractalAnimation around(AnimatedPair pair, double re, double im) {
    FractalAnimation animation;
    const double from = std::atan2(im, re) / whole_turn;
    animation.circles.push_back({pair, 0, 0, std::hypot(re, im), from, from + 1});
    return animation;
}

void apply_values(FractalParams& now, const std::vector<FlightKeyframe>& keyframes, double seconds) {
    std::vector<std::string_view> done;
    for (const FlightKeyframe& keyframe : keyframes) {
        for (const KeyframeValue& value : keyframe.values) {
            if (std::find(done.begin(), done.end(), value.key) != done.end()) continue;
            done.push_back(value.key);
            const bool logarithmic = is_logarithmic(value.key);
            std::vector<double> times, values;
            for (const FlightKeyframe& other : keyframes)
                for (const KeyframeValue& found : other.values)
                    if (found.key == value.key) {
                        times.push_back(other.seconds);
                        values.push_back(logarithmic ? std::log(found.value) : found.value);
                    }
            const double at = smooth_between(times, values, seconds);
            set_number(now, value.key, logarithmic ? std::exp(at) : at);
        }
    }
}

}  // namespace

const std::vector<std::string_view>& animated_keys() {
    static const std::vector<std::string_view> keys = [] {
        std::vector<std::string_view> found;
        for_each_field<FractalParams>([&](const auto& field) {
            if (with_number_row(field.key, [](const auto&) {})) found.push_back(field.key);
        });
        return found;
    }();
    return keys;
}

bool is_valid_number(std::string_view key, double value) {
    bool valid = false;
    with_number_row(key, [&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        valid = value >= as_double(field.valid.min) && value <= as_double(field.valid.max) &&
                !(std::integral<T> && value != std::round(value)) && !(field.key == "exponent" && value == 0);
    });
    return valid;
}

std::string valid_numbers(std::string_view key) {
    std::string text;
    with_number_row(key, [&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        if constexpr (std::integral<T>) text = "whole numbers from ";
        text += valid_text(field);
        if (field.key == "exponent") text += " except 0";
    });
    return text;
}

double number_of(const FractalParams& params, std::string_view key) {
    double value = 0;
    with_number_row(key, [&](const auto& field) { value = as_double(params.*field.member); });
    return value;
}

double share_of_round(const FractalAnimation& animation, double seconds) {
    const double rounds = seconds / animation.seconds;
    switch (animation.loop) {
        case AnimationLoop::once:
            return std::min(rounds, 1.0);
        case AnimationLoop::repeat:
            return std::max(0.0, rounds - std::floor(rounds + quotient_error));
        case AnimationLoop::there_and_back:
            break;
    }
    const double within = rounds - 2 * std::floor(rounds / 2);
    return within <= 1 ? within : 2 - within;
}

double cycle_seconds(const FractalAnimation& animation) {
    return animation.loop == AnimationLoop::there_and_back ? 2 * animation.seconds : animation.seconds;
}

double seconds_in_cycle(const FractalAnimation& animation, double seconds) {
    const double cycle = cycle_seconds(animation);
    if (animation.loop == AnimationLoop::once) return std::min(seconds, cycle);
    return seconds - cycle * std::floor(seconds / cycle);
}

std::int64_t frames_of_cycle(const FractalAnimation& animation, double frames_per_s) {
    return std::max<std::int64_t>(1, std::llround(cycle_seconds(animation) * frames_per_s));
}

FractalParams animated(const FractalParams& params, const FractalAnimation& animation, double seconds) {
    FractalParams now = params;
    if (!animation.empty()) {
        const double share = eased(animation.easing, share_of_round(animation, seconds));
        for (const AnimationTrack& track : animation.tracks)
            set_number(now, track.key,
                       is_whole(params, track.key)
                           ? whole_between(track.from, track.to, share)
                           : between(track.from, track.to, share, is_logarithmic(track.key)));
        for (const AnimationCircle& circle : animation.circles) {
            const double turns = std::lerp(circle.from, circle.to, share);
            const double angle = whole_turn * (turns - std::floor(turns));
            set_pair(now, circle.pair, circle.center_re + circle.radius * std::cos(angle),
                     circle.center_im + circle.radius * std::sin(angle));
        }
        if (!animation.keyframes.empty()) {
            const FractalPlace place = flight_place(animation.keyframes, share * animation.seconds);
            now.center_x = place.x;
            now.center_y = place.y;
            now.scale = place.scale;
            apply_values(now, animation.keyframes, share * animation.seconds);
        }
    }
    // Whole rounds make no difference to a palette that goes round, and others do not move.
    if (params.palette_speed != 0) {
        const double offset =
            static_cast<double>(now.palette_offset) + static_cast<double>(params.palette_speed) * seconds;
        now.palette_offset = static_cast<float>(offset - std::floor(offset));
    }
    return now;
}

bool is_moving(const FractalParams& params, const FractalAnimation& animation, bool colors) {
    return !animation.empty() || (colors && params.palette_speed != 0);
}

bool moves_place(const FractalAnimation& animation) {
    const auto is_place = [](const AnimationTrack& track) {
        return track.key == "center-x" || track.key == "center-y" || track.key == "scale";
    };
    return !animation.keyframes.empty() ||
           std::any_of(animation.tracks.begin(), animation.tracks.end(), is_place);
}

bool is_over(const FractalParams& params, const FractalAnimation& animation, double seconds) {
    if (params.palette_speed != 0) return false;
    return animation.empty() || (animation.loop == AnimationLoop::once && seconds >= animation.seconds);
}

FractalAnimation one_iteration_a_frame(int iterations, double frames_per_s) {
    FractalAnimation animation;
    animation.seconds = iterations / frames_per_s;
    animation.tracks.push_back({"iterations", 1, static_cast<double>(iterations)});
    return animation;
}

FractalAnimation coefficient_around_circle(const FractalParams& params) {
    return around(AnimatedPair::coefficient, params.coefficient_re, params.coefficient_im);
}

FractalAnimation julia_around_circle(const FractalParams& params) {
    return around(AnimatedPair::julia, params.julia_re, params.julia_im);
}

FractalAnimation exponent_between(int from, int to) {
    FractalAnimation animation;
    animation.seconds = std::abs(to - from) + 1;
    animation.tracks.push_back({"exponent", static_cast<double>(from), static_cast<double>(to)});
    return animation;
}

}  // namespace droplet
