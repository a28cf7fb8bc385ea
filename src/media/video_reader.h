#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "model/image.h"
#include "model/video_params.h"

namespace droplet {

/// What a video is, as far as it says so.
struct VideoInfo {
    Size size;                ///< as decoded, after rotation and VideoSize
    double fps = 0;           ///< frames are taken at this constant rate
    std::int64_t frames = 0;  ///< 0: not known, as of a camera
    bool seekable = false;    ///< false: a camera, a pipe
    std::string format;       ///< "h264, 1920 x 1080, 29.97 frames/s" in words
};

/// Whether a path is meant as a video: a file that ffmpeg reads and stb does not (by its extension and its
/// first bytes; animated GIFs too), a pattern of numbered pictures (frame-%05d.png), or a device /dev/video*.
bool is_video_path(const std::string& path);

/// The frames of a video, one after the other, RGB without alpha, decoded by `ffmpeg` in a process of its
/// own, whose crashes and hostile files stay there. Frame f is the same bits however one came to it. For one
/// thread.
class VideoReader {
 public:
    /// Throws Error (Fault::job): ffmpeg is missing, no such file or camera, it is busy, nothing in it can be
    /// decoded; in one line with what ffmpeg says.
    VideoReader(const std::string& path, VideoSize size = VideoSize::full);
    ~VideoReader();
    VideoReader(const VideoReader&) = delete;
    VideoReader& operator=(const VideoReader&) = delete;

    const VideoInfo& info() const;
    /// The next frame; none at the end, or when `stop` was requested (it may wait for a camera). Throws Error
    /// (Fault::job) when the decoder failed or the camera was unplugged.
    std::optional<Image> next(const std::stop_token& stop = {});
    /// The number of the frame that next() would return.
    std::int64_t position() const;
    /// Goes to a frame, of what is seekable.
    void seek(std::int64_t frame);

 private:
    struct Decoder;
    std::unique_ptr<Decoder> decoder_;
};

}  // namespace droplet
