#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "model/fractal_params.h"

namespace droplet {

/// How a round passes: at one pace, beginning and ending at rest, only beginning so, or only ending so.
enum class AnimationEasing { linear, smooth, ease_in, ease_out };
/// What comes after a round: nothing, the same again, or the way back.
enum class AnimationLoop { once, repeat, there_and_back };
/// Pairs of rows that are one complex number.
enum class AnimatedPair { coefficient, julia, start, trap };

template <>
struct EnumNames<AnimationEasing> {
    static constexpr AnimationEasing last = AnimationEasing::ease_out;
    static constexpr std::array<std::string_view, 4> names{"linear", "smooth", "ease-in", "ease-out"};
};
template <>
struct EnumNames<AnimationLoop> {
    static constexpr AnimationLoop last = AnimationLoop::there_and_back;
    static constexpr std::array<std::string_view, 3> names{"once", "repeat", "there-and-back"};
};
template <>
struct EnumNames<AnimatedPair> {
    static constexpr AnimatedPair last = AnimatedPair::trap;
    static constexpr std::array<std::string_view, 4> names{"coefficient", "julia", "start", "trap"};
};

/// A row of FractalParams, by its key, between two values over a round: evenly, those with a logarithmic
/// slider by even factors. Whole numbers each have the same share of the round.
struct AnimationTrack {
    std::string key;
    double from = 0, to = 0;
    bool operator==(const AnimationTrack&) const = default;
};

/// A complex number around a circle over a round; turns count from the real axis, to that of i.
struct AnimationCircle {
    AnimatedPair pair = AnimatedPair::coefficient;
    double center_re = 0, center_im = 0;
    double radius = 1;
    double from = 0, to = 1;  ///< turns
    bool operator==(const AnimationCircle&) const = default;
};

/// A row's value at a keyframe.
struct KeyframeValue {
    std::string key;
    double value = 0;
    bool operator==(const KeyframeValue&) const = default;
};

/// Where a flight is at a time of the round.
struct FlightKeyframe {
    double seconds = 0;
    FractalPlace place;
    std::vector<KeyframeValue> values;  ///< other rows; between keyframes that have one it goes over smoothly
    bool operator==(const FlightKeyframe&) const = default;
};

/// How the fractal moves by itself: rows over time, complex numbers around circles, a flight between places.
/// Where several of these set the same row, the flight's values win over circles, and those over tracks.
struct FractalAnimation {
    static constexpr int most_tracks = 32, most_keyframes = 200;
    static constexpr Range<double> valid_seconds{0.01, 3600.0};
    static constexpr Range<double> valid_radius{0.0, 1e3};
    static constexpr Range<double> valid_turns{-1000.0, 1000.0};

    double seconds = 10;  ///< of one round
    AnimationEasing easing = AnimationEasing::linear;
    AnimationLoop loop = AnimationLoop::repeat;
    std::vector<AnimationTrack> tracks;     ///< each of another row
    std::vector<AnimationCircle> circles;   ///< each of another pair
    std::vector<FlightKeyframe> keyframes;  ///< at ascending seconds of [0, seconds]

    bool empty() const { return tracks.empty() && circles.empty() && keyframes.empty(); }
    bool operator==(const FractalAnimation&) const = default;
};

/// Keys that a track or a keyframe can have: rows that are numbers, but for the palette's speed, whose effect
/// is over time already.
const std::vector<std::string_view>& animated_keys();
/// Whether a number is one of the row's: in its range, and whole where the row's are. False for other keys.
bool is_valid_number(std::string_view key, double value);
/// "1 to 10000": what is.
std::string valid_numbers(std::string_view key);
/// The row's value. `key` is one of animated_keys().
double number_of(const FractalParams& params, std::string_view key);

/// The parameters at a moment, in seconds from the start, not negative: the same for the same arguments. An
/// exponent that passes 0 leaves it out.
FractalParams animated(const FractalParams& params, const FractalAnimation& animation, double seconds);

/// Whether the picture changes with time, other than by its palette alone where `colors` is false.
bool is_moving(const FractalParams& params, const FractalAnimation& animation, bool colors = true);
/// Whether center and scale are the animation's.
bool moves_place(const FractalAnimation& animation);
/// Whether nothing moves any more from this moment on.
bool is_over(const FractalParams& params, const FractalAnimation& animation, double seconds);
/// How far in its round it is, in [0, 1], before easing; on a way back it falls.
double share_of_round(const FractalAnimation& animation, double seconds);
/// The moment of the first round that looks as this one does, in [0, seconds of a round, or of a way there
/// and back].
double seconds_in_cycle(const FractalAnimation& animation, double seconds);
/// Seconds until it begins again.
double cycle_seconds(const FractalAnimation& animation);

/// The moment of frame `frame`, counted from 0.
inline double frame_seconds(std::int64_t frame, double frames_per_s) {
    return static_cast<double>(frame) / frames_per_s;
}
/// How many frames a cycle has, at least 1.
std::int64_t frames_of_cycle(const FractalAnimation& animation, double frames_per_s);

/// Where a flight is at `seconds` of its round; at a keyframe exactly there. Between two it goes as
/// FractalGlide does; its speed goes over smoothly, and falls where the way turns, to 0 at a right angle.
/// `keyframes` is not empty.
FractalPlace flight_place(const std::vector<FlightKeyframe>& keyframes, double seconds);

/// As the original film: 1 to `iterations`, one a frame.
FractalAnimation one_iteration_a_frame(int iterations, double frames_per_s);
/// λ once around 0, from where it is.
FractalAnimation coefficient_around_circle(const FractalParams& params);
/// The c of a Julia set once around 0, from where it is.
FractalAnimation julia_around_circle(const FractalParams& params);
/// n from one whole number to another, a second each.
FractalAnimation exponent_between(int from, int to);

}  // namespace droplet
