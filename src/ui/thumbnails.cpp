#include "ui/thumbnails.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "media/image_io.h"
#include "ui/file_listing.h"

namespace droplet {

namespace {

/// Target coordinate `i` of `count` averages the source pixels [begin, end) of `length`.
struct Span {
    int begin, end;
    Span(int i, int count, int length)
        : begin(static_cast<int>(std::int64_t{i} * length / count)),
          end(std::max(begin + 1, static_cast<int>(std::int64_t{i + 1} * length / count))) {}
};

std::uint8_t to_byte(float value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f);
}

/// The mean colour of a box; pixels count by their alpha, so that what is hidden does not bleed into what is
/// seen.
std::array<std::uint8_t, 4> box_mean(const Image& image, Span across, Span down) {
    std::array<float, 3> color{}, plain{};
    float alpha_sum = 0, count = 0;
    for (int y = down.begin; y < down.end; ++y)
        for (int x = across.begin; x < across.end; ++x) {
            const float alpha = image.has_alpha() ? std::clamp(image.alpha().row(y)[x], 0.0f, 1.0f) : 1.0f;
            for (int c = 0; c < 3; ++c) {
                const float value =
                    std::clamp(image.plane(image.channels() == 3 ? c : 0).row(y)[x], 0.0f, 1.0f);
                color[static_cast<std::size_t>(c)] += alpha * value;
                plain[static_cast<std::size_t>(c)] += value;
            }
            alpha_sum += alpha;
            count += 1;
        }
    const auto mean = [&](std::size_t c) {
        return to_byte(alpha_sum > 0 ? color[c] / alpha_sum : plain[c] / count);
    };
    return {mean(0), mean(1), mean(2), to_byte(alpha_sum / count)};
}

LoadedThumbnail load(const FileVersion& file) {
    LoadedThumbnail loaded{file, {}, {}};
    if (file.bytes > ThumbnailLoader::max_file_bytes) {
        loaded.error = fmt::format("no preview: larger than {}", size_text(ThumbnailLoader::max_file_bytes));
        return loaded;
    }
    try {
        loaded.thumbnail = make_thumbnail(read_image(file.path.string()), ThumbnailLoader::longest_side);
    } catch (const std::exception& error) {  // Error, or no memory
        // The name stands beside the message.
        const std::string message = error.what(), subject = file.path.string() + ": ";
        loaded.error = message.starts_with(subject) ? message.substr(subject.size()) : message;
    }
    return loaded;
}

}  // namespace

Thumbnail make_thumbnail(const Image& image, int longest) {
    const Size from = image.size();
    const int side = std::max(from.width, from.height);
    const auto reduced = [&](int length) {
        return side <= longest
                   ? length
                   : std::max(1, static_cast<int>((std::int64_t{length} * longest + side / 2) / side));
    };
    Thumbnail thumbnail{{reduced(from.width), reduced(from.height)}, {}, from};
    thumbnail.rgba.reserve(static_cast<std::size_t>(thumbnail.size.area()) * 4);
    for (int y = 0; y < thumbnail.size.height; ++y)
        for (int x = 0; x < thumbnail.size.width; ++x) {
            const auto pixel = box_mean(image, Span(x, thumbnail.size.width, from.width),
                                        Span(y, thumbnail.size.height, from.height));
            thumbnail.rgba.insert(thumbnail.rgba.end(), pixel.begin(), pixel.end());
        }
    return thumbnail;
}

ThumbnailLoader::ThumbnailLoader() : thread_([this](const std::stop_token& stop) { work(stop); }) {}

void ThumbnailLoader::want(std::vector<FileVersion> files) {
    {
        const std::lock_guard lock(mutex_);
        wanted_ = std::move(files);
        std::reverse(wanted_.begin(), wanted_.end());
        std::erase_if(wanted_, [&](const FileVersion& file) {
            return file == current_ ||
                   std::any_of(done_.begin(), done_.end(),
                               [&](const LoadedThumbnail& loaded) { return loaded.file == file; });
        });
    }
    changed_.notify_all();
}

std::vector<LoadedThumbnail> ThumbnailLoader::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, {});
}

void ThumbnailLoader::wait() const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return wanted_.empty() && current_.path.empty(); });
}

void ThumbnailLoader::work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return !wanted_.empty(); }) && !stop.stop_requested()) {
        current_ = std::move(wanted_.back());
        wanted_.pop_back();
        const FileVersion file = current_;
        lock.unlock();
        LoadedThumbnail loaded = load(file);
        lock.lock();
        done_.push_back(std::move(loaded));
        current_ = {};
        changed_.notify_all();
    }
}

}  // namespace droplet
