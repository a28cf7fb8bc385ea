#include "ui/session_link.h"

namespace droplet {

SessionLink::SessionLink(BackendChoice choice, int threads, std::function<void()> on_change)
    : on_change_(std::move(on_change)), opening_(promise_.get_future()), opener_([this, choice, threads] {
          try {
              Opened opened;
              for (std::size_t i = 0; i < opened.refusals.size(); ++i)
                  opened.refusals[i] = backend_refusal(static_cast<BackendChoice>(i));
              opened.session = std::make_unique<Session>(open_backend(choice, threads), threads);
              promise_.set_value(std::move(opened));
          } catch (...) {
              promise_.set_exception(std::current_exception());
          }
          on_change_();
      }) {}

SessionThread* SessionLink::get() {
    if (!session_ && opening_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        Opened opened = opening_.get();
        refusals_ = std::move(opened.refusals);
        session_ = std::make_unique<SessionThread>(std::move(opened.session), on_change_);
    }
    return session_.get();
}

void SessionLink::set(const SessionSettings& settings) {
    if (!session_ || sent_ == settings) return;
    session_->set(settings);
    sent_ = settings;
}

}  // namespace droplet
