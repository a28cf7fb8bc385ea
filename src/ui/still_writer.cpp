#include "ui/still_writer.h"

#include <exception>
#include <new>
#include <span>
#include <utility>

#include "media/image_bytes.h"
#include "media/image_io.h"
#include "model/error.h"
#include "session/shown_picture.h"
#include "ui/background_thread.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

Image image_of(FramePixels& pixels) {
    const std::span<const std::uint8_t> rgb = pixels.rgb();
    Image image(pixels.size(), 3);
    const auto width = static_cast<std::size_t>(image.width());
    for (int y = 0; y < image.height(); ++y) {
        const std::uint8_t* const row = rgb.data() + static_cast<std::size_t>(y) * width * 3;
        for (int channel = 0; channel < 3; ++channel) {
            float* const out = image.plane(channel).row(y);
            for (std::size_t x = 0; x < width; ++x)
                out[x] = static_cast<float>(row[3 * x + static_cast<std::size_t>(channel)]) / 255.0f;
        }
    }
    return image;
}

struct StillFile {
    const char* extension;
    const char* companion;  ///< of a format without metadata, the recipe's file beside it
};
StillFile file_of(const StillParams& params) {
    if (params.content == StillContent::values) return {"pfm", ".json"};
    return {params.format == StillFormat::jpeg ? "jpg" : "png", ""};
}

}  // namespace

fs::path write_still(StillJob job) {
    if (job.pixels) job.params.content = StillContent::as_shown;
    const bool raw = job.params.content == StillContent::values;
    const StillFile format = file_of(job.params);
    ReservedFile file(capture_folder(job.place), capture_name(job.place.name, job.facts), format.extension,
                      format.companion);
    WriteOptions options;
    // The window's colours have 8 bits.
    options.bit_depth = job.params.format == StillFormat::png_16 && !job.pixels ? 16 : 8;
    options.jpeg_quality = job.params.jpeg_quality;
    if (job.recipe) {
        job.recipe->raw = raw;
        options.recipe = recipe_text(*job.recipe);
    }
    Image picture = job.pixels ? image_of(*job.pixels) : std::move(job.picture);
    if (!raw && !job.pixels) picture = shown_picture(picture, job.display);
    write_image(picture, file.path().string(), options);
    file.keep();
    return file.path();
}

struct StillWriter::Shared {
    std::mutex mutex;
    std::condition_variable given_back;
    std::size_t bytes = 0;
    int count = 0;
};

class StillWriter::Room {
 public:
    Room(std::shared_ptr<Shared> shared, std::size_t bytes) : shared_(std::move(shared)), bytes_(bytes) {}
    ~Room() {
        {
            const std::lock_guard lock(shared_->mutex);
            shared_->bytes -= bytes_;
            --shared_->count;
        }
        shared_->given_back.notify_all();
    }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

 private:
    std::shared_ptr<Shared> shared_;
    std::size_t bytes_;
};

StillWriter::StillWriter(std::function<void()> on_change, std::size_t most_bytes)
    : on_change_(std::move(on_change)),
      most_bytes_(most_bytes > 0 ? most_bytes : available_memory() / 4),
      shared_(std::make_shared<Shared>()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

StillWriter::~StillWriter() = default;

std::shared_ptr<StillWriter::Room> StillWriter::room(std::size_t bytes) {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->count > 0 && shared_->bytes + bytes > most_bytes_) return nullptr;
    auto room = std::make_shared<Room>(shared_, bytes);
    shared_->bytes += bytes;
    ++shared_->count;
    return room;
}

void StillWriter::add(StillJob job, std::shared_ptr<Room> room) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({std::move(job), std::move(room)});
    }
    added_.notify_one();
}

std::vector<StillWriter::Result> StillWriter::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(results_, {});
}

int StillWriter::under_way() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->count;
}

bool StillWriter::wait(std::chrono::steady_clock::duration limit) {
    std::unique_lock lock(shared_->mutex);
    return shared_->given_back.wait_for(lock, limit, [this] { return shared_->count == 0; });
}

void StillWriter::run(const std::stop_token& stop) {
    run_in_the_background(below_window_priority);
    std::unique_lock lock(mutex_);
    while (true) {
        added_.wait(lock, stop, [this] { return !waiting_.empty(); });
        if (waiting_.empty()) return;  // stopped, and nothing is left to be written
        Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        Result result;
        try {
            result.file = write_still(std::move(next.job));
        } catch (const std::bad_alloc&) {
            result.error = "still: not enough memory for this picture";
        } catch (const std::exception& error) {
            result.error = error.what();
        }
        lock.lock();
        results_.push_back(std::move(result));
        lock.unlock();
        next.room.reset();
        on_change_();
        lock.lock();
    }
}

}  // namespace droplet
