#include "media/video_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <system_error>
#include <vector>

#include "media/reading_process.h"
#include "media/video_facts.h"

namespace droplet {
namespace {

/// Frames ahead that are decoded and left out rather than looked for from a keyframe.
constexpr std::int64_t near_frames = 48;
/// Of the planes that ffmpeg writes.
constexpr std::array<int, 3> channel_of_plane{1, 2, 0};

template <class T>
void convert(const unsigned char* bytes, int bits, Image& image) {
    const auto full_scale = static_cast<float>((1 << bits) - 1);
    const int width = image.width();
    std::vector<T> row(static_cast<std::size_t>(width));
    for (const int channel : channel_of_plane) {
        const Plane plane = image.plane(channel);
        for (int y = 0; y < image.height(); ++y, bytes += sizeof(T) * row.size()) {
            std::memcpy(row.data(), bytes, sizeof(T) * row.size());
            float* target = plane.row(y);
            for (int x = 0; x < width; ++x)
                target[x] = static_cast<float>(row[static_cast<std::size_t>(x)]) / full_scale;
        }
    }
}

VideoInfo info_of(const VideoFacts& facts) {
    VideoInfo info;
    info.size = facts.size;
    info.fps = facts.rate.value();
    info.frames = facts.frames;
    info.live = facts.kind == VideoKind::camera;
    info.seekable = !info.live;
    info.format = fmt::format("{}, {} x {}, {:.4g} frames/s", facts.codec, facts.stored.width,
                              facts.stored.height, info.fps);
    return info;
}

}  // namespace

struct VideoReader::Decoder {
    VideoFacts facts;
    VideoInfo info;
    std::unique_ptr<ReadingProcess> process{};
    std::int64_t position = 0;
    std::int64_t decoded = 0;  // by this process
    std::int64_t to_skip = 0;  // before the next one
    bool ended = false;
    std::vector<unsigned char> bytes{};  // of a frame, of which so many have come
    std::size_t filled = 0;

    bool read(const std::stop_token& stop);
    bool advance(const std::stop_token& stop);
    void start();
    void end();
};

void VideoReader::Decoder::start() {
    decoded = 0;
    filled = 0;
    try {
        process = std::make_unique<ReadingProcess>(decoder_arguments(facts, position));
    } catch (const std::system_error& error) {
        throw Error(Fault::job, facts.path,
                    fmt::format("ffmpeg cannot be started ({})", error.code().message()));
    }
}

/// What the end of the output means.
void VideoReader::Decoder::end() {
    ended = true;
    const int status = process->wait(5000);
    const std::string said = process->error_output();
    process.reset();
    if (info.live)
        throw decoder_failure(facts.path, facts.kind, said.empty() ? "No such device" : said, status);
    if (filled > 0 || status != 0 || (position == 0 && decoded == 0))
        throw decoder_failure(facts.path, facts.kind,
                              said.empty() && status == 0 ? "Invalid data found" : said, status);
    if (decoded > 0) info.frames = position - to_skip;
}

/// The next frame's bytes; false at the end, or when `stop` was requested.
bool VideoReader::Decoder::read(const std::stop_token& stop) {
    if (ended) return false;
    if (!process) start();
    filled += process->read(std::span(bytes).subspan(filled), stop);
    if (filled < bytes.size()) {
        if (process->at_end()) end();
        return false;
    }
    filled = 0;
    ++decoded;
    return true;
}

/// Likewise, at the position that was asked for.
bool VideoReader::Decoder::advance(const std::stop_token& stop) {
    for (; to_skip > 0; --to_skip)
        if (!read(stop)) return false;
    if (!read(stop)) return false;
    ++position;
    return true;
}

VideoReader::VideoReader(const std::string& path, VideoSize size, const std::stop_token& stop)
    : decoder_(std::make_unique<Decoder>(Decoder{.facts = video_facts(path, size, stop), .info = {}})) {
    decoder_->info = info_of(decoder_->facts);
    const auto values = static_cast<std::size_t>(decoder_->facts.size.area()) * 3;
    decoder_->bytes.resize(values * (decoder_->facts.bits > 8 ? 2 : 1));
}

VideoReader::~VideoReader() = default;

const VideoInfo& VideoReader::info() const {
    return decoder_->info;
}

std::int64_t VideoReader::position() const {
    return decoder_->position;
}

bool VideoReader::next(Image& image, const std::stop_token& stop) {
    if (!decoder_->advance(stop)) return false;
    if (!(image.size() == decoder_->facts.size) || image.channels() != 3 || image.has_alpha())
        image = Image(decoder_->facts.size, 3);
    const int bits = decoder_->facts.bits;
    if (bits > 8)
        convert<std::uint16_t>(decoder_->bytes.data(), bits, image);
    else
        convert<std::uint8_t>(decoder_->bytes.data(), bits, image);
    return true;
}

std::optional<Image> VideoReader::next(const std::stop_token& stop) {
    Image image;
    if (!next(image, stop)) return std::nullopt;
    return image;
}

bool VideoReader::skip(const std::stop_token& stop) {
    return decoder_->advance(stop);
}

void VideoReader::seek(std::int64_t frame) {
    Decoder& decoder = *decoder_;
    if (!decoder.info.seekable) return;
    frame = std::max<std::int64_t>(frame, 0);
    const std::int64_t stands = decoder.position - decoder.to_skip;  // of the process's next frame
    const std::int64_t ahead = frame - stands;
    decoder.position = frame;
    if (decoder.process && ahead >= 0 && ahead <= near_frames) {
        decoder.to_skip = ahead;
        return;
    }
    decoder.ended = decoder.facts.kind == VideoKind::sequence && frame >= decoder.facts.frames;
    decoder.to_skip = 0;
    decoder.filled = 0;
    decoder.process.reset();
}

}  // namespace droplet
