#include "cli/job_source.h"

#include <unistd.h>

#include "model/error.h"

namespace droplet {

SourcePicture open_source(const std::string& path, bool normalized) {
    if (path == "-" && ::isatty(STDIN_FILENO) == 1)
        throw Error(Fault::usage, "standard input", "is a terminal; valid: a file or a pipe");
    return read_source_picture(path, normalized);
}

}  // namespace droplet
