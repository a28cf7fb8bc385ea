#include <doctest/doctest.h>

#include <stdexcept>

#include "ui/actions.h"
#include "ui/command_palette.h"

using namespace droplet;

TEST_CASE("A chord calls the usable action that has it, with exactly its modifiers") {
    int calls = 0;
    bool usable = true;
    ActionList actions;
    actions.add({.id = "save",
                 .chords = {{.key = 'S', .ctrl = true}},
                 .callback = [&] { ++calls; },
                 .enabled = [&] { return usable; },
                 .disabled_tooltip = "not now"});
    CHECK(actions.press({.key = 'S', .ctrl = true}));
    CHECK_FALSE(actions.press({.key = 'S'}));
    CHECK_FALSE(actions.press({.key = 'S', .ctrl = true, .shift = true}));
    usable = false;
    CHECK_FALSE(actions.press({.key = 'S', .ctrl = true}));
    CHECK(calls == 1);
    CHECK(actions.at("save").shown_tooltip() == "not now");
    CHECK_THROWS_AS(actions.at("sav"), std::out_of_range);
}

TEST_CASE("Chords are written as keyboards name them") {
    CHECK(chord_text({.key = 'P', .ctrl = true, .shift = true}) == "Ctrl+Shift+P");
    CHECK(chord_text({.key = 32}) == "Space");
    CHECK(chord_text({.key = 300}) == "F11");  // GLFW_KEY_F11
    CHECK(chord_text({.key = '?'}) == "?");
}

TEST_CASE("A command is found by letters of its name in their order") {
    CHECK(matches_letters("Save preset…", "SPR"));
    CHECK(matches_letters("Save preset…", ""));
    CHECK_FALSE(matches_letters("Save preset…", "rps"));
    CHECK_FALSE(matches_letters("Fit", "fitt"));
}
