// What a film shows, in JSON.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "model/object_reader.h"
#include "model/recipe.h"
#include "model/recipe_settings.h"

namespace droplet::recipe_json {

/// Of all runs of a recipe together, and of all takes.
inline constexpr std::size_t most_events = 3 * RunLog::most_events, most_shots = 2'000'000;

Json source_json(const SourceReference& source);
SourceReference source_from_json(const Json& json, const std::string& place);

/// The keys "step" and "complete" of a run whose events are read. Throws Error (Fault::job) for a step before
/// the last event.
void read_end(const ObjectReader& object, Run& run);

/// `[{"source": {…}, "step": 300, "events": […], "shots": [{"step": 2, "events": 1, "frames": 3, "view": [x0,
/// y0, x1, y1], "settings": {…}, "display": {…}}, …]}, …]`. A take's source is left out where it is the
/// recipe's, and its events are a number where they are so many of the recipe's first ones. Of a shot all is
/// left out that is as in the one before; the first one's is told by the recipe's settings and display, from
/// step and event 0, of the whole picture. Frames are left out where they are one.
Json takes_json(const Recipe& recipe);

/// The same back, of `film`, with what `recipe` holds already. Throws Error: Fault::usage for what is not
/// valid, Fault::job for shots whose steps or events fall, or are more than those of their run.
std::vector<Take> takes_from_json(const ObjectReader& film, const Recipe& recipe, std::size_t events_left,
                                  PresetBudget& budget);

}  // namespace droplet::recipe_json
