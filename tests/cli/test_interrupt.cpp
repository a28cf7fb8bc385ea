#include <doctest/doctest.h>

#include <signal.h>
#include <unistd.h>

#include <latch>
#include <stop_token>

#include "cli/interrupt.h"

using namespace droplet;

TEST_CASE("a signal requests a stop, and what was in force before is in force again afterwards") {
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        sigset_t before, after;
        pthread_sigmask(SIG_SETMASK, nullptr, &before);
        {
            const Interrupt interrupt;
            std::latch stopped(1);
            const std::stop_callback on_stop(interrupt.token(), [&] { stopped.count_down(); });
            CHECK_FALSE(interrupt.token().stop_requested());
            ::kill(::getpid(), number);
            stopped.wait();
            CHECK(interrupt.token().stop_requested());
        }
        pthread_sigmask(SIG_SETMASK, nullptr, &after);
        CHECK(sigismember(&before, number) == sigismember(&after, number));
    }
}

TEST_CASE("without a signal nothing stops") {
    for (int i = 0; i < 50; ++i) {
        const Interrupt interrupt;
        CHECK_FALSE(interrupt.token().stop_requested());
    }
}
