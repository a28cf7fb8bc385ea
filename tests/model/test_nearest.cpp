#include <doctest/doctest.h>

#include "model/nearest.h"

using namespace droplet;

TEST_CASE("the edit distance counts insertions, deletions, replacements and swaps of neighbours") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "rate") == 4);
    CHECK(edit_distance("rate", "") == 4);
    CHECK(edit_distance("rate", "rate") == 0);
    CHECK(edit_distance("rat", "rate") == 1);
    CHECK(edit_distance("raate", "rate") == 1);
    CHECK(edit_distance("rote", "rate") == 1);
    CHECK(edit_distance("raet", "rate") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("Steps_Per", "steps-per") == 0);
}

TEST_CASE("a name is near when most of its letters are right, and the nearest of several is named") {
    const std::vector<std::string_view> names{"k", "rate", "conductance", "coupling"};
    CHECK(nearest_name("conductence", names) == "conductance");
    CHECK(nearest_name("couplign", names) == "coupling");
    CHECK(nearest_name("raet", names) == "rate");
    CHECK(nearest_name("K", names) == "k");
    CHECK(nearest_name("gamma", names).empty());
    CHECK(nearest_name("x", names).empty());
    CHECK(nearest_name("", names).empty());
    CHECK(nearest_name(std::string(1 << 20, 'k'), names).empty());
    CHECK(nearest_name("rate", {}).empty());
}

TEST_CASE("where no name is near, all of them are listed") {
    CHECK(nearest_or_all("raet", {"k", "rate"}) == "nearest: rate");
    CHECK(nearest_or_all("gamma", {"k", "rate"}) == "valid: k, rate");
}
