// A parameter is defined once: a plain struct, and one table (Schema) that feeds sliders, tooltips,
// command-line flags, preset keys, --help and docs/parameters.md. A default stands only in the member
// initialiser.
#pragma once
#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace droplet {

/// A closed interval [min, max].
template <class T>
struct Range {
    T min, max;
    constexpr bool contains(T value) const { return value >= min && value <= max; }  // false for NaN
};
template <class T>
Range(T, T) -> Range<T>;

/// How a slider spreads its range.
enum class Scale { linear, logarithmic };

/// Names of an enumeration's values in their order; specialise with `last` and `names`.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
    EnumNames<E>::last;
    EnumNames<E>::names;
};

template <NamedEnum E>
inline constexpr bool every_value_has_a_name = EnumNames<E>::names.size() ==
                                               static_cast<std::size_t>(EnumNames<E>::last) + 1;

template <NamedEnum E>
constexpr std::string_view enum_name(E value) {
    static_assert(every_value_has_a_name<E>);
    return EnumNames<E>::names[static_cast<std::size_t>(value)];
}

/// One row of a table. `valid` is enforced on every way in; `slider` is what a slider spans. Both are unused
/// for booleans and enumerations.
template <class Owner, class T>
struct Field {
    using Value = T;

    T Owner::*member;
    std::string_view key;    ///< flag and preset key: lower case, words joined by '-'
    std::string_view label;  ///< as a panel shows it
    std::string_view help;   ///< one sentence
    Range<T> valid{};
    Range<T> slider{};
    Scale scale = Scale::linear;
};
template <class Owner, class T>
Field(T Owner::*, std::string_view, std::string_view, std::string_view) -> Field<Owner, T>;
template <class Owner, class T>
Field(T Owner::*, std::string_view, std::string_view, std::string_view, Range<T>, Range<T>)
    -> Field<Owner, T>;
template <class Owner, class T>
Field(T Owner::*, std::string_view, std::string_view, std::string_view, Range<T>, Range<T>, Scale)
    -> Field<Owner, T>;

/// The table of a parameter struct; specialise with `group` (preset key), `title` and the tuple `fields`.
template <class P>
struct Schema;

namespace detail {
struct AnyField {
    template <class T>
    constexpr operator T() const noexcept;
};
}  // namespace detail

/// Number of members of the aggregate P.
template <class P, class... A>
consteval std::size_t member_count() {
    if constexpr (requires { P{A{}..., detail::AnyField{}}; })
        return member_count<P, A..., detail::AnyField>();
    else
        return sizeof...(A);
}

template <class P>
inline constexpr bool every_member_has_a_row =
    member_count<P>() == std::tuple_size_v<std::remove_cvref_t<decltype(Schema<P>::fields)>>;

/// Calls f(field) for each row of P's table, in its order.
template <class P, class F>
constexpr void for_each_field(F&& f) {
    std::apply([&](const auto&... field) { (f(field), ...); }, Schema<P>::fields);
}

}  // namespace droplet
