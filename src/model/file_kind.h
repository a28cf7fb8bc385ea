// Kinds of JSON files: `{"droplet": KIND, "version": N, …}`.
#pragma once
#include <string>
#include <string_view>

#include "model/json_fields.h"

namespace droplet {

inline constexpr std::string_view kind_key = "droplet", version_key = "version";
inline constexpr std::string_view preset_kind = "preset", capture_kind = "capture", palette_kind = "palette";

/// Throws Error (Fault::job) unless the object is of this kind and of a version that is known, up to
/// `newest`; one without a version is of the first. A file of another kind is told what it is good for.
void check_kind(const Json& object, const std::string& name, std::string_view kind, int newest);

}  // namespace droplet
