#include "cli/job_recipe.h"

#include <utility>

namespace droplet {

std::string still_recipe(const Session& session, const SessionSettings& settings) {
    Recipe recipe = session.recipe(settings);
    recipe.raw = true;
    return recipe_text(recipe);
}

std::string film_recipe(const Session& session, const SessionSettings& settings, double fps,
                        const std::vector<ToldShot>& shots, const std::vector<RunEvent>& events) {
    if (shots.empty()) return "";
    Recipe recipe = session.recipe(settings);
    recipe.raw = true;
    recipe.fps = fps;
    recipe.run.step = shots.back().step;
    const auto begun = static_cast<std::int64_t>(recipe.run.events.size());
    recipe.run.events.insert(recipe.run.events.end(), events.begin(), events.end());
    Take take;
    take.run = recipe.run;
    for (const ToldShot& told : shots) {
        Shot shot;
        shot.step = told.step;
        shot.events = begun + told.events;
        shot.settings = recipe.settings;
        take.shots.push_back(std::move(shot));
    }
    recipe.takes.push_back(std::move(take));
    return recipe_text(recipe);
}

}  // namespace droplet
