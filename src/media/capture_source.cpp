#include "media/capture_source.h"

#include <fmt/format.h>

#include <optional>

#include "media/image_io.h"
#include "media/source_picture.h"
#include "media/test_picture.h"
#include "media/video_reader.h"
#include "model/error.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

Image first_frame(const std::string& path, const Recipe& recipe) {
    VideoReader reader(path, recipe.settings.preset->video.size);
    std::optional<Image> frame = reader.next();
    if (!frame) throw Error(Fault::job, path, "holds no frames; valid: a video");
    return std::move(*frame);
}

}  // namespace

std::string source_words(const SourceReference& source) {
    switch (source.kind) {
        case SourceKind::test_picture:
            return "the test picture";
        case SourceKind::fractal:
            return "the fractal";
        case SourceKind::camera:
            return "a camera";
        case SourceKind::picture:
        case SourceKind::video:
            return fs::path(source.path).filename().string();
        case SourceKind::unknown:
            break;
    }
    return source.path.empty() ? "a picture" : fs::path(source.path).filename().string();
}

CaptureSource find_capture_source(const Recipe& recipe, const fs::path& capture) {
    const SourceReference& source = recipe.run.source;
    const std::string name = source_words(source);
    CaptureSource found{.image = nullptr, .reference = source, .notice = {}};
    if (source.kind == SourceKind::fractal) return found;
    if (source.kind == SourceKind::camera || source.path.empty()) {
        if (source.kind != SourceKind::test_picture)
            throw Error(Fault::job, capture.string(),
                        fmt::format("was made from {}, which cannot be had again; "
                                    "valid: what was made from a "
                                    "file, the test picture or a fractal",
                                    source.kind == SourceKind::camera ? name : "standard input"));
        found.image = std::make_shared<const Image>(make_test_picture());
        return found;
    }
    const auto file = find_source_file(source, capture);
    if (!file)
        throw Error(Fault::job, name,
                    fmt::format("what {} was made from is missing; valid: at {}, or beside it",
                                capture.filename().string(), source.path));
    found.reference.path = file->path;
    found.reference.checksum = file->checksum;
    if (!file->same)
        found.notice = fmt::format("{} is another file than then: the picture will differ", file->path);
    const std::string& path = found.reference.path;
    Image image = source.kind == SourceKind::video ? first_frame(path, recipe) : read_image(path);
    if (source.normalized) normalize(image);
    found.image = std::make_shared<const Image>(std::move(image));
    return found;
}

}  // namespace droplet
