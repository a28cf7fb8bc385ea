#include "session/replay_video.h"

#include <utility>

#include "media/video_reader.h"

namespace droplet {
namespace {

constexpr std::int64_t near_by = 64;  // frames that are sooner left out than sought

class Frames {
 public:
    Frames(std::string path, VideoSize size, bool normalized)
        : path_(std::move(path)), size_(size), normalized_(normalized) {}

    std::shared_ptr<const Image> at(std::int64_t frame) {
        if (last_ && frame == last_number_) return last_;
        if (frame < 0) return nullptr;
        if (!reader_) reader_ = std::make_unique<VideoReader>(path_, size_);
        const std::int64_t ahead = frame - reader_->position();
        if (ahead < 0 || ahead > near_by) reader_->seek(frame);
        while (reader_->position() < frame)
            if (!reader_->skip()) return nullptr;
        std::optional<Image> image = reader_->next();
        if (!image) return nullptr;
        if (normalized_) normalize(*image);
        last_number_ = frame;
        return last_ = std::make_shared<const Image>(std::move(*image));
    }

 private:
    std::string path_;
    VideoSize size_;
    bool normalized_;
    std::unique_ptr<VideoReader> reader_;
    std::shared_ptr<const Image> last_;
    std::int64_t last_number_ = 0;
};

}  // namespace

Replay::Frames video_frames(const Run& run) {
    if (run.source.kind != SourceKind::video || run.events.empty()) return {};
    const auto* first = std::get_if<RunSettings>(&run.events.front().action);
    const VideoSize size = first ? first->preset->video.size : VideoSize::full;
    const auto frames = std::make_shared<Frames>(run.source.path, size, run.source.normalized);
    return [frames](std::int64_t frame) { return frames->at(frame); };
}

}  // namespace droplet
