// What ffprobe says of a video, and what ffmpeg is told to decode it.
#pragma once
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "media/video_reader.h"
#include "model/error.h"

namespace droplet {

/// A number of frames or seconds as containers tell it: never rounded.
struct Ratio {
    std::int64_t num = 0, den = 1;
    double value() const { return static_cast<double>(num) / static_cast<double>(den); }
    bool operator==(const Ratio&) const = default;
};

enum class VideoKind { file, sequence, camera };

struct VideoFacts {
    VideoKind kind = VideoKind::file;
    std::string path;            ///< absolute
    Size size;                   ///< that ffmpeg is asked for
    Size stored;                 ///< of the file's frames, upright, with square pixels
    Ratio rate{25, 1};           ///< frames a second; those of the file are put to the nearest of these times
    std::int64_t start_pts = 0;  ///< of the first frame, in the stream's own ticks
    double start_offset = 0;     ///< seconds from the file's start to it
    std::int64_t frames = 0;     ///< 0: not known
    int first_number = 0;        ///< of a sequence
    int bits = 8;                ///< of a value, that ffmpeg is asked for: 8 to 16
    bool by_keyframes = false;   ///< its container leads to the keyframe before a time, exactly
    bool guess_bt709 = false;    ///< YUV of a size that is BT.709 where nothing else is said
    std::string codec;
};

/// Asks ffprobe. Throws Error (Fault::job), also when `stop` was requested.
VideoFacts video_facts(const std::string& path, VideoSize size, const std::stop_token& stop);

/// ffmpeg's arguments to write planes of green, blue and red, of 1 or 2 bytes a value, from this frame on,
/// one at each time of the constant rate.
std::vector<std::string> decoder_arguments(const VideoFacts& facts, std::int64_t first_frame);

/// Why it failed, in one line: what it said last on standard error, or how it ended.
Error decoder_failure(const std::string& path, VideoKind kind, const std::string& error_output, int status);

}  // namespace droplet
