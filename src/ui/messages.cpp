#include "ui/messages.h"

#include <algorithm>

#include "model/error.h"

namespace droplet {

void Messages::error(std::string text) {
    add(Kind::error, std::move(text));
}
void Messages::note(std::string text) {
    add(Kind::note, std::move(text));
}
void Messages::note(std::string text, std::filesystem::path file) {
    add(Kind::note, std::move(text), std::move(file));
}

void Messages::report(const std::function<std::string()>& work) {
    try {
        note(work());
    } catch (const Error& failure) {
        error(failure.what());
    }
}

void Messages::add(Kind kind, std::string text, std::filesystem::path file) {
    const auto until = Clock::now() + (file.empty() ? note_time : file_time);
    for (Message& message : shown_) {
        if (message.kind != kind || message.text != text || message.file != file) continue;
        ++message.count;
        message.until = until;
        return;
    }
    shown_.push_back({kind, std::move(text), until, 1, std::move(file)});
    if (shown_.size() > max_shown) shown_.pop_front();
}

void Messages::dismiss(std::size_t index) {
    if (index < shown_.size()) shown_.erase(shown_.begin() + static_cast<std::ptrdiff_t>(index));
}

bool Messages::expire(Clock::time_point now) {
    return std::erase_if(shown_, [now](const Message& m) { return m.kind == Kind::note && m.until <= now; }) >
           0;
}

std::optional<Messages::Clock::time_point> Messages::next_expiry() const {
    std::optional<Clock::time_point> next;
    for (const Message& message : shown_)
        if (message.kind == Kind::note && (!next || message.until < *next)) next = message.until;
    return next;
}

}  // namespace droplet
