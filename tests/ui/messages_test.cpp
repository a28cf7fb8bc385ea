#include <doctest/doctest.h>

#include "model/error.h"
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

TEST_CASE("What work says is noted, and what it throws is an error") {
    Messages messages;
    messages.report([] { return "saved"; });
    messages.report(
        []() -> std::string { throw droplet::Error(droplet::Fault::job, "a.png", "cannot be written"); });
    REQUIRE(messages.shown().size() == 2);
    CHECK(messages.shown()[0].kind == Messages::Kind::note);
    CHECK(messages.shown()[0].text == "saved");
    CHECK(messages.shown()[1].kind == Messages::Kind::error);
    CHECK(messages.shown()[1].text == "a.png: cannot be written");
}

TEST_CASE("A note of a file stays longer than one without, and of each file there is one") {
    Messages messages;
    messages.note("Done");
    messages.note("Still saved.", "/tmp/a.png");
    messages.note("Still saved.", "/tmp/b.png");
    messages.note("Still saved.", "/tmp/b.png");
    REQUIRE(messages.shown().size() == 3);
    CHECK(messages.shown()[0].file.empty());
    CHECK(messages.shown()[1].file == "/tmp/a.png");
    CHECK(messages.shown()[2].count == 2);
    CHECK(messages.expire(messages.shown()[0].until));
    REQUIRE(messages.shown().size() == 2);
    CHECK(messages.shown()[0].file == "/tmp/a.png");
}
