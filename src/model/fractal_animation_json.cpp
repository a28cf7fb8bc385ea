#include "model/fractal_animation_json.h"

#include <algorithm>
#include <cmath>

namespace droplet {
namespace {

using A = FractalAnimation;

constexpr Field seconds_row{&A::seconds,           "seconds",        "Duration",
                            "Seconds of a round.", A::valid_seconds, A::valid_seconds};
constexpr Field easing_row{&A::easing, "easing", "Easing", "How a round passes."};
constexpr Field loop_row{&A::loop, "loop", "Loop", "What comes after a round."};
constexpr Field pair_row{&AnimationCircle::pair, "pair", "Pair", "The number that goes around."};

[[noreturn]] void refuse(const std::string& subject, const std::string& what) {
    throw Error(Fault::usage, subject, what);
}

/// The keys of an object that are none of `known`.
void check_keys(const Json& object, const std::string& prefix, const std::vector<std::string_view>& known) {
    for (const auto& item : object.items())
        if (std::find(known.begin(), known.end(), item.key()) == known.end())
            throw detail::unknown_key(prefix, item.key(), known);
}

const Json& member(const Json& object, const char* key, const std::string& prefix, std::string_view valid) {
    const auto found = object.find(key);
    if (found == object.end()) refuse(prefix + key, fmt::format("missing; valid: {}", valid));
    return *found;
}

double number(const Json& value, const std::string& subject, Range<double> valid) {
    const double read = value.is_number() ? value.get<double>() : NAN;
    if (!valid.contains(read))
        refuse(subject, fmt::format("{} is not valid; valid: a number from {} to {}", detail::excerpt(value),
                                    valid.min, valid.max));
    return read;
}

/// A value of a row.
double row_value(const Json& value, std::string_view key, const std::string& subject) {
    const double read = value.is_number() ? value.get<double>() : NAN;
    if (!is_valid_number(key, read))
        refuse(subject,
               fmt::format("{} is not valid; valid: {}", detail::excerpt(value), valid_numbers(key)));
    return read;
}

void check_row(const std::string& key, const std::string& subject) {
    const auto& keys = animated_keys();
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
        refuse(subject, fmt::format("'{}' is no number of the fractal; {}", detail::shortened(key),
                                    nearest_or_all(key, keys)));
}

std::string text(const Json& value, const std::string& subject, std::string_view valid) {
    if (!value.is_string())
        refuse(subject, fmt::format("{} is not valid; valid: {}", detail::excerpt(value), valid));
    return value.get<std::string>();
}

/// Both numbers of a list of two.
const Json& pair_of(const Json& object, const char* key, const std::string& prefix) {
    constexpr std::string_view valid = "a list of two numbers";
    const Json& value = member(object, key, prefix, valid);
    if (!value.is_array() || value.size() != 2)
        refuse(prefix + key, fmt::format("{} is not valid; valid: {}", detail::excerpt(value), valid));
    return value;
}

/// Calls read(object, prefix) for each object of a list that may be missing.
template <class F>
void each(const Json& object, const char* key, const std::string& prefix, std::size_t most, F&& read) {
    const auto found = object.find(key);
    if (found == object.end()) return;
    const std::string subject = prefix + key;
    if (!found->is_array() || found->size() > most)
        refuse(subject, fmt::format("{} is not valid; valid: a list of at most {} objects",
                                    found->is_array() ? fmt::format("a list of {}", found->size())
                                                      : detail::excerpt(*found),
                                    most));
    for (std::size_t i = 0; i < found->size(); ++i) {
        const std::string place = fmt::format("{}[{}]", subject, i);
        read(detail::checked_object((*found)[i], place, "an object"), place + ".");
    }
}

AnimationTrack track_from(const Json& object, const std::string& prefix) {
    check_keys(object, prefix, {"key", "from", "to"});
    AnimationTrack track;
    track.key = text(member(object, "key", prefix, "the key of a number"), prefix + "key", "a key");
    check_row(track.key, prefix + "key");
    const std::string valid = valid_numbers(track.key);
    track.from = row_value(member(object, "from", prefix, valid), track.key, prefix + "from");
    track.to = row_value(member(object, "to", prefix, valid), track.key, prefix + "to");
    return track;
}

AnimationCircle circle_from(const Json& object, const std::string& prefix) {
    check_keys(object, prefix, {"pair", "center", "radius", "turns"});
    AnimationCircle circle;
    detail::set_json(circle, pair_row, member(object, "pair", prefix, valid_text(pair_row)), prefix + "pair");
    const Json& center = pair_of(object, "center", prefix);
    const Range plane{-A::valid_radius.max, A::valid_radius.max};
    circle.center_re = number(center[0], prefix + "center[0]", plane);
    circle.center_im = number(center[1], prefix + "center[1]", plane);
    circle.radius = number(member(object, "radius", prefix, "a number"), prefix + "radius", A::valid_radius);
    const Json& turns = pair_of(object, "turns", prefix);
    circle.from = number(turns[0], prefix + "turns[0]", A::valid_turns);
    circle.to = number(turns[1], prefix + "turns[1]", A::valid_turns);
    return circle;
}

/// A row of the place, by its field of the table.
template <class T>
void set_place_row(FractalParams& params, T FractalParams::*row, const Json& value,
                   const std::string& subject) {
    for_each_field<FractalParams>([&](const auto& field) {
        if constexpr (std::same_as<typename std::remove_cvref_t<decltype(field)>::Value, T>)
            if (field.member == row) detail::set_json(params, field, value, subject);
    });
}

FlightKeyframe keyframe_from(const Json& object, const std::string& prefix) {
    check_keys(object, prefix, {"seconds", "center", "scale", "values"});
    FlightKeyframe keyframe;
    keyframe.seconds = number(member(object, "seconds", prefix, "a number"), prefix + "seconds",
                              {0.0, A::valid_seconds.max});
    FractalParams params;
    const Json& center = pair_of(object, "center", prefix);
    set_place_row(params, &FractalParams::center_x, center[0], prefix + "center[0]");
    set_place_row(params, &FractalParams::center_y, center[1], prefix + "center[1]");
    set_place_row(params, &FractalParams::scale, member(object, "scale", prefix, "a number"),
                  prefix + "scale");
    keyframe.place = place_of(params);
    const auto values = object.find("values");
    if (values == object.end()) return keyframe;
    detail::checked_object(*values, prefix + "values", "an object of numbers");
    for (const auto& item : values->items()) {
        const std::string subject = fmt::format("{}values.{}", prefix, detail::shortened(item.key()));
        check_row(item.key(), subject);
        keyframe.values.push_back({item.key(), row_value(item.value(), item.key(), subject)});
    }
    return keyframe;
}

}  // namespace

Json animation_json(const FractalAnimation& animation) {
    Json json = Json::object();
    json["seconds"] = animation.seconds;
    json["easing"] = detail::to_json_value(animation.easing);
    json["loop"] = detail::to_json_value(animation.loop);
    for (const AnimationTrack& track : animation.tracks)
        json["tracks"].push_back({{"key", track.key}, {"from", track.from}, {"to", track.to}});
    for (const AnimationCircle& circle : animation.circles)
        json["circles"].push_back({{"pair", detail::to_json_value(circle.pair)},
                                   {"center", {circle.center_re, circle.center_im}},
                                   {"radius", circle.radius},
                                   {"turns", {circle.from, circle.to}}});
    for (const FlightKeyframe& keyframe : animation.keyframes) {
        Json& written = json["keyframes"].emplace_back(Json::object());
        written["seconds"] = keyframe.seconds;
        written["center"] = {detail::to_json_value(keyframe.place.x),
                             detail::to_json_value(keyframe.place.y)};
        written["scale"] = keyframe.place.scale;
        for (const KeyframeValue& value : keyframe.values) written["values"][value.key] = value.value;
    }
    return json;
}

FractalAnimation animation_from_json(const Json& object, const std::string& prefix) {
    check_keys(object, prefix, {"seconds", "easing", "loop", "tracks", "circles", "keyframes"});
    FractalAnimation animation;
    const auto set_row = [&](const auto& row) {
        const std::string key(row.key);
        if (const auto found = object.find(key); found != object.end())
            detail::set_json(animation, row, *found, prefix + key);
    };
    set_row(seconds_row);
    set_row(easing_row);
    set_row(loop_row);
    each(object, "tracks", prefix, A::most_tracks, [&](const Json& item, const std::string& place) {
        AnimationTrack track = track_from(item, place);
        for (const AnimationTrack& other : animation.tracks)
            if (other.key == track.key)
                refuse(place + "key", fmt::format("'{}' moves already; valid: each row once", track.key));
        animation.tracks.push_back(std::move(track));
    });
    constexpr std::size_t pairs = EnumNames<AnimatedPair>::names.size();
    each(object, "circles", prefix, pairs, [&](const Json& item, const std::string& place) {
        const AnimationCircle circle = circle_from(item, place);
        for (const AnimationCircle& other : animation.circles)
            if (other.pair == circle.pair)
                refuse(place + "pair",
                       fmt::format("'{}' moves already; valid: each pair once", enum_name(circle.pair)));
        animation.circles.push_back(circle);
    });
    each(object, "keyframes", prefix, A::most_keyframes, [&](const Json& item, const std::string& place) {
        FlightKeyframe keyframe = keyframe_from(item, place);
        if (!animation.keyframes.empty() && !(keyframe.seconds > animation.keyframes.back().seconds))
            refuse(place + "seconds",
                   fmt::format("{} does not come after the keyframe before it; valid: above {}",
                               keyframe.seconds, animation.keyframes.back().seconds));
        if (keyframe.seconds > animation.seconds)
            refuse(place + "seconds", fmt::format("{} is after the end; valid: up to the animation's {} s",
                                                  keyframe.seconds, animation.seconds));
        animation.keyframes.push_back(std::move(keyframe));
    });
    return animation;
}

}  // namespace droplet
