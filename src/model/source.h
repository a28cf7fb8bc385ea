#pragma once
#include "model/schema.h"

namespace droplet {

/// Where the picture comes from that a process starts from: a file (or the built-in one), or the fractal.
enum class Source { picture, fractal };

template <>
struct EnumNames<Source> {
    static constexpr Source last = Source::fractal;
    static constexpr std::array<std::string_view, 2> names{"picture", "fractal"};
};

}  // namespace droplet
