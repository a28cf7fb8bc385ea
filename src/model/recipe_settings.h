// Settings of a run in JSON, whole, and as what differs from others: a merge patch (RFC 7396).
#pragma once
#include <bit>
#include <concepts>
#include <string>

#include "model/json_fields.h"
#include "model/run_log.h"

namespace droplet::recipe_json {

/// A number that reads back as the same bits. Throws Error (Fault::job) for what is not finite, which JSON
/// has no word for.
Json number(double value);
Json number(float value);

/// Whether two values are the same bit by bit: 0 and −0 are not.
template <class T>
bool same_bits(const T& a, const T& b) {
    if constexpr (std::same_as<T, float>)
        return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
    else if constexpr (std::same_as<T, double>)
        return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    else if constexpr (std::same_as<T, Precise>)
        return same_bits(a.high, b.high) && same_bits(a.low, b.low);
    else
        return a == b;
}

/// The value of a row.
template <class T>
Json row_value(const T& value) {
    if constexpr (std::floating_point<T>)
        return number(value);
    else if constexpr (std::same_as<T, Precise>)
        return (void)number(value.high), detail::to_json_value(value);
    else
        return detail::to_json_value(value);
}

/// Puts the rows that differ from those of `before` into `object`; all of them where `before` is null.
template <class P>
void put_rows(Json& object, const P* before, const P& params) {
    for_each_field<P>([&](const auto& field) {
        if (before && same_bits(before->*field.member, params.*field.member)) return;
        object[std::string(field.key)] = row_value(params.*field.member);
    });
}

/// Throws the first of what read_fields() reports.
[[noreturn]] inline void rethrow(const Error& error) {
    throw error;
}

/// All settings.
Json settings_json(const RunSettings& settings);
/// What turns `before` into `settings`; an empty object where nothing differs.
Json settings_patch(const RunSettings& before, const RunSettings& settings);

/// How much the presets of a recipe may take in memory, all together: a short patch makes a whole preset.
class PresetBudget {
 public:
    explicit PresetBudget(std::string name, std::size_t most_bytes = std::size_t{1} << 30)
        : name_(std::move(name)), most_(most_bytes) {}
    /// Throws Error (Fault::job) when it is used up.
    void add(const Preset& preset);

 private:
    std::string name_;
    std::size_t most_, bytes_ = 0;
};

/// `before` with a patch; of the same preset where that stays as it is. `place` is the subject of errors.
/// Throws Error: Fault::usage for keys and values that are not valid, Fault::job for what takes too much
/// memory.
RunSettings patched(const RunSettings& before, const Json& patch, const std::string& place,
                    PresetBudget& budget);

}  // namespace droplet::recipe_json
