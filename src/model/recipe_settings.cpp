#include "model/recipe_settings.h"

#include <cmath>

#include "model/fractal_animation_json.h"
#include "model/kernel_json.h"
#include "model/object_reader.h"
#include "model/operator_json.h"
#include "model/palette_json.h"
#include "model/preset_json.h"

namespace droplet::recipe_json {
namespace {

constexpr std::int64_t longest_side = 1'000'000, most_steps_per_frame = 1'000'000'000;
constexpr const char *steps_key = "steps-per-frame", *canvas_key = "canvas", *seconds_key = "seconds",
                     *animates_key = "animates";

/// Keys whose value is an object of its own layout, null where the preset has none.
Json part_json(const Preset& preset, std::string_view key) {
    if (key == operator_key && preset.custom_operator.channels > 0)
        return Json::parse(operator_text(preset.custom_operator));
    if (key == kernel_key && !preset.custom_kernel.empty())
        return Json::parse(kernel_text(preset.custom_kernel));
    if (key == palette_key && !preset.custom_palette.empty())
        return Json::parse(palette_text(preset.custom_palette));
    if (key == animation_key && !(preset.animation == FractalAnimation{}))
        return animation_json(preset.animation);
    return nullptr;
}
constexpr std::string_view part_keys[] = {operator_key, kernel_key, palette_key, animation_key};

template <class T>
bool same_numbers(const T& a, const T& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](float x, float y) { return same_bits(x, y); });
}

bool same_part(const Preset& a, const Preset& b, std::string_view key) {
    if (key == operator_key)
        return a.custom_operator.channels == b.custom_operator.channels &&
               same_numbers(a.custom_operator.weights, b.custom_operator.weights);
    if (key == kernel_key)
        return a.custom_kernel.size() == b.custom_kernel.size() &&
               same_numbers(a.custom_kernel.weights, b.custom_kernel.weights);
    if (key == palette_key) return a.custom_palette == b.custom_palette;
    return a.animation == b.animation;
}

/// A key that the patched object must not have any more is null in a merge patch.
Json part_patch(const Preset& before, const Preset& preset, std::string_view key) {
    Json part = part_json(preset, key);
    if (!part.is_object()) return part;
    const Json old = part_json(before, key);
    if (old.is_object())
        for (const auto& item : old.items())
            if (!part.contains(item.key())) part[item.key()] = nullptr;
    return part;
}

void reset_part(Preset& preset, std::string_view key) {
    if (key == operator_key) preset.custom_operator = {};
    if (key == kernel_key) preset.custom_kernel = {};
    if (key == palette_key) preset.custom_palette = {};
    if (key == animation_key) preset.animation = {};
}

/// `before` null: all of the preset.
void put_preset(Json& json, const Preset* before, const Preset& preset) {
    if (!before || before->source != preset.source) json["source"] = detail::to_json_value(preset.source);
    if (!before || before->process != preset.process) json["process"] = detail::to_json_value(preset.process);
    const auto put_group = [&]<class P>(const P& params, const P* old) {
        Json rows = Json::object();
        put_rows(rows, old, params);
        if (!before || !rows.empty()) json[std::string(Schema<P>::group)] = std::move(rows);
    };
    put_group(preset.diffusion, before ? &before->diffusion : nullptr);
    put_group(preset.learning, before ? &before->learning : nullptr);
    put_group(preset.convolution, before ? &before->convolution : nullptr);
    put_group(preset.canny, before ? &before->canny : nullptr);
    put_group(preset.fractal, before ? &before->fractal : nullptr);
    put_group(preset.video, before ? &before->video : nullptr);
    if (!before || before->formula != preset.formula) json[std::string(formula_key)] = preset.formula;
    for (const std::string_view key : part_keys) {
        if (before && same_part(*before, preset, key)) continue;
        Json part = before ? part_patch(*before, preset, key) : part_json(preset, key);
        if (before || !part.is_null()) json[std::string(key)] = std::move(part);
    }
}

void put_run(Json& json, const RunSettings* before, const RunSettings& settings) {
    if (!before || before->steps_per_frame != settings.steps_per_frame)
        json[steps_key] = settings.steps_per_frame;
    if (!before || before->canvas != settings.canvas)
        json[canvas_key] = {settings.canvas.width, settings.canvas.height};
    if (!before || !same_bits(before->seconds, settings.seconds))
        json[seconds_key] = number(settings.seconds);
    if (!before || before->animates != settings.animates) json[animates_key] = settings.animates;
}

bool is_part(std::string_view key) {
    return std::ranges::find(part_keys, key) != std::end(part_keys);
}

std::vector<std::string_view> known_keys() {
    std::vector<std::string_view> keys = preset_keys();
    keys.insert(keys.end(), {steps_key, canvas_key, seconds_key, animates_key});
    return keys;
}

/// One key of the preset.
void patch_preset(Preset& preset, const std::string& key, const Json& value, const std::string& place) {
    const std::string subject = fmt::format("{}: {}", place, detail::shortened(key));
    if (!is_part(key)) {
        if (!read_preset_key(preset, key, value, place, rethrow))
            throw detail::unknown_key(place + ": ", key, known_keys());
        return;
    }
    if (value.is_null()) return reset_part(preset, key);
    Json part = part_json(preset, key);
    if (!part.is_object()) part = Json::object();
    part.merge_patch(value);
    read_preset_key(preset, key, part, place, rethrow);
}

std::size_t bytes_of(const Preset& preset) {
    constexpr std::size_t a_value = sizeof(KeyframeValue) + 32;
    std::size_t bytes = sizeof(Preset) + preset.formula.size() +
                        preset.custom_kernel.weights.size() * sizeof(float) +
                        preset.custom_palette.stops.size() * sizeof(PaletteStop) +
                        preset.animation.tracks.size() * (sizeof(AnimationTrack) + 32) +
                        preset.animation.circles.size() * sizeof(AnimationCircle);
    for (const FlightKeyframe& keyframe : preset.animation.keyframes)
        bytes += sizeof(FlightKeyframe) + keyframe.values.size() * a_value;
    return bytes;
}

}  // namespace

Json number(double value) {
    if (!std::isfinite(value))
        throw Error(Fault::job, "recipe",
                    fmt::format("{} cannot be written down; valid: finite numbers", value));
    return value;
}

Json number(float value) {
    (void)number(double{value});
    return detail::shortest_double(value);
}

Json settings_json(const RunSettings& settings) {
    Json json = Json::object();
    put_preset(json, nullptr, *settings.preset);
    put_run(json, nullptr, settings);
    return json;
}

Json settings_patch(const RunSettings& before, const RunSettings& settings) {
    Json json = Json::object();
    if (before.preset != settings.preset) put_preset(json, before.preset.get(), *settings.preset);
    put_run(json, &before, settings);
    return json;
}

void PresetBudget::add(const Preset& preset) {
    bytes_ += bytes_of(preset);
    if (bytes_ > most_)
        throw Error(
            Fault::job, name_,
            fmt::format("its settings take more than {} MB of memory; valid: fewer changes", most_ >> 20));
}

RunSettings patched(const RunSettings& before, const Json& patch, const std::string& place,
                    PresetBudget& budget) {
    if (!patch.is_object())
        throw Error(Fault::usage, place,
                    detail::excerpt(patch) + " is not valid; valid: an object of settings");
    RunSettings settings = before;
    std::shared_ptr<Preset> preset;
    for (const auto& item : patch.items()) {
        const std::string& key = item.key();
        const Json& value = item.value();
        const std::string subject = fmt::format("{}: {}", place, detail::shortened(key));
        if (key == steps_key) {
            settings.steps_per_frame =
                static_cast<int>(whole_from_json(value, subject, 1, most_steps_per_frame));
        } else if (key == canvas_key) {
            settings.canvas = size_from_json(value, subject, longest_side);
        } else if (key == seconds_key) {
            settings.seconds = number_from_json(value, subject, 0, std::numeric_limits<double>::max());
        } else if (key == animates_key) {
            if (!value.is_boolean())
                throw Error(Fault::usage, subject,
                            detail::excerpt(value) + " is not valid; valid: true, false");
            settings.animates = value.get<bool>();
        } else {
            if (!preset) preset = std::make_shared<Preset>(*before.preset);
            patch_preset(*preset, key, value, place);
        }
    }
    if (preset) {
        budget.add(*preset);
        settings.preset = std::move(preset);
    }
    return settings;
}

}  // namespace droplet::recipe_json
