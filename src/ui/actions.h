#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/icons.h"

namespace droplet {

/// A key with its modifiers. `key` is a GLFW key code for keys without a character, else the upper-case
/// character that the keyboard's layout gives the key.
struct Chord {
    int key = 0;
    bool ctrl = false, shift = false, alt = false;
    bool operator==(const Chord&) const = default;
};

/// "Ctrl+Shift+P", "Space", "F11".
std::string chord_text(const Chord& chord);

/// A command: what menu, toolbar, shortcuts, palette and help are made from.
struct Action {
    std::string_view id{};    ///< "run", "open"; unique
    std::string_view menu{};  ///< the menu it stands in: "File", "Run", …
    std::string name{};
    Icon icon = Icon::none;
    std::vector<Chord> chords{};  ///< the first is shown
    std::string tooltip{};        ///< one sentence
    std::function<void()> callback{};
    std::function<bool()> enabled{};         ///< none: always
    std::string disabled_tooltip{};          ///< why it cannot be used now
    std::function<std::string()> reason{};   ///< the same, where it follows the state
    std::function<bool()> checked{};         ///< of a switch
    std::function<void()> released{};        ///< of a key that acts while it is held
    bool separator_before = false;           ///< in its menu
    std::function<std::string()> renamed{};  ///< a name that follows the state: "Pause"
    std::function<Icon()> renamed_icon{};

    bool usable() const { return !enabled || enabled(); }
    bool on() const { return checked && checked(); }
    std::string shown_name() const { return renamed ? renamed() : name; }
    Icon shown_icon() const { return renamed_icon ? renamed_icon() : icon; }
    std::string shown_reason() const { return reason ? reason() : disabled_tooltip; }
    std::string shown_tooltip() const;
    std::string chords_text() const;
};

class ActionList {
 public:
    void add(Action action) { actions_.push_back(std::move(action)); }
    const std::vector<Action>& all() const { return actions_; }
    /// Throws std::out_of_range for an unknown id.
    const Action& at(std::string_view id) const;
    /// Calls the usable action that has the chord; true when there is one.
    bool press(const Chord& chord) const;
    void release(int key) const;

 private:
    std::vector<Action> actions_;
};

}  // namespace droplet
