// Where a recording goes: what FilmRecorder's thread writes to.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "media/film_options.h"
#include "media/output_path.h"
#include "model/recipe.h"

namespace droplet {

/// For one thread. All failures are thrown as Error (Fault::job); what was added until then stays and plays.
class RecordingTarget {
 public:
    virtual ~RecordingTarget() = default;
    /// Before the first frame.
    virtual void start(Size size) = 0;
    /// A frame of 8-bit RGB, shown for so many frames; `recipe` is its own, or null. Waits for the encoder;
    /// throws when `stop` was requested meanwhile.
    virtual void add(std::span<const std::uint8_t> rgb, const Recipe* recipe, int frames,
                     const std::stop_token& stop) = 0;
    /// Completes it, with another recipe if it is not empty; when `stop` is requested, it stays as it is.
    /// Returns what is worth knowing, or "".
    virtual std::string finish(const std::string& recipe, const std::stop_token& stop) = 0;
    /// Of the files so far; throws when they are gone.
    virtual std::uint64_t bytes() const = 0;
};

struct TargetOptions {
    std::string path;
    double fps = 30;
    FilmQuality quality = FilmQuality::good;
    std::string recipe;                    ///< of the film; of a still that has none of its own
    std::chrono::milliseconds patience{};  ///< ChildProcess::set_patience()
};

/// MP4, WebM or GIF by ffmpeg. Takes the place, where nothing may stand. Throws Error.
std::unique_ptr<RecordingTarget> live_film(const TargetOptions& options, OutputFormat format);

/// Numbered stills, from 0 on. Throws Error (Fault::job) when the folder has any of the pattern.
std::unique_ptr<RecordingTarget> live_stills(const TargetOptions& options, StillPattern pattern);

}  // namespace droplet
