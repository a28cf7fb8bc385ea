#include "model/preset_json.h"

#include "model/kernel_json.h"
#include "model/operator_json.h"

namespace droplet {
namespace {

constexpr Field process_row{&Preset::process, "process", "Process", "What is done to the picture."};

}  // namespace

std::vector<std::string_view> preset_keys() {
    std::vector<std::string_view> keys{process_row.key, operator_key, kernel_key};
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
    else if (key == operator_key)
        preset.custom_operator =
            operator_from_json(detail::checked_object(value, subject, operator_form), subject + ".");
    else if (key == kernel_key)
        preset.custom_kernel =
            kernel_from_json(detail::checked_object(value, subject, kernel_form), subject + ".");
    else
        return false;
    return true;
}

void write_preset_groups(const Preset& preset, Json& json) {
    json[std::string(process_row.key)] = detail::to_json_value(preset.process);
    for_each_preset_group(
        preset, [&]<class P>(const P& params) { json[std::string(Schema<P>::group)] = fields_json(params); });
}

}  // namespace droplet
