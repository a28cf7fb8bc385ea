// The rows of a parameter table as controls: one widget a row, whatever the struct.
#pragma once
#include <functional>
#include <span>
#include <string>

#include "model/param_text.h"
#include "ui/messages.h"

namespace droplet {

/// Why a row cannot be used now, by its key; empty when it can.
using RowRefusal = std::function<std::string(std::string_view key)>;

namespace detail {

struct RowText {
    std::string_view key, label, help;
    std::string refusal;
};

/// The arrow that brings the default back, between a row's name and its control; nothing while there is
/// nothing to bring back. True when it was pressed.
bool restore_arrow(bool is_standard);

/// Draw one row; true when `value` is to become what it now holds. Of numbers, T is float or int.
template <class T>
bool number_row(const RowText& text, T& value, T standard, Range<T> valid, Range<T> slider, Scale scale);
bool choice_row(const RowText& text, int& value, int standard, std::span<const std::string_view> names);
bool switch_row(const RowText& text, bool& value, bool standard);
/// A number of more digits than a slider has: typed.
bool precise_row(const RowText& text, Precise& value, const Precise& standard);

}  // namespace detail

/// Draws the row of one field; true when its value changed. A value that is not valid changes nothing and
/// leaves a message that names the parameter.
template <class P, class T>
bool param_row(P& params, const Field<P, T>& field, Messages& messages, const RowRefusal& refusal = {}) {
    const detail::RowText text{field.key, field.label, field.help,
                               refusal ? refusal(field.key) : std::string()};
    const P standard{};
    T value = params.*field.member;
    bool changed = false;
    if constexpr (NamedEnum<T>) {
        int index = static_cast<int>(value);
        changed =
            detail::choice_row(text, index, static_cast<int>(standard.*field.member), EnumNames<T>::names);
        value = static_cast<T>(index);
    } else if constexpr (std::same_as<T, bool>) {
        changed = detail::switch_row(text, value, standard.*field.member);
    } else if constexpr (std::same_as<T, Precise>) {
        changed = detail::precise_row(text, value, standard.*field.member);
    } else {
        changed =
            detail::number_row(text, value, standard.*field.member, field.valid, field.slider, field.scale);
    }
    if (!changed) return false;
    try {
        set_value(params, field, value, field.label);
        return true;
    } catch (const Error& error) {
        messages.error(error.what());
        return false;
    }
}

/// Draws every row of P's table in its order; true when a value changed.
template <class P>
bool param_widgets(P& params, Messages& messages, const RowRefusal& refusal = {}) {
    bool changed = false;
    for_each_field<P>([&](const auto& field) { changed |= param_row(params, field, messages, refusal); });
    return changed;
}

}  // namespace droplet
