#include "ui/capture_opener.h"

#include <exception>
#include <new>
#include <utility>

#include "media/capture_file.h"
#include "ui/background_thread.h"

namespace droplet {

CaptureOpener::CaptureOpener(std::function<void()> on_found)
    : on_found_(std::move(on_found)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void CaptureOpener::look(std::filesystem::path path, bool restores) {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = Wish{std::move(path), restores};
        found_.reset();
        obsolete_ = true;
    }
    wanted_changed_.notify_one();
}

void CaptureOpener::forget() {
    const std::lock_guard lock(mutex_);
    wanted_.reset();
    found_.reset();
    obsolete_ = true;
}

std::optional<CaptureOpener::Found> CaptureOpener::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(found_, std::nullopt);
}

CaptureOpener::Found CaptureOpener::found(const Wish& wish) {
    Found found{.path = wish.path, .restores = wish.restores, .recipe = {}, .source = {}, .error = {}};
    try {
        found.recipe = read_recipe(wish.path.string());
        if (found.recipe && wish.restores) found.source = find_capture_source(*found.recipe, wish.path);
    } catch (const std::bad_alloc&) {
        found.error = wish.path.string() + ": not enough memory for what this capture was made from";
    } catch (const std::exception& error) {
        found.error = error.what();
    }
    return found;
}

void CaptureOpener::run(const std::stop_token& stop) {
    run_in_the_background(below_window_priority);
    std::unique_lock lock(mutex_);
    while (wanted_changed_.wait(lock, stop, [this] { return wanted_.has_value(); })) {
        const Wish wish = *std::exchange(wanted_, std::nullopt);
        obsolete_ = false;
        lock.unlock();
        Found result = found(wish);
        lock.lock();
        if (obsolete_) continue;
        found_ = std::move(result);
        lock.unlock();
        on_found_();
        lock.lock();
    }
}

}  // namespace droplet
