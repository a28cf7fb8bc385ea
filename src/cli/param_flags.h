#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/flag.h"
#include "model/param_text.h"

namespace droplet {

/// Every row of P's table as a flag: `--key value`, booleans `--key` and `--no-key`. Values are taken as text
/// while the command line is parsed, and set by apply(), so that a preset can be read in between.
template <class P>
class ParamFlags {
 public:
    ParamFlags() = default;
    explicit ParamFlags(CLI::App& app) { add(app); }

    /// May be called for several commands; what is given to any of them counts. A flag that the command has
    /// already, of another table, is shared: what is given goes to both. Rows in `without` get no flag.
    void add(CLI::App& app, const std::vector<std::string_view>& without = {}) {
        for_each_field<P>([&](const auto& field) {
            if (std::find(without.begin(), without.end(), field.key) != without.end()) return;
            rows_.push_back({field.key, add_row(app, field), [&field](P& params, const Flag& given) {
                                 set_text(params, field, given.text(), fmt::format("--{}", field.key));
                             }});
        });
    }

    /// Sets what was given; the rest stays as it is. Throws Error (Fault::usage) for what is not valid.
    void apply(P& params) const {
        for (const Row& row : rows_)
            if (row.flag.given()) row.set(params, row.flag);
    }

    bool given(std::string_view key) const {
        return std::any_of(rows_.begin(), rows_.end(),
                           [key](const Row& row) { return row.key == key && row.flag.given(); });
    }

    /// The keys of what was given, in the order of the table.
    std::vector<std::string_view> given_keys() const {
        std::vector<std::string_view> keys;
        for (const Row& row : rows_)
            if (row.flag.given()) keys.push_back(row.key);
        return keys;
    }

    /// Another help than that of the table.
    void describe(std::string_view key, const std::string& help) {
        for (Row& row : rows_)
            if (row.key == key) row.flag.describe(help);
    }
    /// Under another title of the help than the table's.
    void set_group(std::string_view key, std::string_view title) {
        for (Row& row : rows_)
            if (row.key == key) row.flag.set_group(title);
    }

 private:
    struct Row {
        std::string_view key;
        Flag flag;
        std::function<void(P&, const Flag&)> set;
    };

    template <class T>
    static Flag add_row(CLI::App& app, const Field<P, T>& field) {
        const T standard = P{}.*field.member;
        const std::string_view title = Schema<P>::title;
        if constexpr (std::same_as<T, bool>)
            return add_switch(app, field.key, title,
                              std::string(field.help) + (standard ? " Default: on." : ""));
        else
            return add_flag(app, {fmt::format("--{}", field.key), placeholder<T>(), title,
                                  fmt::format("{} Valid: {}; default: {}.", field.help, valid_text(field),
                                              value_text(standard))});
    }

    template <class T>
    static std::string placeholder() {
        if constexpr (NamedEnum<T>) {
            constexpr std::size_t longest = 16;
            const std::string names = fmt::format("{}", fmt::join(EnumNames<T>::names, "|"));
            return names.size() <= longest ? names : "NAME";
        }
        return std::integral<T> ? "N" : "X";
    }

    std::vector<Row> rows_;
};

}  // namespace droplet
