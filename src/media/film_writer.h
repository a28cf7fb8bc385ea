#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "media/film_options.h"
#include "media/image_io.h"
#include "model/image.h"

namespace droplet {

/// A sequence of pictures of one size going to .mp4 (H.264, yuv420p), .webm (VP9), .gif, or numbered stills
/// (a pattern like frame-%05d.png). Films go through the `ffmpeg` program as a child process by a pipe. Until
/// finish() returns, nothing stands at the final place of a film; a writer destroyed before that leaves
/// nothing there.
class FilmWriter {
 public:
    virtual ~FilmWriter() = default;
    /// Adds a picture. Values are clamped to [0, 1]. Throws Error when the encoder or the disk failed.
    virtual void add(const Image& image) = 0;
    /// Completes the film. Throws Error when that failed.
    virtual void finish() = 0;
};

/// True when `path` names a film (.mp4 .webm .gif) or a pattern with one %d (or %0Nd).
bool is_sequence_path(const std::string& path);

struct FilmOptions {
    FilmQuality quality = FilmQuality::good;
    OddSize odd_size = OddSize::pad;  ///< MP4 and WebM
    /// An encoder that is waited for and does nothing at all for so long counts as dead.
    std::chrono::milliseconds patience{60'000};
};

/// Opens by extension; `fps` frames per second (films only; a GIF takes up to 50). Stills are numbered from 0
/// and written as `options` say; its recipe goes into every still, or the film. Throws Error: Fault::job when
/// ffmpeg is missing or the place cannot be written, Fault::usage for an unknown extension or a frame rate
/// that is not valid.
std::unique_ptr<FilmWriter> open_film(const std::string& path, double fps, const WriteOptions& options = {},
                                      const FilmOptions& film = {});

}  // namespace droplet
