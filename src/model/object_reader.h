// Objects of JSON read key by key, with messages that say where.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "model/image.h"
#include "model/json_fields.h"

namespace droplet {

/// A JSON object whose keys are all known. The readers of values throw Error (Fault::usage) with the key as
/// the subject and what is valid; a key that is missing gives `fallback`.
class ObjectReader {
 public:
    /// `place` is the subject of errors, "a.json: events[3]", and with `separator` and a key that of its
    /// values. Throws Error (Fault::usage) for what is no object, and for a key that is none of `keys`,
    /// naming the nearest.
    ObjectReader(const Json& value, std::string place, const std::vector<std::string_view>& keys,
                 std::string_view separator = ".");

    std::string place(std::string_view key) const { return fmt::format("{}{}{}", place_, separator_, key); }
    const std::string& place() const { return place_; }
    const Json* find(std::string_view key) const;
    /// Throws where the key is missing.
    const Json& require(std::string_view key, std::string_view valid) const;

    std::int64_t whole(std::string_view key, std::int64_t fallback, std::int64_t least,
                       std::int64_t most) const;
    double number(std::string_view key, double fallback, double least = -std::numeric_limits<double>::max(),
                  double most = std::numeric_limits<double>::max()) const;
    float real(std::string_view key, float fallback) const;
    bool flag(std::string_view key, bool fallback) const;
    std::string text(std::string_view key) const;
    /// Null where the key is missing.
    const Json* list(std::string_view key, std::size_t most) const;
    template <NamedEnum E>
    E named(std::string_view key, E fallback) const {
        const Json* value = find(key);
        E read = fallback;
        if (value && !(value->is_string() && detail::parse_value(value->get_ref<const std::string&>(), read)))
            refuse(key, *value, fmt::format("{}", fmt::join(EnumNames<E>::names, ", ")));
        return read;
    }

    /// Throws Error: the value of the key is not valid.
    [[noreturn]] void refuse(std::string_view key, const Json& value, std::string_view valid) const;

 private:
    const Json& object_;
    std::string place_;
    std::string_view separator_;
};

/// A number of `least` to `most`; `subject` is that of the error otherwise.
std::int64_t whole_from_json(const Json& value, const std::string& subject, std::int64_t least,
                             std::int64_t most);
double number_from_json(const Json& value, const std::string& subject, double least, double most);
/// `[width, height]`, each 0 to `most`.
Size size_from_json(const Json& value, const std::string& subject, std::int64_t most);

}  // namespace droplet
