#include "cli/interrupt.h"

#include <pthread.h>

namespace droplet {

Interrupt::Interrupt() {
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        // What the caller had ignored (nohup, a shell's background job) stays ignored; SIGTERM also ends the
        // watcher.
        struct sigaction action {};
        sigaction(signal, nullptr, &action);
        if (signal == SIGTERM || action.sa_handler != SIG_IGN) sigaddset(&signals_, signal);
    }
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    watcher_ = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    ending_.request_stop();
    // Wakes the watcher; it is blocked there too, so that it is taken by sigwait and by nothing else.
    pthread_kill(watcher_.native_handle(), SIGTERM);
    watcher_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupt::watch() {
    for (;;) {
        int signal = 0;
        if (sigwait(&signals_, &signal) != 0) continue;
        if (ending_.stop_requested()) return;
        if (source_.request_stop()) continue;
        std::signal(signal, SIG_DFL);
        pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
        std::raise(signal);
    }
}

}  // namespace droplet
