#include "model/preset_json.h"

#include "model/fractal_animation_json.h"
#include "model/kernel_json.h"
#include "model/operator_json.h"
#include "model/palette_json.h"

namespace droplet {
namespace {

constexpr Field source_row{&Preset::source, "source", "Source", "Where the picture comes from."};
constexpr Field process_row{&Preset::process, "process", "Process", "What is done to the picture."};

std::string formula_from_json(const Json& value, const std::string& subject) {
    constexpr std::size_t longest = 1000;
    if (!value.is_string() || value.get_ref<const std::string&>().size() > longest)
        throw Error(Fault::usage, subject,
                    fmt::format("{} is not valid; valid: a text of at most {} bytes", detail::excerpt(value),
                                longest));
    return value.get<std::string>();
}

}  // namespace

std::vector<std::string_view> preset_keys() {
    std::vector<std::string_view> keys{source_row.key, process_row.key, operator_key, kernel_key,
                                       formula_key,    palette_key,     animation_key};
    const Preset preset;
    for_each_preset_group(preset, [&]<class P>(const P&) { keys.push_back(Schema<P>::group); });
    return keys;
}

bool read_preset_key(Preset& preset, const std::string& key, const Json& value, const std::string& name,
                     const std::function<void(const Error&)>& report) {
    const std::string subject = fmt::format("{}: {}", name, key);
    bool found = false;
    for_each_preset_group(preset, [&]<class P>(P& params) {
        if (key != Schema<P>::group) return;
        found = true;
        read_fields(value, params, name, report);
    });
    if (found) return true;
    if (key == process_row.key)
        detail::set_json(preset, process_row, value, subject);
    else if (key == source_row.key)
        detail::set_json(preset, source_row, value, subject);
    else if (key == formula_key)
        preset.formula = formula_from_json(value, subject);
    else if (key == operator_key)
        preset.custom_operator =
            operator_from_json(detail::checked_object(value, subject, operator_form), subject + ".");
    else if (key == kernel_key)
        preset.custom_kernel =
            kernel_from_json(detail::checked_object(value, subject, kernel_form), subject + ".");
    else if (key == palette_key)
        preset.custom_palette =
            palette_from_json(detail::checked_object(value, subject, palette_form), subject + ".");
    else if (key == animation_key)
        preset.animation =
            animation_from_json(detail::checked_object(value, subject, animation_form), subject + ".");
    else
        return false;
    return true;
}

void write_preset_groups(const Preset& preset, Json& json) {
    json[std::string(source_row.key)] = detail::to_json_value(preset.source);
    json[std::string(process_row.key)] = detail::to_json_value(preset.process);
    for_each_preset_group(
        preset, [&]<class P>(const P& params) { json[std::string(Schema<P>::group)] = fields_json(params); });
    json[std::string(formula_key)] = preset.formula;
    if (!(preset.animation == FractalAnimation{}))
        json[std::string(animation_key)] = animation_json(preset.animation);
}

}  // namespace droplet
