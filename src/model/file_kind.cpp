#include "model/file_kind.h"

namespace droplet {
namespace {

/// "is a capture; valid: …", or empty.
std::string use_of(std::string_view kind) {
    if (kind == capture_kind)
        return "is a capture and no preset; valid: open it in the window, or droplet render it";
    if (kind == preset_kind) return "is a preset and no capture; valid: open it in the window, or --preset";
    if (kind == palette_kind) return "is a palette; valid: open it in the palette editor, or --palette-file";
    return {};
}

}  // namespace

void check_kind(const Json& object, const std::string& name, std::string_view kind, int newest) {
    const auto found = object.find(std::string(kind_key));
    if (found == object.end() || *found != kind) {
        const std::string other =
            found != object.end() && found->is_string() ? use_of(found->get_ref<const std::string&>()) : "";
        throw Error(Fault::job, name,
                    !other.empty() ? other
                                   : fmt::format("not a {0}; valid: a JSON object with \"{1}\": \"{0}\"",
                                                 kind, kind_key));
    }
    const auto version = object.find(std::string(version_key));
    if (version == object.end()) return;
    if (!version->is_number_integer() || *version < 1 || *version > newest)
        throw Error(
            Fault::job, name,
            fmt::format("version {} of a {}; valid: 1 to {}", detail::excerpt(*version), kind, newest));
}

}  // namespace droplet
