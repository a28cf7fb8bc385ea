// The tree of checkpoints and what it gives up to stay within its memory.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "session/history.h"

using namespace droplet;

namespace {

Checkpoint moment(std::int64_t step, CheckpointKind kind = CheckpointKind::automatic, Size size = {8, 8}) {
    Checkpoint made;
    made.info.step = step;
    made.info.kind = kind;
    made.picture = Image(size, 1);
    made.picture.plane(0).row(0)[0] = static_cast<float>(step);
    return made;
}

std::size_t bytes_of(int checkpoints) {
    return History::bytes_of(Image({8, 8}, 1)) * static_cast<std::size_t>(checkpoints);
}

/// Steps of what is kept, in the order of ids.
std::vector<std::int64_t> steps(const History& history) {
    std::vector<std::int64_t> result;
    for (const CheckpointInfo& info : history.overview()->checkpoints) result.push_back(info.step);
    return result;
}

bool kept(const History& history, std::int64_t id) {
    return history.find(id) != nullptr;
}

/// Every parent is kept and older, or there is none.
bool is_whole(const History& history) {
    std::set<std::int64_t> seen{-1};
    for (const CheckpointInfo& info : history.overview()->checkpoints) {
        if (!seen.count(info.parent)) return false;
        seen.insert(info.id);
    }
    return true;
}

}  // namespace

TEST_CASE("Checkpoints form a chain, and going back begins a branch") {
    History history(bytes_of(10));
    CHECK(history.overview()->checkpoints.empty());
    CHECK(history.overview()->current == -1);
    const auto start = *history.add(moment(0, CheckpointKind::start)), one = *history.add(moment(1)),
               two = *history.add(moment(2));
    history.stand_on(one);
    CHECK(history.overview()->current == one);
    const auto other = *history.add(moment(5));
    CHECK(history.find(start)->info.parent == -1);
    CHECK(history.find(one)->info.parent == start);
    CHECK(history.find(two)->info.parent == one);
    CHECK(history.find(other)->info.parent == one);
    CHECK(history.overview()->current == other);
    CHECK(history.find(two)->picture.plane(0).row(0)[0] == 2.0f);
    CHECK(history.find(99) == nullptr);
    history.stand_on(-1);
    CHECK(history.find(*history.add(moment(0, CheckpointKind::start)))->info.parent == -1);
}

TEST_CASE("An overview is the same object until something changes, and earlier ones stay as they were") {
    History history(bytes_of(2));
    const auto empty = history.overview();
    CHECK(history.overview() == empty);
    history.add(moment(0, CheckpointKind::start));
    const auto first = history.overview();
    CHECK(first != empty);
    CHECK(history.overview() == first);
    history.add(moment(1));
    history.add(moment(2));
    CHECK(first->checkpoints.size() == 1);
    CHECK(history.overview()->checkpoints.size() == 2);
    CHECK(history.overview()->bytes == bytes_of(2));
    CHECK(history.overview()->budget_bytes == bytes_of(2));
    CHECK(history.overview()->dropped == 1);
}

TEST_CASE("Over the budget a long run stays scrubbable from end to end, the coarser the older") {
    constexpr int slots = 24, made = 2000;
    History history(bytes_of(slots));
    history.add(moment(0, CheckpointKind::start));
    for (int step = 1; step < made; ++step) history.add(moment(step));
    const auto overview = history.overview();
    REQUIRE(overview->checkpoints.size() == slots);
    CHECK(overview->bytes <= bytes_of(slots));
    CHECK(overview->dropped == made - slots);
    CHECK(is_whole(history));
    const auto kept_steps = steps(history);
    CHECK(kept_steps.front() == 0);
    CHECK(kept_steps.back() == made - 1);
    // Gaps of the younger half are smaller than those of the older; none spans a quarter of the run.
    std::int64_t older = 0, younger = 0, largest = 0;
    for (std::size_t i = 1; i < kept_steps.size(); ++i) {
        const std::int64_t gap = kept_steps[i] - kept_steps[i - 1];
        (kept_steps[i] < made / 2 ? older : younger) += 1;
        largest = std::max(largest, gap);
    }
    CHECK(younger > older);
    CHECK(older >= 4);
    CHECK(largest < made / 4);
    CHECK(kept_steps[slots - 1] - kept_steps[slots - 2] <= 20);
}

TEST_CASE("Automatic checkpoints go first, then ends of branches, then edits and strokes, and starts last") {
    History history(bytes_of(7));
    const auto start = *history.add(moment(0, CheckpointKind::start));
    const auto way = *history.add(moment(1));
    const auto end = *history.add(moment(2));  // an automatic one, and the end of a branch
    history.stand_on(way);
    const auto stroke = *history.add(moment(3, CheckpointKind::stroke));
    const auto left = *history.add(moment(4, CheckpointKind::paused));
    history.stand_on(stroke);
    const auto edit = *history.add(moment(5, CheckpointKind::edit));
    const auto now = *history.add(moment(6));
    history.set_budget(bytes_of(6));
    CHECK(!kept(history, way));
    CHECK(history.find(stroke)->info.parent == start);
    CHECK(history.find(end)->info.parent == start);
    history.set_budget(bytes_of(5));
    CHECK(!kept(history, end));
    history.set_budget(bytes_of(4));
    CHECK(!kept(history, left));
    history.set_budget(bytes_of(3));
    CHECK(!kept(history, stroke));
    CHECK(history.find(edit)->info.parent == start);
    history.set_budget(bytes_of(2));
    CHECK(!kept(history, edit));
    CHECK(kept(history, start));
    CHECK(history.find(now)->info.parent == start);
    history.set_budget(bytes_of(1));
    CHECK(!kept(history, start));
    CHECK(history.overview()->current == now);
    CHECK(history.find(now)->info.parent == -1);
    CHECK(history.overview()->dropped == 6);
}

TEST_CASE("The checkpoint that the run stands on is kept although it is the oldest automatic one") {
    History history(bytes_of(4));
    for (int step = 0; step < 4; ++step) history.add(moment(step));
    const auto first = history.overview()->checkpoints.front().id;
    history.stand_on(first);
    history.set_budget(bytes_of(1));
    CHECK(kept(history, first));
    CHECK(history.overview()->checkpoints.size() == 1);
}

TEST_CASE("What is gone to is spared while the moment that is left is kept, if there is room for both") {
    History history(bytes_of(3));
    const auto start = *history.add(moment(0, CheckpointKind::start));
    const auto target = *history.add(moment(1));
    history.add(moment(2));
    const auto left = history.add(moment(3, CheckpointKind::paused), target);
    REQUIRE(left);
    CHECK(kept(history, target));
    CHECK(kept(history, *left));
    CHECK(kept(history, start));
    history.set_budget(bytes_of(1));
    const auto only = history.overview()->checkpoints.front().id;
    CHECK(!history.add(moment(4, CheckpointKind::paused), only));
    CHECK(kept(history, only));
    CHECK(history.overview()->current == only);
}

TEST_CASE("A checkpoint larger than the budget switches the history off and says so") {
    History history(bytes_of(1));
    CHECK(history.takes(bytes_of(1)));
    CHECK(history.overview()->notice.empty());
    CHECK(!history.add(moment(0, CheckpointKind::start, {900, 700})));
    CHECK(history.overview()->checkpoints.empty());
    CHECK(history.overview()->notice ==
          "history: a checkpoint of this picture takes 2 MB, more than the budget of 0 MB; strokes cannot be "
          "undone");
    history.set_budget(std::size_t{4} << 20);
    CHECK(history.overview()->notice.empty());
    CHECK(history.add(moment(0, CheckpointKind::start, {900, 700})));
    history.set_budget(0);
    CHECK(history.overview()->checkpoints.empty());
    CHECK(history.overview()->bytes == 0);
    CHECK(history.overview()->current == -1);
    CHECK(!history.takes(1));
    CHECK(history.overview()->notice == "history: off; nothing can be brought back, nor strokes undone");
}

TEST_CASE("Out of memory the history gives room back and goes on with less") {
    History history(bytes_of(9));
    for (int step = 0; step < 5; ++step) history.add(moment(step));
    history.out_of_memory(bytes_of(1));
    CHECK(history.overview()->budget_bytes == bytes_of(4));
    CHECK(history.overview()->bytes == bytes_of(4));
    CHECK(history.overview()->notice.find("history: memory did not suffice") == 0);
    CHECK(history.add(moment(6)));
    CHECK(history.overview()->bytes == bytes_of(4));
}

TEST_CASE("Ids are never used twice, not even after another picture came") {
    History history(bytes_of(4));
    const auto before = *history.add(moment(0));
    history.clear();
    CHECK(history.overview()->checkpoints.empty());
    CHECK(history.overview()->bytes == 0);
    CHECK(*history.add(moment(0)) > before);
    CHECK(!kept(history, before));
}

TEST_CASE("The default budget is a GiB at most") {
    CHECK(History::default_budget() > 0);
    CHECK(History::default_budget() <= std::size_t{1} << 30);
}
