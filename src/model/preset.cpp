#include "model/preset.h"

#include "model/json_fields.h"
#include "model/operator_json.h"

namespace droplet {
namespace {

constexpr int version_written = 1;
constexpr std::string_view operator_key = "operator";

[[noreturn]] void rethrow(const Error& error) {
    throw error;
}

void check_kind(const Json& json, const std::string& name) {
    const auto kind = json.find("droplet");
    if (kind == json.end() || *kind != "preset")
        throw Error(Fault::job, name, "not a preset; valid: a JSON object with \"droplet\": \"preset\"");
    const auto version = json.find("version");
    if (version == json.end()) return;
    if (!version->is_number_integer() || *version < 1 || *version > version_written)
        throw Error(Fault::job, name,
                    fmt::format("version {} of a preset; valid: 1 to {}", detail::excerpt(*version),
                                version_written));
}

Process read_process(const Json& value, const std::string& subject) {
    struct Holder {
        Process process = Process::diffuse;
    } holder;
    constexpr Field row{&Holder::process, "process", "Process", ""};
    detail::set_json(holder, row, value, subject);
    return holder.process;
}

Operator read_operator(const Json& value, const std::string& subject) {
    if (!value.is_object())
        throw Error(Fault::usage, subject,
                    detail::excerpt(value) + " is not valid; valid: {\"shape\": …, \"weights\": …}");
    return operator_from_json(value, subject + ".");
}

}  // namespace

Preset parse_preset(const std::string& text, const std::string& name) {
    const Json json = parse_settings(text, name);
    check_kind(json, name);
    Preset preset;
    const std::vector<std::string_view> keys{
        "droplet",   "version", "process", Schema<DiffusionParams>::group, Schema<LearningParams>::group,
        operator_key};
    for (const auto& [key, value] : json.items()) {
        const std::string subject = fmt::format("{}: {}", name, key);
        if (key == "process")
            preset.process = read_process(value, subject);
        else if (key == Schema<DiffusionParams>::group)
            read_fields(value, preset.diffusion, name, rethrow);
        else if (key == Schema<LearningParams>::group)
            read_fields(value, preset.learning, name, rethrow);
        else if (key == operator_key)
            preset.custom_operator = read_operator(value, subject);
        else if (key != "droplet" && key != "version")
            throw Error(Fault::usage, subject, "unknown key; " + nearest_or_all(key, keys));
    }
    return preset;
}

std::string preset_text(const Preset& preset) {
    Json json;
    json["droplet"] = "preset";
    json["version"] = version_written;
    json["process"] = detail::to_json_value(preset.process);
    json[std::string(Schema<DiffusionParams>::group)] = fields_json(preset.diffusion);
    json[std::string(Schema<LearningParams>::group)] = fields_json(preset.learning);
    std::string text = json.dump(4);
    if (preset.custom_operator.channels > 0) {
        // Put in as text, as dump() would give each weight a line of its own.
        text.resize(text.size() - std::string_view("\n}").size());
        text += fmt::format(",\n    \"{}\": {}\n}}", operator_key, operator_text(preset.custom_operator, 4));
    }
    return text + "\n";
}

}  // namespace droplet
