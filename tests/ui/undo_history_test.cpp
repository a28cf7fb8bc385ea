#include <doctest/doctest.h>

#include "ui/undo_history.h"

using droplet::UndoHistory;

TEST_CASE("Undo and redo walk back and forth through what was committed") {
    UndoHistory<int> history(0);
    CHECK_FALSE(history.undo());
    history.commit(1);
    history.commit(2);
    CHECK(history.undo() == 1);
    CHECK(history.undo() == 0);
    CHECK_FALSE(history.can_undo());
    CHECK(history.redo() == 1);
    CHECK(history.redo() == 2);
    CHECK_FALSE(history.redo());
}

TEST_CASE("A new change forgets what was undone, the same value again does not") {
    UndoHistory<int> history(0);
    history.commit(1);
    history.undo();
    history.commit(0);
    CHECK(history.can_redo());
    history.commit(7);
    CHECK_FALSE(history.can_redo());
    CHECK(history.undo() == 0);
}

TEST_CASE("The history does not grow without end") {
    UndoHistory<int> history(0);
    for (int i = 1; i <= 1000; ++i) history.commit(i);
    int steps = 0;
    while (history.undo()) ++steps;
    CHECK(steps == static_cast<int>(UndoHistory<int>::max_entries));
}
