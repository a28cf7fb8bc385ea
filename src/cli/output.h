#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/options.h"
#include "media/film_writer.h"
#include "media/image_io.h"
#include "media/output_path.h"

namespace droplet {

/// Throws Error unless a file can be written at `path`; leaves nothing behind.
void check_place(const std::string& path);

/// Where the pictures of a headless job go: one still of the last step, or a film or numbered stills of every
/// so many steps.
class Output {
 public:
    /// Finds what can be found before the work: an extension that is not written, a place that cannot be
    /// written. Numbered stills begin with number `first`. Throws Error.
    Output(std::string path, const JobParams& params, std::int64_t first = 0);

    bool is_sequence() const { return is_film_ || stills_; }
    bool is_film() const { return is_film_; }
    /// How many were added.
    std::int64_t frames() const { return frames_; }
    const std::string& path() const { return path_; }

    /// To be called before the first frame; `recipe` is a film's.
    void begin(const std::string& recipe);
    /// Adds a frame of a sequence; `recipe` is that of a numbered still.
    void add(const Image& image, const std::string& recipe);
    /// Completes the film, of which there must be a frame.
    void finish();
    /// Writes what is no sequence.
    void write(const Image& still, const std::string& recipe);

 private:
    std::string path_;
    bool is_film_ = false;
    double fps_ = 0;
    WriteOptions options_;
    std::int64_t first_ = 0, frames_ = 0;
    std::optional<StillPattern> stills_;
    std::unique_ptr<FilmWriter> film_;
};

}  // namespace droplet
