#include "model/object_reader.h"

#include <algorithm>
#include <utility>

namespace droplet {
namespace {

[[noreturn]] void refuse_value(const std::string& subject, const Json& value, std::string_view valid) {
    throw Error(Fault::usage, subject,
                fmt::format("{} is not valid; valid: {}", detail::excerpt(value), valid));
}

}  // namespace

ObjectReader::ObjectReader(const Json& value, std::string place, const std::vector<std::string_view>& keys,
                           std::string_view separator)
    : object_(value), place_(std::move(place)), separator_(separator) {
    if (!value.is_object())
        refuse_value(place_, value, fmt::format("an object with the keys {}", fmt::join(keys, ", ")));
    for (const auto& item : value.items())
        if (std::find(keys.begin(), keys.end(), item.key()) == keys.end())
            throw detail::unknown_key(place_ + std::string(separator_), item.key(), keys);
}

const Json* ObjectReader::find(std::string_view key) const {
    for (const auto& item : object_.get_ref<const Json::object_t&>())
        if (item.first == key) return &item.second;
    return nullptr;
}

const Json& ObjectReader::require(std::string_view key, std::string_view valid) const {
    const Json* value = find(key);
    if (!value) throw Error(Fault::usage, place(key), fmt::format("is missing; valid: {}", valid));
    return *value;
}

void ObjectReader::refuse(std::string_view key, const Json& value, std::string_view valid) const {
    refuse_value(place(key), value, valid);
}

std::int64_t ObjectReader::whole(std::string_view key, std::int64_t fallback, std::int64_t least,
                                 std::int64_t most) const {
    const Json* value = find(key);
    return value ? whole_from_json(*value, place(key), least, most) : fallback;
}

double ObjectReader::number(std::string_view key, double fallback, double least, double most) const {
    const Json* value = find(key);
    return value ? number_from_json(*value, place(key), least, most) : fallback;
}

float ObjectReader::real(std::string_view key, float fallback) const {
    // The shortest decimal that reads back as the largest float is above it.
    constexpr double most = 3.4028235e38;
    const Json* value = find(key);
    return value ? static_cast<float>(number_from_json(*value, place(key), -most, most)) : fallback;
}

bool ObjectReader::flag(std::string_view key, bool fallback) const {
    const Json* value = find(key);
    if (!value) return fallback;
    if (!value->is_boolean()) refuse(key, *value, "true, false");
    return value->get<bool>();
}

std::string ObjectReader::text(std::string_view key) const {
    const Json* value = find(key);
    if (!value) return {};
    if (!value->is_string()) refuse(key, *value, "a text");
    return value->get<std::string>();
}

const Json* ObjectReader::list(std::string_view key, std::size_t most) const {
    const Json* value = find(key);
    if (!value) return nullptr;
    if (!value->is_array()) refuse(key, *value, fmt::format("a list of at most {}", most));
    if (value->size() > most)
        throw Error(Fault::usage, place(key),
                    fmt::format("a list of {} is too long; valid: at most {}", value->size(), most));
    return value;
}

std::int64_t whole_from_json(const Json& value, const std::string& subject, std::int64_t least,
                             std::int64_t most) {
    // What is above a signed number's range would come back as a negative one.
    const bool fits = value.is_number_integer() &&
                      !(value.is_number_unsigned() &&
                        value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()});
    const std::int64_t read = fits ? value.get<std::int64_t>() : 0;
    if (!fits || read < least || read > most)
        refuse_value(subject, value, fmt::format("a whole number from {} to {}", least, most));
    return read;
}

double number_from_json(const Json& value, const std::string& subject, double least, double most) {
    const double read = value.is_number() ? value.get<double>() : 0;
    if (!value.is_number() || !(read >= least && read <= most))
        refuse_value(subject, value,
                     most == std::numeric_limits<double>::max() && least == -most
                         ? "a number"
                         : fmt::format("a number from {} to {}", least, most));
    return read;
}

Size size_from_json(const Json& value, const std::string& subject, std::int64_t most) {
    if (!value.is_array() || value.size() != 2) refuse_value(subject, value, "[width, height]");
    return {static_cast<int>(whole_from_json(value[0], subject + "[0]", 0, most)),
            static_cast<int>(whole_from_json(value[1], subject + "[1]", 0, most))};
}

}  // namespace droplet
