#pragma once
#include "model/schema.h"

namespace droplet {

/// What is done to the picture, step by step.
enum class Process { none, diffuse };

template <>
struct EnumNames<Process> {
    static constexpr Process last = Process::diffuse;
    static constexpr std::array<std::string_view, 2> names{"none", "diffuse"};
};
static_assert(every_value_has_a_name<Process>);

}  // namespace droplet
