#include "model/recipe_events.h"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "model/object_reader.h"
#include "model/operator_json.h"

namespace droplet::recipe_json {
namespace {

/// What the next event is told by.
struct Before {
    RunSettings settings;
    BrushDab dab;
    FedFrame frame;
};

Json dab_json(const BrushDab& before, const BrushDab& dab) {
    Json json = Json::object();
    if (!same_bits(before.x, dab.x)) json["x"] = number(dab.x);
    if (!same_bits(before.y, dab.y)) json["y"] = number(dab.y);
    put_rows(json, &before.brush, dab.brush);
    if (before.negated != dab.negated) json["negated"] = dab.negated;
    if (before.seed != dab.seed) json["seed"] = dab.seed;
    return json;
}

Json edit_json(const OperatorEdit& edit) {
    if (const auto* set = std::get_if<SetWeight>(&edit))
        return Json::object({{"index", set->index}, {"weight", number(set->weight)}});
    if (const auto* pin = std::get_if<SetPin>(&edit))
        return Json::object({{"index", pin->index}, {"pinned", pin->pinned}});
    if (const auto* all = std::get_if<SetOperator>(&edit)) {
        for (const float weight : all->weights.weights) (void)number(weight);
        return Json::object({{"all", Json::parse(operator_text(all->weights))}});
    }
    return Json::object({{"restart", true}});
}

struct WriteAction {
    Json& json;
    Before& before;

    void operator()(const RunSettings& settings) const {
        json["settings"] = settings_patch(before.settings, settings);
        before.settings = settings;
    }
    void operator()(const Kick& kick) const { json["kick"] = number(kick.share); }
    void operator()(const Stroke& stroke) const {
        Json& dabs = json["stroke"] = Json::array();
        for (const BrushDab& dab : stroke.dabs) {
            dabs.push_back(dab_json(before.dab, dab));
            before.dab = dab;
        }
    }
    void operator()(const OperatorChange& change) const {
        json["operator"] = edit_json(change.edit);
        Json rows = Json::object();
        put_rows(rows, &before.settings.preset->learning, change.params);
        if (!rows.empty()) json["learning"] = std::move(rows);
    }
    void operator()(const FedFrame& fed) const {
        json["frame"] = fed.frame;
        if (fed.feed != before.frame.feed) json["feed"] = detail::to_json_value(fed.feed);
        if (!same_bits(fed.share, before.frame.share)) json["share"] = number(fed.share);
        before.frame = fed;
    }
};

constexpr std::array<std::string_view, 5> action_keys{"settings", "kick", "stroke", "operator", "frame"};

std::vector<std::string_view> dab_keys() {
    std::vector<std::string_view> keys = field_keys<BrushParams>();
    keys.insert(keys.end(), {"x", "y", "negated", "seed"});
    return keys;
}

BrushDab dab_from_json(const Json& value, const BrushDab& before, const std::string& place) {
    static const std::vector<std::string_view> keys = dab_keys();
    const ObjectReader object(value, place, keys);
    BrushDab dab = before;
    for_each_field<BrushParams>([&](const auto& field) {
        if (const Json* row = object.find(field.key))
            detail::set_json(dab.brush, field, *row, object.place(field.key));
    });
    dab.x = object.real("x", dab.x);
    dab.y = object.real("y", dab.y);
    dab.negated = object.flag("negated", dab.negated);
    dab.seed = static_cast<std::uint32_t>(
        object.whole("seed", dab.seed, 0, std::numeric_limits<std::uint32_t>::max()));
    return dab;
}

OperatorEdit edit_from_json(const Json& value, const std::string& place) {
    const ObjectReader object(value, place, {"index", "weight", "pinned", "all", "restart"});
    const auto index = [&] {
        return static_cast<int>(whole_from_json(object.require("index", "that of a weight"),
                                                object.place("index"), 0, Operator::most_weights - 1));
    };
    if (object.find("weight")) return SetWeight{index(), object.real("weight", 0)};
    if (object.find("pinned")) return SetPin{index(), object.flag("pinned", false)};
    if (const Json* all = object.find("all"))
        return SetOperator{operator_from_json(
            detail::checked_object(*all, object.place("all"), operator_form), object.place("all") + ".")};
    if (!object.flag("restart", false))
        throw Error(Fault::usage, place,
                    "is no change; valid: index and weight, index and pinned, all, restart");
    return RestartOperator{};
}

class EventReader {
 public:
    EventReader(const RunSettings& base, PresetBudget& budget) : before_{base, {}, {}}, budget_(budget) {}

    RunEvent read(const Json& value, std::string place) {
        const std::string_view kind = kind_of(value, place);
        const ObjectReader object(value, std::move(place), keys_of(kind));
        RunEvent event;
        event.step =
            whole_from_json(object.require("step", "a number of steps"), object.place("step"), 0, most_steps);
        if (event.step < last_step_)
            throw Error(
                Fault::job, object.place("step"),
                fmt::format("{} comes after {}; valid: steps that do not fall", event.step, last_step_));
        last_step_ = event.step;
        event.action = action(object, kind);
        return event;
    }

 private:
    /// The one thing that was done.
    static std::string_view kind_of(const Json& value, const std::string& place) {
        std::vector<std::string_view> kinds;
        for (const std::string_view key : action_keys)
            if (value.is_object() && value.contains(key)) kinds.push_back(key);
        if (kinds.size() == 1) return kinds[0];
        // Before what is missing comes what is not known.
        if (kinds.empty()) ObjectReader(value, place, keys_of(""));
        throw Error(Fault::usage, place,
                    fmt::format("holds {} of what may be done; valid: one of {}",
                                kinds.empty() ? "none" : "several", fmt::join(action_keys, ", ")));
    }

    static std::vector<std::string_view> keys_of(std::string_view kind) {
        if (kind == "operator") return {"step", kind, "learning"};
        if (kind == "frame") return {"step", kind, "feed", "share"};
        if (!kind.empty()) return {"step", kind};
        std::vector<std::string_view> keys{"step"};
        keys.insert(keys.end(), action_keys.begin(), action_keys.end());
        return keys;
    }

    RunAction action(const ObjectReader& object, std::string_view kind) {
        if (kind == "settings")
            return before_.settings =
                       patched(before_.settings, *object.find(kind), object.place(kind), budget_);
        if (kind == "kick") return Kick{object.real(kind, 0)};
        if (kind == "stroke") return stroke(object);
        if (kind == "operator") return operator_change(object);
        before_.frame.frame = object.whole(kind, 0, 0, most_steps);
        before_.frame.feed = object.named("feed", before_.frame.feed);
        before_.frame.share = object.real("share", before_.frame.share);
        return before_.frame;
    }

    Stroke stroke(const ObjectReader& object) {
        const Json& list = *object.list("stroke", std::numeric_limits<std::size_t>::max());
        Stroke stroke;
        stroke.dabs.reserve(list.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            before_.dab =
                dab_from_json(list[i], before_.dab, fmt::format("{}[{}]", object.place("stroke"), i));
            stroke.dabs.push_back(before_.dab);
        }
        return stroke;
    }

    OperatorChange operator_change(const ObjectReader& object) const {
        OperatorChange change{edit_from_json(*object.find("operator"), object.place("operator")),
                              before_.settings.preset->learning};
        if (const Json* rows = object.find("learning"))
            read_fields(*rows, change.params, object.place(), rethrow);
        return change;
    }

    Before before_;
    PresetBudget& budget_;
    std::int64_t last_step_ = 0;
};

}  // namespace

Json events_json(const std::vector<RunEvent>& events, const RunSettings& base) {
    Json list = Json::array();
    Before before{base, {}, {}};
    for (const RunEvent& event : events) {
        Json json = Json::object();
        json["step"] = event.step;
        std::visit(WriteAction{json, before}, event.action);
        list.push_back(std::move(json));
    }
    return list;
}

std::vector<RunEvent> events_from_json(const Json& list, const RunSettings& base, const std::string& place,
                                       PresetBudget& budget) {
    EventReader reader(base, budget);
    std::vector<RunEvent> events;
    events.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
        events.push_back(reader.read(list[i], fmt::format("{}[{}]", place, i)));
    return events;
}

}  // namespace droplet::recipe_json
