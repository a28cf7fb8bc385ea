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
    std::int64_t frames = 0;  ///< as the file says; exact once its end was seen; 0: not known, as of a camera
    bool live = false;        ///< a camera: it goes on by itself and has no end
    bool seekable = false;    ///< false: a camera
    std::string format;       ///< "h264, 1920 x 1080, 29.97 frames/s" in words
};

/// Whether a path is meant as a video: a file that ffmpeg reads and stb does not (by its extension and its
/// first bytes; animated GIFs and PNGs too), a pattern of numbered pictures (frame-%05d.png) that is not
/// itself a file, or a device /dev/video*. Reads some bytes of it.
bool is_video_path(const std::string& path);

/// The frames of a video, one after the other, RGB without alpha, upright, with square pixels, decoded by
/// `ffmpeg` in a process of its own, whose crashes and hostile files stay there. Values of n bits
/// v are v / (2^n − 1). Frame f is what is shown at f / fps, the same bits however one came to
/// it. A sequence has 25 frames a second. For one thread.
class VideoReader {
 public:
    /// Throws Error (Fault::job): ffmpeg is missing, no such file or camera, it is busy, nothing in it can be
    /// decoded, or `stop` was requested meanwhile; in one line with what ffmpeg says.
    explicit VideoReader(const std::string& path, VideoSize size = VideoSize::full,
                         const std::stop_token& stop = {});
    ~VideoReader();
    VideoReader(const VideoReader&) = delete;
    VideoReader& operator=(const VideoReader&) = delete;

    const VideoInfo& info() const;
    /// The next frame; none at the end, or when `stop` was requested (it may wait for a camera). Throws Error
    /// (Fault::job) when the decoder failed or the camera was unplugged.
    std::optional<Image> next(const std::stop_token& stop = {});
    /// The same into `image`, whose memory is used again where it has the shape; false where there is none.
    bool next(Image& image, const std::stop_token& stop = {});
    /// Leaves out the next frame, which takes less than to return it; false as next().
    bool skip(const std::stop_token& stop = {});
    /// The number of the frame that next() would return.
    std::int64_t position() const;
    /// Goes to a frame, at least 0, of what is seekable.
    void seek(std::int64_t frame);

 private:
    struct Decoder;
    std::unique_ptr<Decoder> decoder_;
};

}  // namespace droplet
