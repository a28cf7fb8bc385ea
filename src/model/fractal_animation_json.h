// Animations in and out of JSON: `{"seconds": 10, "easing": "linear", "loop": "repeat", "tracks": [{"key":
// "iterations", "from": 1, "to": 50}], "circles": [{"pair": "julia", "center": [0, 0], "radius": 0.5,
// "turns": [0, 1]}], "keyframes": [{"seconds": 0, "center": [0, "0.25"], "scale": 0.004, "values":
// {"iterations": 80}}]}`; every key but those within the lists may be missing.
#pragma once
#include <string>

#include "model/fractal_animation.h"
#include "model/json_fields.h"

namespace droplet {

/// What an animation's object looks like, for messages.
inline constexpr std::string_view animation_form = "{\"seconds\": …, \"tracks\": […], …}";

Json animation_json(const FractalAnimation& animation);

/// `object` is a JSON object. `prefix` and the place make the subject of errors: "p.json: animation." and
/// "tracks[2].from". Throws Error (Fault::usage, naming the place) for what is unknown, missing, out of range
/// or there twice.
FractalAnimation animation_from_json(const Json& object, const std::string& prefix);

}  // namespace droplet
