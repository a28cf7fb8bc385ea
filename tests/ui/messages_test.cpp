#include <doctest/doctest.h>

#include "ui/messages.h"

using droplet::Messages;

TEST_CASE("A note goes by itself, an error stays until it is dismissed") {
    Messages messages;
    messages.error("K: wrong");
    messages.note("saved");
    REQUIRE(messages.next_expiry());
    CHECK_FALSE(messages.expire(*messages.next_expiry() - std::chrono::milliseconds(1)));
    CHECK(messages.expire(*messages.next_expiry()));
    REQUIRE(messages.shown().size() == 1);
    CHECK(messages.shown().front().text == "K: wrong");
    CHECK_FALSE(messages.next_expiry());
    messages.dismiss(0);
    CHECK(messages.shown().empty());
}

TEST_CASE("The same error again is counted, not repeated, and only the newest are kept") {
    Messages messages;
    messages.error("a");
    messages.error("a");
    REQUIRE(messages.shown().size() == 1);
    CHECK(messages.shown().front().count == 2);
    for (const char* text : {"b", "c", "d", "e", "f"}) messages.error(text);
    CHECK(messages.shown().size() == Messages::max_shown);
    CHECK(messages.shown().back().text == "f");
}
