#pragma once
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
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

/// Every row of P's table as a flag: `--key value`, booleans `--key` and `--no-key`. Values are taken as text
/// while the command line is parsed, and set by apply(), so that a preset can be read in between.
template <class P>
class ParamFlags {
 public:
    /// May be called for several commands; what is given to any of them counts.
    void add(CLI::App& app) {
        const P defaults;
        for_each_field<P>([&](const auto& field) {
            using T = typename std::remove_cvref_t<decltype(field)>::Value;
            CLI::Option* option = nullptr;
            if constexpr (std::same_as<T, bool>) {
                option = app.add_flag(fmt::format("--{0},!--no-{0}", field.key))->disable_flag_override();
                option->option_text(fmt::format("--{0}, --no-{0}", field.key))
                    ->description(std::string(field.help) + (defaults.*field.member ? " Default: on." : ""));
            } else {
                option = app.add_option(fmt::format("--{}", field.key));
                option->option_text(fmt::format("--{} {}", field.key, placeholder<T>()))
                    ->description(fmt::format("{} Valid: {}; default: {}.", field.help, valid_text(field),
                                              value_text(defaults.*field.member)));
            }
            option->group(std::string(Schema<P>::title))
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
            given_.push_back({option, [&field](P& params, const CLI::Option& given) {
                                  set_text(params, field, single_result(given),
                                           fmt::format("--{}", field.key));
                              }});
        });
    }

    /// Sets what was given; the rest stays as it is. Throws Error (Fault::usage) for what is not valid.
    void apply(P& params) const {
        for (const auto& [option, set] : given_)
            if (option->count() > 0) set(params, *option);
    }

    bool given(std::string_view key) const {
        for (const auto& [option, set] : given_)
            if (option->count() > 0 && option->check_lname(std::string(key))) return true;
        return false;
    }

 private:
    struct Given {
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

    std::vector<Given> given_;
};

}  // namespace droplet
