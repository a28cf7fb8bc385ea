#pragma once
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/param_text.h"

namespace droplet {

/// Fewer cells are looked at by people, and more by nobody.
inline constexpr int most_sweep_values = 256;

/// A:B:N of numbers. Throws Error (Fault::usage) where it looks like one and is none.
struct SweepRange {
    std::string first, last;  ///< as typed
    double from = 0, to = 0;
    int count = 0;
};
std::optional<SweepRange> parse_sweep_range(const std::string& text, const std::string& subject);

/// The values between: of equal distances, or on a logarithmic scale of equal factors where both ends are
/// above 0. The ends as typed, the others at 4 digits, so that what is told is what was used.
std::vector<std::string> spread(const SweepRange& range, Scale scale, bool whole_numbers);

/// A list, a,b,c; one value is a list, too.
std::vector<std::string> listed(const std::string& text);

/// The values that a row is to take, each of them valid and as value_text() writes it. Throws Error
/// (Fault::usage) for what is not valid, and where a value comes twice.
template <class P, class T>
std::vector<std::string> sweep_values(const Field<P, T>& field, const std::string& text) {
    const std::string subject = fmt::format("--{}", field.key);
    std::vector<std::string> texts;
    if constexpr (!NamedEnum<T> && !std::same_as<T, bool>) {
        if (const auto range = parse_sweep_range(text, subject))
            texts = spread(*range, field.scale, std::integral<T>);
    }
    if (texts.empty()) texts = listed(text);
    std::vector<std::string> values;
    for (const std::string& one : texts) {
        P params;
        set_text(params, field, one, subject);
        values.push_back(value_text(params.*field.member));
        for (std::size_t i = 0; i + 1 < values.size(); ++i)
            if (values[i] == values.back())
                throw Error(Fault::usage, subject,
                            fmt::format("has {} twice; valid: values that differ", values[i]));
    }
    return values;
}

}  // namespace droplet
