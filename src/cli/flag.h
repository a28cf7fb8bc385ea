#pragma once
#include <string>
#include <string_view>
#include <vector>

// CLI11's header costs seconds of compile time: subcommands know the names only.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace droplet {

/// A flag, or INPUT, of a command: what the help says of it, and what the command line gave.
class Flag {
 public:
    /// No flag: never given.
    Flag() = default;
    explicit Flag(CLI::Option* option) : option_(option) {}

    bool given() const;
    /// What was given; only if given(). Throws Error (Fault::usage) when it was given more than once.
    const std::string& text() const;
    /// The same for a file's name, which is not empty; "" if not given.
    std::string path() const;
    /// The names of files, of what may stand several times.
    std::vector<std::string> paths() const;

    void describe(const std::string& help);
    /// The title that the help puts it under.
    void set_group(std::string_view title);

 private:
    CLI::Option* option_ = nullptr;
};

/// What the help says of a flag with a value: `names VALUE  help`, below the title of its group.
struct FlagText {
    std::string names, value;  ///< names are joined by ','
    std::string_view group;
    std::string help;
};

/// A word by its place on the command line.
Flag add_positional(CLI::App& app, const std::string& name, const std::string& help);
/// The positional INPUT.
Flag add_input(CLI::App& app, const std::string& help);
/// The same, as many as one likes.
Flag add_inputs(CLI::App& app, const std::string& help);
/// A flag with a value. One that the command has already is shared: it gets this help too, after the group.
Flag add_flag(CLI::App& app, const FlagText& text);
/// `--key` and `--no-key`.
Flag add_switch(CLI::App& app, std::string_view key, std::string_view group, const std::string& help);
/// A switch that the help does not tell of.
Flag add_hidden_switch(CLI::App& app, const std::string& name);

/// Whether a word that may be a name or a file is meant as a file.
bool is_path(const std::string& word);

}  // namespace droplet
