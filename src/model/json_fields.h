// Parameter structs in and out of JSON objects, by their tables. Limits and messages are those of
// param_text.h.
#pragma once
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/nearest.h"
#include "model/param_text.h"

namespace droplet {

/// Keeps the order in which keys were written.
using Json = nlohmann::ordered_json;

namespace detail {

/// A decimal that reads back as the same float, without the digits that a double would show.
inline double shortest_double(float value) {
    const std::string text = fmt::format("{}", value);
    double result = 0;
    std::from_chars(text.data(), text.data() + text.size(), result);
    // A decimal that lies next to the middle between two floats may be rounded away by way of the double.
    return static_cast<float>(result) == value ? result : double{value};
}

template <class T>
Json to_json_value(T value) {
    if constexpr (NamedEnum<T>)
        return std::string(enum_name(value));
    else if constexpr (std::same_as<T, float>)
        return shortest_double(value);
    else if constexpr (std::same_as<T, Precise>)
        return value.low == 0 ? Json(value.high) : Json(precise_text(value));  // JSON's numbers are doubles
    else
        return value;
}

/// A text from outside, no longer than a message can bear.
inline std::string shortened(std::string text) {
    std::size_t longest = 40;
    if (text.size() <= longest) return text;
    while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80) --longest;
    return text.substr(0, longest) + "…";
}

/// What `value` looks like in a message, shortened.
inline std::string excerpt(const Json& value) {
    if (value.is_structured()) return value.is_array() ? "a list" : "an object";
    return shortened(value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

/// That an object has no such key; `prefix` and the key are the subject.
inline Error unknown_key(const std::string& prefix, const std::string& key,
                         const std::vector<std::string_view>& known) {
    return {Fault::usage, prefix + shortened(key), "unknown key; " + nearest_or_all(key, known)};
}

/// A weight in the shortest decimals that read back the same bits.
inline std::string weight_text(float weight) {
    // JSON's -0 is a whole number, and those have no sign at 0.
    if (weight == 0 && std::signbit(weight)) return "-0.0";
    return fmt::format("{}", weight);
}

/// `value` where it is an object, with what is valid in `valid`. Throws Error (Fault::usage).
inline const Json& checked_object(const Json& value, const std::string& subject, std::string_view valid) {
    if (!value.is_object())
        throw Error(Fault::usage, subject, fmt::format("{} is not valid; valid: {}", excerpt(value), valid));
    return value;
}

template <class Owner, class T>
void set_json(Owner& params, const Field<Owner, T>& field, const Json& value, const std::string& subject) {
    const auto refuse = [&] {
        throw Error(Fault::usage, subject,
                    fmt::format("{} is not valid; valid: {}", excerpt(value), valid_text(field)));
    };
    if constexpr (NamedEnum<T>) {
        constexpr std::size_t no_name_is_longer = 64;
        if (!value.is_string() || value.get_ref<const std::string&>().size() > no_name_is_longer) refuse();
        set_text(params, field, value.get_ref<const std::string&>(), subject);
    } else if constexpr (std::same_as<T, bool>) {
        if (!value.is_boolean()) refuse();
        set_value(params, field, value.get<bool>(), subject);
    } else if constexpr (std::integral<T>) {
        if (!value.is_number_integer()) refuse();
        const bool fits = value.is_number_unsigned()
                              ? value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<T>::max()}
                              : value.get<std::int64_t>() >= std::int64_t{std::numeric_limits<T>::min()};
        if (!fits) refuse();
        set_value(params, field, value.get<T>(), subject);
    } else if constexpr (std::same_as<T, Precise>) {
        if (value.is_string()) return set_text(params, field, value.get_ref<const std::string&>(), subject);
        if (!value.is_number()) refuse();
        set_value(params, field, T(value.get<double>()), subject);
    } else {
        if (!value.is_number()) refuse();
        set_value(params, field, static_cast<T>(value.get<double>()), subject);
    }
}

}  // namespace detail

/// Keys of P's table, in its order.
template <class P>
std::vector<std::string_view> field_keys() {
    std::vector<std::string_view> keys;
    for_each_field<P>([&](const auto& field) { keys.push_back(field.key); });
    return keys;
}

/// Every row as a key, in the table's order.
template <class P>
Json fields_json(const P& params) {
    Json object = Json::object();
    for_each_field<P>([&](const auto& field) {
        object[std::string(field.key)] = detail::to_json_value(params.*field.member);
    });
    return object;
}

/// Reads the keys of `object` into `params`; rows without a key stay as they are. `report(const Error&)` is
/// called for each key that is unknown or not valid, with the subject `name: group.key`; that row then stays
/// as it is.
template <class P, class Report>
void read_fields(const Json& object, P& params, const std::string& name, Report&& report) {
    const std::string group = fmt::format("{}: {}", name, Schema<P>::group);
    if (!object.is_object()) {
        report(Error(Fault::usage, group,
                     detail::excerpt(object) + " is not valid; valid: an object of settings"));
        return;
    }
    for (const auto& item : object.items()) {
        const std::string& key = item.key();  // no structured binding: clang 14 captures none in a lambda
        const Json& value = item.value();
        bool known = false;
        try {
            for_each_field<P>([&](const auto& field) {
                if (field.key != key) return;
                known = true;
                detail::set_json(params, field, value, fmt::format("{}.{}", group, key));
            });
            if (!known) throw detail::unknown_key(group + ".", key, field_keys<P>());
        } catch (const Error& error) {
            report(error);
        }
    }
}

/// Parses the text of a settings file. Throws Error (Fault::job) when it is no JSON object, nests deeper than
/// `deepest`, holds more values or keys than any of ours does, or names a key twice; `valid` is what its
/// message says instead.
Json parse_settings(const std::string& text, const std::string& name,
                    const std::string& valid = "settings as Droplet writes them", int deepest = 8);

}  // namespace droplet
