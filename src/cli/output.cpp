#include "cli/output.h"

#include <unistd.h>

#include <filesystem>

#include "media/atomic_file.h"
#include "media/output_path.h"
#include "model/error.h"

namespace droplet {

void check_place(const std::string& path) {
    std::error_code ignored;
    const auto type = std::filesystem::status(path, ignored).type();
    // To open and close a pipe would end its reader.
    if (type == std::filesystem::file_type::fifo) return;
    const AtomicFile made_and_dropped(path);
}

Output::Output(std::string path, const JobParams& params, std::int64_t first)
    : path_(std::move(path)), first_(first), stills_(still_pattern(path_)) {
    options_.bit_depth = params.bit_depth == BitDepth::sixteen ? 16 : 8;
    if (path_ == "-" && ::isatty(STDOUT_FILENO) == 1)
        throw Error(Fault::usage, "standard output", "is a terminal; valid: a file or a pipe");
    if (stills_) {
        check_writable(path_);
    } else if (is_sequence_path(path_)) {
        film_ = open_film(path_, static_cast<double>(params.fps), options_);
    } else {
        still_format(path_);
        check_place(path_);
    }
}

void Output::add(const Image& image) {
    if (stills_)
        write_image(image, stills_->path(static_cast<int>(first_ + frames_)), options_);
    else
        film_->add(image);
    ++frames_;
}

void Output::finish(const Image& last) {
    if (film_)
        film_->finish();
    else if (!stills_)
        write_image(last, path_, options_);
}

}  // namespace droplet
