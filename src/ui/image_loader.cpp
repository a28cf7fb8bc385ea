#include "ui/image_loader.h"

#include <filesystem>
#include <utility>

#include "media/capture_file.h"
#include "media/image_io.h"
#include "media/test_picture.h"
#include "model/error.h"

namespace droplet {

ImageLoader::ImageLoader(std::function<void()> on_loaded)
    : on_loaded_(std::move(on_loaded)), thread_([this](std::stop_token stop) { run(stop); }) {}

ImageLoader::~ImageLoader() = default;

void ImageLoader::load(std::string path, bool normalize) {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = Wish{std::move(path), normalize};
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

namespace {

SourceReference reference_of(const std::string& path, const Image& image, bool normalized) {
    SourceReference reference;
    reference.size = image.size();
    reference.channels = image.channels();
    reference.normalized = normalized;
    if (path == "-") return reference;
    reference.kind = path.empty() ? SourceKind::test_picture : SourceKind::picture;
    if (path.empty()) return reference;
    reference.path = std::filesystem::absolute(path).string();
    reference.checksum = file_checksum(path);
    return reference;
}

}  // namespace

ImageLoader::Loaded ImageLoader::read(const Wish& wish) {
    const bool is_file = !wish.path.empty();
    Loaded loaded{.name = is_file ? wish.path : test_picture_name,
                  .image = nullptr,
                  .error = {},
                  .is_file = is_file,
                  .normalized = wish.normalize,
                  .reference = {}};
    try {
        Image image = is_file ? read_image(wish.path) : make_test_picture();
        if (wish.normalize) normalize(image);
        loaded.reference = reference_of(wish.path, image, wish.normalize);
        loaded.image = std::make_shared<const Image>(std::move(image));
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
        lock.unlock();
        Loaded loaded = read(wish);
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
