#include "ui/folder_reader.h"

#include <utility>

namespace droplet {

FolderReader::FolderReader() : thread_([this](const std::stop_token& stop) { work(stop); }) {}

void FolderReader::read(const std::filesystem::path& folder) {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = folder;
        done_.reset();
    }
    changed_.notify_all();
}

bool FolderReader::is_reading() const {
    const std::lock_guard lock(mutex_);
    return wanted_ || is_busy_;
}

std::optional<Listing> FolderReader::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, std::nullopt);
}

void FolderReader::wait() const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !wanted_ && !is_busy_; });
}

void FolderReader::work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return wanted_.has_value(); }) && !stop.stop_requested()) {
        const std::filesystem::path folder = std::move(*wanted_);
        wanted_.reset();
        is_busy_ = true;
        lock.unlock();
        Listing listing = list_folder(folder, [&] {
            const std::lock_guard guard(mutex_);
            return wanted_ || stop.stop_requested();
        });
        lock.lock();
        is_busy_ = false;
        if (!wanted_) done_ = std::move(listing);
        changed_.notify_all();
    }
}

}  // namespace droplet
