#include "media/source_picture.h"

#include <span>
#include <utility>

#include "media/capture_file.h"
#include "media/image_bytes.h"
#include "media/image_io.h"
#include "media/test_picture.h"

namespace droplet {
namespace {

namespace fs = std::filesystem;

bool is_regular(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

/// All but the checksum.
SourceReference named_reference(const std::string& path, SourceKind kind, bool normalized) {
    SourceReference reference;
    reference.normalized = normalized;
    if (path == "-") return reference;
    reference.kind = path.empty() ? SourceKind::test_picture : kind;
    if (!path.empty()) reference.path = fs::absolute(path).lexically_normal().string();
    return reference;
}

}  // namespace

SourcePicture read_source_picture(const std::string& path, bool normalized) {
    SourcePicture source{nullptr, named_reference(path, SourceKind::picture, normalized)};
    Image image;
    if (path.empty()) {
        image = make_test_picture();
    } else {
        const FileBytes bytes = read_bytes(path);
        image = decode_image(bytes.span(), path == "-" ? "standard input" : path);
        if (path != "-" && is_regular(path)) source.reference.checksum = checksum(bytes.span());
    }
    if (normalized) normalize(image);
    source.reference.size = image.size();
    source.reference.channels = image.channels();
    source.image = std::make_shared<const Image>(std::move(image));
    return source;
}

std::string checksum_if_regular(const std::string& path) {
    return is_regular(path) ? file_checksum(path) : "";
}

SourceReference source_reference(const std::string& path, SourceKind kind, bool normalized) {
    SourceReference reference = named_reference(path, kind, normalized);
    if (!reference.path.empty()) reference.checksum = checksum_if_regular(path);
    return reference;
}

std::optional<SourceFile> find_source_file(const SourceReference& source, const fs::path& capture) {
    const fs::path path = source.path, beside = capture.parent_path() / path.filename();
    if (source.kind == SourceKind::video && source.path.find('%') != std::string::npos && !is_regular(path))
        return SourceFile{source.path, "", true};
    std::optional<SourceFile> found;
    for (const fs::path& place : {path, beside}) {
        if (place == capture || !is_regular(place)) continue;
        SourceFile file{place.string(), "", true};
        if (!source.checksum.empty()) {
            file.checksum = file_checksum(file.path);
            file.same = file.checksum == source.checksum;
        }
        if (file.same) return file;
        if (!found) found = std::move(file);
    }
    return found;
}

}  // namespace droplet
