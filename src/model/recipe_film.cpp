#include "model/recipe_film.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "model/recipe_events.h"

namespace droplet::recipe_json {
namespace {

constexpr std::int64_t longest_shot = 1'000'000'000;

std::array<double, 4> view_of(const Shot& shot) {
    return {shot.x0, shot.y0, shot.x1, shot.y1};
}

Json shot_json(const Shot& before, const Shot& shot) {
    Json json = Json::object();
    if (shot.step != before.step) json["step"] = shot.step;
    if (shot.events != before.events) json["events"] = shot.events;
    if (shot.frames != 1) json["frames"] = shot.frames;
    const auto view = view_of(shot), old_view = view_of(before);
    if (!std::ranges::equal(view, old_view, [](double a, double b) { return same_bits(a, b); })) {
        Json& corners = json["view"] = Json::array();
        for (const double corner : view) corners.push_back(number(corner));
    }
    if (Json patch = settings_patch(before.settings, shot.settings); !patch.empty())
        json["settings"] = std::move(patch);
    Json display = Json::object();
    put_rows(display, &before.display, shot.display);
    if (!display.empty()) json["display"] = std::move(display);
    return json;
}

/// Before the first shot.
Shot first_of(const Recipe& recipe) {
    Shot shot;
    shot.settings = recipe.settings;
    shot.display = recipe.display;
    return shot;
}

bool starts_with(const std::vector<RunEvent>& events, const std::vector<RunEvent>& first) {
    return first.size() <= events.size() && std::equal(first.begin(), first.end(), events.begin());
}

Json take_json(const Recipe& recipe, const Take& take) {
    Json json = Json::object();
    if (!(take.run.source == recipe.run.source)) json["source"] = source_json(take.run.source);
    json["step"] = take.run.step;
    if (!take.run.complete) json["complete"] = false;
    if (starts_with(recipe.run.events, take.run.events))
        json["events"] = take.run.events.size();
    else
        json["events"] = events_json(take.run.events, recipe.settings);
    Json& shots = json["shots"] = Json::array();
    Shot before = first_of(recipe);
    for (const Shot& shot : take.shots) {
        shots.push_back(shot_json(before, shot));
        before = shot;
    }
    return json;
}

class TakeReader {
 public:
    TakeReader(const Recipe& recipe, std::size_t events_left, PresetBudget& budget)
        : recipe_(recipe), events_left_(events_left), budget_(budget) {}

    Take read(const Json& json, const std::string& place) {
        const ObjectReader object(json, place, {"source", "step", "complete", "events", "shots"});
        Take take;
        const Json* source = object.find("source");
        take.run.source = source ? source_from_json(*source, object.place("source")) : recipe_.run.source;
        read_events(object, take.run);
        read_end(object, take.run);
        read_shots(object, take);
        return take;
    }

 private:
    void read_events(const ObjectReader& object, Run& run) {
        const Json* events = object.find("events");
        if (!events) return;
        const auto& known = recipe_.run.events;
        std::size_t count = 0;
        if (events->is_array())
            count = object.list("events", events_left_)->size();
        else
            count = static_cast<std::size_t>(object.whole(
                "events", 0, 0, static_cast<std::int64_t>(std::min(known.size(), events_left_))));
        events_left_ -= count;
        if (events->is_array())
            run.events = events_from_json(*events, recipe_.settings, object.place("events"), budget_);
        else
            run.events.assign(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(count));
    }

    void read_shots(const ObjectReader& object, Take& take) {
        const Json* shots = object.list("shots", shots_left_);
        if (!shots) return;
        shots_left_ -= shots->size();
        take.shots.reserve(shots->size());
        Shot before = first_of(recipe_);
        for (std::size_t i = 0; i < shots->size(); ++i) {
            const std::string place = fmt::format("{}[{}]", object.place("shots"), i);
            take.shots.push_back(shot_from_json((*shots)[i], before, place));
            check_order(before, take.shots.back(), take.run, place);
            before = take.shots.back();
        }
    }

    Shot shot_from_json(const Json& json, const Shot& before, const std::string& place) {
        const ObjectReader object(json, place, {"step", "events", "frames", "view", "settings", "display"});
        Shot shot = before;
        shot.step = object.whole("step", before.step, 0, most_steps);
        shot.events = object.whole("events", before.events, 0, most_steps);
        shot.frames = static_cast<int>(object.whole("frames", 1, 1, longest_shot));
        if (const Json* view = object.find("view")) read_view(object, *view, shot);
        if (const Json* patch = object.find("settings"))
            shot.settings = patched(before.settings, *patch, object.place("settings"), budget_);
        if (const Json* display = object.find("display")) read_fields(*display, shot.display, place, rethrow);
        return shot;
    }

    static void read_view(const ObjectReader& object, const Json& view, Shot& shot) {
        if (!view.is_array() || view.size() != 4) object.refuse("view", view, "[x0, y0, x1, y1]");
        std::size_t next = 0;
        for (double* corner : {&shot.x0, &shot.y0, &shot.x1, &shot.y1}) {
            constexpr double most = std::numeric_limits<double>::max();
            *corner =
                number_from_json(view[next], fmt::format("{}[{}]", object.place("view"), next), -most, most);
            ++next;
        }
    }

    static void check_order(const Shot& before, const Shot& shot, const Run& run, const std::string& place) {
        const auto check = [&](const char* key, std::int64_t value, std::int64_t least, std::int64_t most) {
            if (value < least || value > most)
                throw Error(
                    Fault::job, fmt::format("{}.{}", place, key),
                    fmt::format("{} is out of order; valid: {}, as the shot before, to {}, as the run", value,
                                least, most));
        };
        check("step", shot.step, before.step, run.step);
        check("events", shot.events, before.events, static_cast<std::int64_t>(run.events.size()));
        if (shot.events == 0) return;
        const std::int64_t done = run.events[static_cast<std::size_t>(shot.events - 1)].step;
        if (done > shot.step)
            throw Error(Fault::job, place + ".events",
                        fmt::format("its last event is of step {}; valid: up to the shot's step {}", done,
                                    shot.step));
    }

    const Recipe& recipe_;
    std::size_t events_left_;
    std::size_t shots_left_ = most_shots;
    PresetBudget& budget_;
};

}  // namespace

Json takes_json(const Recipe& recipe) {
    Json takes = Json::array();
    for (const Take& take : recipe.takes) takes.push_back(take_json(recipe, take));
    return takes;
}

std::vector<Take> takes_from_json(const ObjectReader& film, const Recipe& recipe, std::size_t events_left,
                                  PresetBudget& budget) {
    constexpr std::size_t most_takes = 100'000;
    std::vector<Take> takes;
    const Json* list = film.list("takes", most_takes);
    if (!list) return takes;
    TakeReader reader(recipe, events_left, budget);
    for (std::size_t i = 0; i < list->size(); ++i)
        takes.push_back(reader.read((*list)[i], fmt::format("{}[{}]", film.place("takes"), i)));
    return takes;
}

}  // namespace droplet::recipe_json
