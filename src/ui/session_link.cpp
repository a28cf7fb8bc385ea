#include "ui/session_link.h"

#include "ui/background_thread.h"

namespace droplet {

SessionLink::SessionLink(BackendChoice choice, int threads, std::function<void()> on_change)
    : on_change_(std::move(on_change)), opening_(promise_.get_future()), opener_([this, choice, threads] {
          // Drawing must not wait for steps that use every core.
          run_in_the_background(below_window_priority);
          try {
              promise_.set_value(open(choice, threads));
          } catch (...) {
              promise_.set_exception(std::current_exception());
          }
          on_change_();
      }) {}

SessionLink::Opened SessionLink::open(BackendChoice choice, int threads) {
    Opened opened;
    for (std::size_t i = 0; i < opened.refusals.size(); ++i)
        opened.refusals[i] = backend_refusal(static_cast<BackendChoice>(i));
    opened.session = std::make_unique<SessionThread>(
        std::make_unique<Session>(open_backend(choice, threads), threads), on_change_);
    return opened;
}

SessionThread* SessionLink::get() {
    if (!session_ && opening_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        Opened opened = opening_.get();
        refusals_ = std::move(opened.refusals);
        session_ = std::move(opened.session);
    }
    return session_.get();
}

void SessionLink::set(const SessionSettings& settings, std::int64_t revision) {
    if (!session_ || sent_ == settings) return;
    session_->set(settings, revision);
    sent_ = settings;
}

}  // namespace droplet
