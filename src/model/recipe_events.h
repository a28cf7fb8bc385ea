// What was done to a run, in JSON.
#pragma once
#include <string>
#include <vector>

#include "model/recipe_settings.h"

namespace droplet::recipe_json {

/// No run has come so far; what is added to a step stays a whole number.
inline constexpr std::int64_t most_steps = 1'000'000'000'000'000'000;

/// `{"step": 3, "settings": {…}}`, `{"step": 3, "kick": 0.2}`, `{"step": 3, "stroke": [{"x": 1.5, …}, …]}`,
/// `{"step": 3, "operator": {…}, "learning": {…}}` or `{"step": 3, "frame": 7, "feed": "mix", "share": 0.2}`.
/// Settings are patches to those before them, of the first event to `base`; rows of a dab, and feed and share
/// of a frame, are left out where they are as in the one before (of the first as they are by themselves), and
/// so are rows of an operator's parameters that are as in the settings in force.
Json events_json(const std::vector<RunEvent>& events, const RunSettings& base);

/// The same back. `place` is the subject of errors, "a.json: events". Throws Error: Fault::usage for what is
/// not valid, Fault::job for steps that fall.
std::vector<RunEvent> events_from_json(const Json& list, const RunSettings& base, const std::string& place,
                                       PresetBudget& budget);

}  // namespace droplet::recipe_json
