#include "cli/job_source.h"

#include <unistd.h>

#include <filesystem>

#include "media/capture_file.h"
#include "media/image_io.h"
#include "media/output_path.h"
#include "media/test_picture.h"
#include "model/error.h"

namespace droplet {

SourceReference source_reference(const std::string& path, SourceKind kind, bool normalized) {
    SourceReference reference;
    reference.normalized = normalized;
    if (path == "-") return reference;
    reference.kind = path.empty() ? SourceKind::test_picture : kind;
    if (path.empty()) return reference;
    reference.path = std::filesystem::absolute(path).lexically_normal().string();
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) reference.checksum = file_checksum(path);
    return reference;
}

JobSource open_source(const std::string& path, bool normalized) {
    if (path == "-" && ::isatty(STDIN_FILENO) == 1)
        throw Error(Fault::usage, "standard input", "is a terminal; valid: a file or a pipe");
    Image image = path.empty() ? make_test_picture() : read_image(path);
    if (normalized) normalize(image);
    return {std::make_shared<const Image>(std::move(image)),
            source_reference(path, SourceKind::picture, normalized)};
}

}  // namespace droplet
