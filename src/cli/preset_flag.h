#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "cli/flag.h"
#include "model/preset.h"

namespace droplet {

/// What --preset takes beside files.
std::vector<std::string_view> builtin_preset_keys();

/// `--preset FILE|KEY`: a preset's file, or the key of one that comes with Droplet. A file that is named like
/// a key is given as ./KEY.
class PresetFlag {
 public:
    /// May be called for several commands; what is given to any of them counts.
    void add(CLI::App& app);

    bool given() const;
    /// The name as given; "" if none was.
    std::string name() const;

    /// Throws Error as read_preset() does, and (Fault::usage) for a name that is no file and no key.
    Preset read() const;
    /// The same, and refuses a built-in preset of a process that is not one of these: it would change
    /// nothing.
    Preset read(std::initializer_list<Process> processes) const;

 private:
    std::vector<Flag> flags_;
};

}  // namespace droplet
