#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "media/reading_process.h"

using namespace droplet;

namespace {

std::vector<std::string> shell(const std::string& script) {
    return {"sh", "-c", script};
}

}  // namespace

TEST_CASE("What a program writes arrives whole, with its exit status and its messages") {
    ReadingProcess process(shell("seq 1 200000; echo no more >&2; exit 3"));
    std::string expected;
    for (int i = 1; i <= 200'000; ++i) expected += std::to_string(i) + "\n";
    CHECK(process.read_all() == expected);
    CHECK(process.at_end());
    CHECK(process.wait() == 3);
    CHECK(process.error_output() == "no more\n");
}

TEST_CASE("A program that says far more than anybody reads goes on, and the end of it is kept") {
    ReadingProcess process(shell("seq 1 200000 >&2; printf done"));
    CHECK(process.read_all() == "done");
    CHECK(process.wait() == 0);
    CHECK(process.error_output().size() < 65'536);
    CHECK(process.error_output().ends_with("199999\n200000\n"));
}

TEST_CASE("A request to stop ends the wait for output, and what comes later is read by the next call") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);  // the child goes on when it has a line
    ReadingProcess process(shell("printf abc; read line <&" + std::to_string(ends[0]) + "; printf def"));
    std::array<unsigned char, 6> bytes{};
    std::stop_source stop;
    CHECK(process.read({bytes.data(), 3}, stop.get_token()) == 3);
    std::jthread requester([&] { stop.request_stop(); });
    CHECK(process.read({bytes.data() + 3, 3}, stop.get_token()) == 0);
    CHECK(::write(ends[1], "\n", 1) == 1);
    CHECK(process.read({bytes.data() + 3, 3}) == 3);
    CHECK(std::string(bytes.begin(), bytes.end()) == "abcdef");
    CHECK(process.read({bytes.data(), 1}) == 0);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("A program that is destroyed while it runs is killed with its children") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);  // children have its end for as long as they live
    {
        ReadingProcess process(shell("sleep 600 & echo; wait"));
        ::close(ends[1]);
        std::array<unsigned char, 1> line{};
        CHECK(process.read(line) == 1);
        pollfd closed{ends[0], POLLIN, 0};
        CHECK(::poll(&closed, 1, 0) == 0);
    }
    pollfd closed{ends[0], POLLIN, 0};
    CHECK(::poll(&closed, 1, 20'000) == 1);
    CHECK((closed.revents & POLLHUP) != 0);
    ::close(ends[0]);
}

TEST_CASE("A program that never ends is killed at the limit, and one that there is not cannot be started") {
    ReadingProcess process(shell("exec sleep 600"));
    CHECK(process.wait(20) == 128 + SIGKILL);
    try {
        ReadingProcess nothing({"no-such-program-anywhere"});
        FAIL("started");
    } catch (const std::system_error& error) {
        CHECK(error.code().value() == ENOENT);
    }
}
