#pragma once
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "model/param_text.h"

namespace droplet {

/// The text given for `option`. Throws Error (Fault::usage) when it was given more than once.
inline const std::string& single_result(const CLI::Option& option) {
    if (option.count() > 1)
        throw Error(Fault::usage, option.get_name(), "stands more than once; valid: once");
    return option.results().front();
}

/// The same for a file's name, which is not empty.
inline const std::string& path_result(const CLI::Option& option) {
    const std::string& path = single_result(option);
    if (path.empty()) throw Error(Fault::usage, option.get_name(), "is empty; valid: the name of a file");
    return path;
}

/// Whether a word that may be a name or a file is meant as a file.
inline bool is_path(const std::string& word) {
    std::error_code ignored;
    return word.find_first_of("./") != std::string::npos || word == "-" ||
           std::filesystem::exists(word, ignored);
}

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
        const P defaults;
        for_each_field<P>([&](const auto& field) {
            using T = typename std::remove_cvref_t<decltype(field)>::Value;
            if (std::find(without.begin(), without.end(), field.key) != without.end()) return;
            CLI::Option* option = app.get_option_no_throw(fmt::format("--{}", field.key));
            if constexpr (std::same_as<T, bool>) {
                option = app.add_flag(fmt::format("--{0},!--no-{0}", field.key))->disable_flag_override();
                option->option_text(fmt::format("--{0}, --no-{0}", field.key))
                    ->description(std::string(field.help) + (defaults.*field.member ? " Default: on." : ""))
                    ->group(std::string(Schema<P>::title));
            } else {
                const std::string help = fmt::format("{} Valid: {}; default: {}.", field.help,
                                                     valid_text(field), value_text(defaults.*field.member));
                if (option) {
                    option->description(
                        fmt::format("{} {}: {}", option->get_description(), Schema<P>::title, help));
                } else {
                    option = app.add_option(fmt::format("--{}", field.key));
                    option->option_text(fmt::format("--{} {}", field.key, placeholder<T>()))
                        ->description(help)
                        ->group(std::string(Schema<P>::title));
                }
            }
            option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
            rows_.push_back({field.key, option, [&field](P& params, const CLI::Option& given) {
                                 set_text(params, field, single_result(given),
                                          fmt::format("--{}", field.key));
                             }});
        });
    }

    /// Sets what was given; the rest stays as it is. Throws Error (Fault::usage) for what is not valid.
    void apply(P& params) const {
        for (const Row& row : rows_)
            if (row.option->count() > 0) row.set(params, *row.option);
    }

    bool given(std::string_view key) const {
        return std::any_of(rows_.begin(), rows_.end(),
                           [key](const Row& row) { return row.key == key && row.option->count() > 0; });
    }

    /// The keys of what was given, in the order of the table.
    std::vector<std::string_view> given_keys() const {
        std::vector<std::string_view> keys;
        for (const Row& row : rows_)
            if (row.option->count() > 0) keys.push_back(row.key);
        return keys;
    }

 private:
    struct Row {
        std::string_view key;
        CLI::Option* option;
        std::function<void(P&, const CLI::Option&)> set;
    };

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
