#pragma once
#include "model/schema.h"

namespace droplet {

/// What is done to the picture, step by step.
enum class Process { none, diffuse, learn };

template <>
struct EnumNames<Process> {
    static constexpr Process last = Process::learn;
    static constexpr std::array<std::string_view, 3> names{"none", "diffuse", "learn"};
};
static_assert(every_value_has_a_name<Process>);

}  // namespace droplet
