#include <doctest/doctest.h>

#include "ui/undo_history.h"

using droplet::UndoHistory;
using Step = UndoHistory<int>::Step;

namespace {

std::optional<int> value_of(const std::optional<Step>& step) {
    if (!step) return std::nullopt;
    CHECK_FALSE(step->checkpoint.has_value());
    return step->value;
}

}  // namespace

TEST_CASE("Undo and redo walk back and forth through what was committed") {
    UndoHistory<int> history(0);
    CHECK_FALSE(history.undo());
    history.commit(1);
    history.commit(2);
    CHECK(value_of(history.undo()) == 1);
    CHECK(value_of(history.undo()) == 0);
    CHECK_FALSE(history.can_undo());
    CHECK(value_of(history.redo()) == 1);
    CHECK(value_of(history.redo()) == 2);
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
    CHECK(value_of(history.undo()) == 0);
}

TEST_CASE("The history does not grow without end") {
    UndoHistory<int> history(0);
    for (int i = 1; i <= 1000; ++i) history.commit(i);
    int steps = 0;
    while (history.undo()) ++steps;
    CHECK(steps == static_cast<int>(UndoHistory<int>::max_entries));
}

TEST_CASE("Strokes and settings are taken back in the order they were made") {
    UndoHistory<int> history(0);
    history.add_stroke();
    history.name_stroke(10);
    history.commit(1);
    history.add_stroke();
    history.name_stroke(20);
    CHECK(history.undo() == Step{1, 20});
    history.name_left(21);
    CHECK(history.undo() == Step{0, std::nullopt});
    CHECK(history.undo() == Step{0, 10});
    history.name_left(11);
    CHECK_FALSE(history.can_undo());
    CHECK(history.redo() == Step{0, 11});
    CHECK(history.redo() == Step{1, std::nullopt});
    CHECK(history.redo() == Step{1, 21});
    CHECK_FALSE(history.can_redo());
}

TEST_CASE("A stroke is undone only once its checkpoint is known, and strokes get theirs in order") {
    UndoHistory<int> history(0);
    history.add_stroke();
    history.add_stroke();
    CHECK_FALSE(history.can_undo());
    CHECK(history.waits());
    history.name_stroke(3);
    CHECK_FALSE(history.can_undo());
    history.name_stroke(4);
    CHECK(history.undo() == Step{0, 4});
    CHECK(history.undo() == Step{0, 3});

    UndoHistory<int> without(0);
    without.commit(5);
    without.add_stroke();
    without.forget_waiting();
    CHECK(without.undo() == Step{0, std::nullopt});
}

TEST_CASE("A move through the timeline is one change, however far it went") {
    UndoHistory<int> history(0);
    history.add_move(7, 3, 30);
    history.extend_move(2, 20);
    history.extend_move(1, 10);
    history.commit(10);
    CHECK(history.undo() == Step{0, 7});
    history.name_left(8);
    CHECK_FALSE(history.can_undo());
    CHECK(history.redo() == Step{10, 8});
}

TEST_CASE("Changes whose checkpoint was given up are forgotten, the others stay") {
    UndoHistory<int> history(0);
    history.add_stroke();
    history.name_stroke(1);
    history.commit(5);
    history.add_stroke();
    history.name_stroke(2);
    history.forget_lost([](std::int64_t checkpoint) { return checkpoint != 1; });
    CHECK(history.undo() == Step{5, 2});
    history.forget_lost([](std::int64_t) { return false; });
    CHECK_FALSE(history.can_redo());
    CHECK(history.undo() == Step{0, std::nullopt});
    CHECK_FALSE(history.can_undo());
}
