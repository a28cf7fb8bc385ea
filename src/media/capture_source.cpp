#include "media/capture_source.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "media/capture_file.h"
#include "media/image_io.h"
#include "media/test_picture.h"
#include "media/video_reader.h"
#include "model/error.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

struct Candidate {
    fs::path path;
    bool same;  ///< its bytes are those of then, or nobody knows
};

/// The file with the bytes of then, else the first there is.
std::optional<Candidate> found_file(const SourceReference& source, const fs::path& capture) {
    const fs::path path = source.path, beside = capture.parent_path() / path.filename();
    std::optional<Candidate> found;
    for (const fs::path& place : {path, beside}) {
        std::error_code error;
        if (place == capture || !fs::is_regular_file(place, error)) continue;
        const bool same = source.checksum.empty() || file_checksum(place.string()) == source.checksum;
        if (same) return Candidate{place, true};
        if (!found) found = Candidate{place, false};
    }
    return found;
}

Image first_frame(const fs::path& path, const Recipe& recipe) {
    VideoReader reader(path.string(), recipe.settings.preset->video.size);
    std::optional<Image> frame = reader.next();
    if (!frame) throw Error(Fault::job, path.string(), "holds no frames; valid: a video");
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
    if (source.kind == SourceKind::fractal) return {};
    CaptureSource found;
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
    fs::path path = source.path;
    // Of a sequence the path is a pattern of files.
    if (source.kind != SourceKind::video || source.path.find('%') == std::string::npos) {
        const auto candidate = found_file(source, capture);
        if (!candidate)
            throw Error(Fault::job, name,
                        fmt::format("what {} was made from is missing; valid: at {}, or beside it",
                                    capture.filename().string(), source.path));
        path = candidate->path;
        if (!candidate->same)
            found.notice =
                fmt::format("{} is another file than then: the picture will differ", path.string());
    }
    Image image = source.kind == SourceKind::video ? first_frame(path, recipe) : read_image(path.string());
    if (source.normalized) normalize(image);
    found.image = std::make_shared<const Image>(std::move(image));
    found.path = path.string();
    return found;
}

}  // namespace droplet
