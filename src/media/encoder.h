// ffmpeg's command lines and its messages.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "media/film_options.h"
#include "media/output_path.h"
#include "model/error.h"
#include "model/image.h"

namespace droplet {

/// A film that ffmpeg is to write.
struct EncoderOrder {
    OutputFormat format = OutputFormat::mp4;  ///< of a film
    Size size;                                ///< even sides, but for a GIF
    double fps = 0;
    FilmQuality quality = FilmQuality::good;
    /// While it happens: fast enough for that, and in pieces of a second, which play whenever it ends. Else
    /// as small as it becomes by taking its time, and whole only at its end.
    bool live = false;
    std::string metadata;  ///< where ffmetadata_text() is to be read; "": there is none
    std::string target;
};

/// Reads rgb24 frames from standard input and writes the film to `target`, whatever its name looks like.
std::vector<std::string> encoder_arguments(const EncoderOrder& order);

/// Writes the film at `source`, unchanged but for its form and metadata, to `target`: one that plays before
/// it is loaded whole.
std::vector<std::string> rewrap_arguments(OutputFormat format, const std::string& source,
                                          const std::string& metadata, const std::string& target);

/// Whether the format's pictures are 4:2:0, of which both sides are even.
bool needs_even_sides(OutputFormat format);

/// Threads that an encoder gets beside a simulation.
int encoder_threads();

/// Throws Error (Fault::usage).
void check_fps(double fps, OutputFormat format);

/// Why it failed, in one line, from what it wrote on standard error and its exit status.
std::string encoder_failure(const std::string& error_output, int status);

/// Of an encoder that does nothing any more.
std::string hung_encoder(std::chrono::milliseconds patience);

Error missing_encoder(const std::string& path);

}  // namespace droplet
