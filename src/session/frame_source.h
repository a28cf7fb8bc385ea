#pragma once
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "media/video_reader.h"

namespace droplet {

/// Where a player has its frames from: VideoReader, or what a test says. For one thread.
class FrameSource {
 public:
    virtual ~FrameSource() = default;

    virtual const VideoInfo& info() const = 0;
    /// As VideoReader's.
    virtual bool next(Image& image, const std::stop_token& stop) = 0;
    virtual bool skip(const std::stop_token& stop) = 0;
    virtual std::int64_t position() const = 0;
    virtual void seek(std::int64_t frame) = 0;
};

/// Throws Error as VideoReader does.
std::unique_ptr<FrameSource> open_frames(const std::string& path, VideoSize size,
                                         const std::stop_token& stop = {});

}  // namespace droplet
