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
    : path_(std::move(path)),
      fps_(static_cast<double>(params.fps)),
      first_(first),
      stills_(still_pattern(path_)) {
    is_film_ = !stills_ && is_sequence_path(path_);
    options_.bit_depth = params.bit_depth == BitDepth::sixteen ? 16 : 8;
    if (path_ == "-" && ::isatty(STDOUT_FILENO) == 1)
        throw Error(Fault::usage, "standard output", "is a terminal; valid: a file or a pipe");
    if (is_sequence()) {
        check_writable(path_);
        return;
    }
    still_format(path_);
    check_place(path_);
}

void Output::begin(const std::string& recipe) {
    options_.recipe = recipe;
    if (is_film_) film_ = open_film(path_, fps_, options_);
}

void Output::add(const Image& image, const std::string& recipe) {
    if (film_) {
        film_->add(image);
    } else {
        options_.recipe = recipe;
        write_image(image, stills_->path(static_cast<int>(first_ + frames_)), options_);
    }
    ++frames_;
}

void Output::finish() {
    if (film_) film_->finish();
}

void Output::write(const Image& still, const std::string& recipe) {
    options_.recipe = recipe;
    write_image(still, path_, options_);
}

}  // namespace droplet
