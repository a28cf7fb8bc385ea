// Text in and out of parameter structs, by their tables: one place for every limit and every message.
#pragma once
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.h"
#include "model/precise.h"
#include "model/schema.h"

namespace droplet {

/// "0.05", "exponential", "true"; floats in the shortest form that reads back to the same value.
template <class T>
std::string value_text(T value) {
    if constexpr (NamedEnum<T>)
        return std::string(enum_name(value));
    else if constexpr (std::same_as<T, Precise>)
        return precise_text(value);
    else
        return fmt::format("{}", value);
}

/// "1e-06 to 10", "exponential, rational, …", "true, false": what a field accepts.
template <class Owner, class T>
std::string valid_text(const Field<Owner, T>& field) {
    if constexpr (NamedEnum<T>)
        return fmt::format("{}", fmt::join(EnumNames<T>::names, ", "));
    else if constexpr (std::same_as<T, bool>)
        return "true, false";
    else
        return fmt::format("{} to {}", value_text(field.valid.min), value_text(field.valid.max));
}

/// Sets one member if `value` is valid; throws Error (Fault::usage, subject = `subject`) otherwise, changing
/// nothing.
template <class Owner, class T>
void set_value(Owner& params, const Field<Owner, T>& field, T value, std::string_view subject) {
    if constexpr (!NamedEnum<T> && !std::same_as<T, bool>) {
        if (!field.valid.contains(value))
            throw Error(Fault::usage, std::string(subject),
                        fmt::format("{} is out of range; valid: {}", value_text(value), valid_text(field)));
    }
    params.*field.member = value;
}

namespace detail {

template <class T>
bool parse_value(std::string_view text, T& value) {
    if constexpr (NamedEnum<T>) {
        for (std::size_t i = 0; i < EnumNames<T>::names.size(); ++i) {
            if (EnumNames<T>::names[i] != text) continue;
            value = static_cast<T>(i);
            return true;
        }
        return false;
    } else if constexpr (std::same_as<T, bool>) {
        value = text == "true";
        return text == "true" || text == "false";
    } else if constexpr (std::same_as<T, Precise>) {
        const std::optional<Precise> parsed = parse_precise(text);
        if (parsed) value = *parsed;
        return parsed.has_value();
    } else {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size();
    }
}

}  // namespace detail

/// Parses `text` and sets the member. Throws Error (Fault::usage) as set_value does, and for text that is no
/// value.
template <class Owner, class T>
void set_text(Owner& params, const Field<Owner, T>& field, std::string_view text, std::string_view subject) {
    T value{};
    if (!detail::parse_value(text, value))
        throw Error(Fault::usage, std::string(subject),
                    fmt::format("'{}' is not valid; valid: {}", text, valid_text(field)));
    set_value(params, field, value, subject);
}

}  // namespace droplet
