#pragma once
#include "model/schema.h"

namespace droplet {

/// What is done to the picture: step by step, or, of the last two, what is shown of it (Content::result
/// and the stages of Canny's).
enum class Process { none, diffuse, learn, convolve, edges };

template <>
struct EnumNames<Process> {
    static constexpr Process last = Process::edges;
    static constexpr std::array<std::string_view, 5> names{"none", "diffuse", "learn", "convolve", "edges"};
};
static_assert(every_value_has_a_name<Process>);

}  // namespace droplet
