#include "model/preset.h"

#include "model/file_kind.h"
#include "model/kernel_json.h"
#include "model/operator_json.h"
#include "model/palette_json.h"
#include "model/preset_json.h"

namespace droplet {
namespace {

constexpr int version_written = 1;

[[noreturn]] void rethrow(const Error& error) {
    throw error;
}

}  // namespace

Process stepping_process(const Preset& preset) {
    switch (preset.process) {
        case Process::convolve:
            switch (preset.convolution.feed) {
                case ConvolutionFeed::once:
                    return Process::none;
                case ConvolutionFeed::iterate:
                    return Process::convolve;
                case ConvolutionFeed::diffuse:
                    return Process::diffuse;
                case ConvolutionFeed::learn:
                    return Process::learn;
            }
            break;
        case Process::edges:
            switch (preset.canny.feed) {
                case EdgesFeed::once:
                    return Process::none;
                case EdgesFeed::diffuse:
                    return Process::diffuse;
                case EdgesFeed::learn:
                    return Process::learn;
            }
            break;
        default:
            break;
    }
    return preset.process;
}

Content content_of(CannyStage stage) {
    static constexpr std::array contents{Content::blur, Content::gradient, Content::thin, Content::edges};
    static_assert(contents.size() == EnumNames<CannyStage>::names.size());
    return contents[static_cast<std::size_t>(stage)];
}

Content shown_content(const Preset& preset) {
    if (preset.process == Process::edges) return content_of(preset.canny.stage);
    const bool convolved =
        preset.process == Process::convolve && preset.convolution.feed != ConvolutionFeed::iterate;
    return convolved ? Content::result : Content::current;
}

Preset parse_preset(const std::string& text, const std::string& name) {
    const Json json = parse_settings(text, name);
    check_kind(json, name, preset_kind, version_written);
    Preset preset;
    std::vector<std::string_view> known{kind_key, version_key};
    for (const std::string_view key : preset_keys()) known.push_back(key);
    for (const auto& [key, value] : json.items())
        if (key != kind_key && key != version_key && !read_preset_key(preset, key, value, name, rethrow))
            throw detail::unknown_key(name + ": ", key, known);
    return preset;
}

std::string preset_text(const Preset& preset) {
    Json json;
    json[std::string(kind_key)] = preset_kind;
    json[std::string(version_key)] = version_written;
    write_preset_groups(preset, json);
    std::string text = json.dump(4);
    text.resize(text.size() - std::string_view("\n}").size());
    // Put in as text, as dump() would give each weight a line of its own.
    if (preset.custom_operator.channels > 0)
        text += fmt::format(",\n    \"{}\": {}", operator_key, operator_text(preset.custom_operator, 4));
    if (!preset.custom_kernel.empty())
        text += fmt::format(",\n    \"{}\": {}", kernel_key, kernel_text(preset.custom_kernel, 4));
    if (!preset.custom_palette.empty())
        text += fmt::format(",\n    \"{}\": {}", palette_key, palette_text(preset.custom_palette, 4));
    return text + "\n}\n";
}

}  // namespace droplet
