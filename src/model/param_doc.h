// docs/parameters.md, from the tables.
#pragma once
#include <fmt/format.h>

#include <string>

#include "model/param_text.h"

namespace droplet {

/// A section of Markdown, set off by an empty line: one row per parameter of P with its key, default, valid
/// values and help.
template <class P>
std::string parameter_section(std::string_view introduction) {
    const P defaults;
    std::string text = fmt::format("\n## {}\n\n{}\n\n", Schema<P>::title, introduction);
    text += "| key | name | default | valid | what it does |\n|---|---|---|---|---|\n";
    for_each_field<P>([&](const auto& field) {
        text += fmt::format("| `{}` | {} | {} | {} | {} |\n", field.key, field.label,
                            value_text(defaults.*field.member), valid_text(field), field.help);
    });
    return text;
}

}  // namespace droplet
