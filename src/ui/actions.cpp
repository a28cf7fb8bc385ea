#include "ui/actions.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace droplet {
namespace {

std::string key_text(int key) {
    switch (key) {
        case GLFW_KEY_SPACE:
            return "Space";
        case GLFW_KEY_TAB:
            return "Tab";
        case GLFW_KEY_ESCAPE:
            return "Esc";
        case GLFW_KEY_ENTER:
            return "Enter";
        case GLFW_KEY_LEFT:
            return "Left";
        case GLFW_KEY_RIGHT:
            return "Right";
        case GLFW_KEY_UP:
            return "Up";
        case GLFW_KEY_DOWN:
            return "Down";
        case GLFW_KEY_HOME:
            return "Home";
        default:
            break;
    }
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F25) return fmt::format("F{}", key - GLFW_KEY_F1 + 1);
    return std::string(1, static_cast<char>(key));
}

}  // namespace

std::string chord_text(const Chord& chord) {
    return fmt::format("{}{}{}{}", chord.ctrl ? "Ctrl+" : "", chord.alt ? "Alt+" : "",
                       chord.shift ? "Shift+" : "", key_text(chord.key));
}

std::string Action::shown_tooltip() const {
    if (!usable()) {
        std::string why_not = shown_reason();
        if (!why_not.empty()) return why_not;
    }
    if (chords.empty()) return tooltip;
    return fmt::format("{}  ({})", tooltip, chords_text());
}

std::string Action::chords_text() const {
    std::string text;
    for (const Chord& chord : chords) text += (text.empty() ? "" : ", ") + chord_text(chord);
    return text;
}

const Action& ActionList::at(std::string_view id) const {
    const auto found = std::ranges::find(actions_, id, &Action::id);
    if (found == actions_.end()) throw std::out_of_range("no action " + std::string(id));
    return *found;
}

bool ActionList::press(const Chord& chord) const {
    for (const Action& action : actions_) {
        if (std::ranges::find(action.chords, chord) == action.chords.end() || !action.usable()) continue;
        action.callback();
        return true;
    }
    return false;
}

void ActionList::release(int key) const {
    for (const Action& action : actions_)
        if (action.released && std::ranges::find(action.chords, key, &Chord::key) != action.chords.end())
            action.released();
}

}  // namespace droplet
