#include "ui/image_loader.h"

#include <cstdint>
#include <filesystem>
#include <utility>

#include "media/capture_file.h"
#include "media/source_picture.h"
#include "media/video_reader.h"
#include "model/error.h"

namespace droplet {

ImageLoader::ImageLoader(std::function<void()> on_loaded)
    : on_loaded_(std::move(on_loaded)), thread_([this](std::stop_token stop) { run(stop); }) {}

ImageLoader::~ImageLoader() {
    thread_.request_stop();
    const std::lock_guard lock(mutex_);
    work_.request_stop();
}

void ImageLoader::load(std::string path, bool normalize, VideoSize size) {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = Wish{std::move(path), normalize, size};
        work_.request_stop();
    }
    wanted_changed_.notify_one();
}

std::optional<ImageLoader::Loaded> ImageLoader::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(loaded_, std::nullopt);
}

bool ImageLoader::busy() const {
    const std::lock_guard lock(mutex_);
    return wanted_ || reading_ || loaded_;
}

/// The first frame is decoded here, so that what cannot be is told before anything is shown.
void ImageLoader::open_video(const Wish& wish, const std::stop_token& stop, Loaded& loaded) {
    constexpr std::uintmax_t most_summed = std::uintmax_t{1} << 30;
    auto source = open_frames(wish.path, wish.size, stop);
    Image first;
    if (!source->next(first, stop)) throw Error(Fault::job, wish.path, "holds no frame that can be decoded");
    SourceReference& reference = loaded.reference;
    reference.kind = source->info().live ? SourceKind::camera : SourceKind::video;
    reference.path = std::filesystem::absolute(wish.path).string();
    reference.size = first.size();
    reference.channels = first.channels();
    std::error_code error;
    const auto bytes = std::filesystem::file_size(wish.path, error);
    if (!error && bytes <= most_summed) reference.checksum = file_checksum(wish.path);
    loaded.normalized = false;
    loaded.is_file = !source->info().live;
    loaded.image = std::make_shared<const Image>(std::move(first));
    loaded.video = std::make_shared<VideoPlayer>(std::move(source));
}

ImageLoader::Loaded ImageLoader::read(const Wish& wish, const std::stop_token& stop) {
    const bool is_file = !wish.path.empty();
    Loaded loaded{.name = is_file ? wish.path : test_picture_name,
                  .image = nullptr,
                  .error = {},
                  .is_file = is_file,
                  .normalized = wish.normalize,
                  .reference = {},
                  .video = nullptr};
    try {
        if (is_file && is_video_path(wish.path)) {
            open_video(wish, stop, loaded);
            return loaded;
        }
        SourcePicture source = read_source_picture(wish.path, wish.normalize);
        loaded.reference = std::move(source.reference);
        loaded.image = std::move(source.image);
    } catch (const std::bad_alloc&) {
        loaded.error = loaded.name + ": not enough memory for this picture";
    } catch (const std::exception& error) {
        loaded.error = error.what();
    }
    return loaded;
}

void ImageLoader::run(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (wanted_changed_.wait(lock, stop, [this] { return wanted_.has_value(); })) {
        const Wish wish = *std::exchange(wanted_, std::nullopt);
        reading_ = true;
        work_ = std::stop_source();
        const std::stop_token work = work_.get_token();
        if (stop.stop_requested()) return;
        lock.unlock();
        Loaded loaded = read(wish, work);
        lock.lock();
        reading_ = false;
        if (wanted_) continue;  // a newer wish has come meanwhile
        loaded_ = std::move(loaded);
        lock.unlock();
        on_loaded_();
        lock.lock();
    }
}

}  // namespace droplet
