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

Output::Output(std::string path, const JobParams& params)
    : path_(std::move(path)), sequence_(is_sequence_path(path_)), fps_(params.fps) {
    options_.bit_depth = params.bit_depth == BitDepth::sixteen ? 16 : 8;
    if (path_ == "-" && ::isatty(STDOUT_FILENO) == 1)
        throw Error(Fault::usage, "standard output", "is a terminal; valid: a file or a pipe");
    if (sequence_) {
        film_ = open_film(path_, fps_, options_);
        return;
    }
    still_format(path_);
    check_place(path_);
}

void Output::add(const Image& image) {
    film_->add(image);
}

void Output::finish(const Image& last) {
    if (film_)
        film_->finish();
    else
        write_image(last, path_, options_);
}

}  // namespace droplet
