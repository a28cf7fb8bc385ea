#pragma once
#include <memory>
#include <string>

#include "cli/options.h"
#include "media/film_writer.h"
#include "media/image_io.h"

namespace droplet {

/// Throws Error unless a file can be written at `path`; leaves nothing behind.
void check_place(const std::string& path);

/// Where the pictures of a headless job go: one still of the last step, or a film or numbered stills of every
/// so many steps.
class Output {
 public:
    /// Finds what can be found before the work: an extension that is not written, a place that cannot be
    /// written. Throws Error.
    Output(std::string path, const JobParams& params);

    bool is_sequence() const { return sequence_; }
    const std::string& path() const { return path_; }

    /// Adds a frame; only for a sequence.
    void add(const Image& image);
    /// Completes the file; `last` is what a still shows.
    void finish(const Image& last);

 private:
    std::string path_;
    bool sequence_ = false;
    double fps_ = 0;
    WriteOptions options_;
    std::unique_ptr<FilmWriter> film_;
};

}  // namespace droplet
