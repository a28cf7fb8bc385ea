#include "cli/job_recipe.h"

#include <utility>

namespace droplet {

std::string still_recipe(const Session& session, const SessionSettings& settings) {
    Recipe recipe = session.recipe(settings);
    recipe.raw = true;
    return recipe_text(recipe);
}

std::string film_recipe(const Session& session, const SessionSettings& settings, double fps,
                        const std::vector<std::int64_t>& steps) {
    if (steps.empty()) return "";
    Recipe recipe = session.recipe(settings);
    recipe.raw = true;
    recipe.fps = fps;
    recipe.run.step = steps.back();
    Take take;
    take.run = recipe.run;
    for (const std::int64_t step : steps) {
        Shot shot;
        shot.step = step;
        shot.events = static_cast<std::int64_t>(recipe.run.events.size());
        shot.settings = recipe.settings;
        take.shots.push_back(std::move(shot));
    }
    recipe.takes.push_back(std::move(take));
    return recipe_text(recipe);
}

}  // namespace droplet
