#include "cli/render_source.h"

#include <fmt/format.h>

#include <filesystem>

#include "media/capture_source.h"
#include "media/image_io.h"
#include "media/source_picture.h"
#include "media/test_picture.h"
#include "media/video_reader.h"
#include "model/error.h"
#include "session/replay_video.h"

namespace droplet {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const Image> first_picture(const Run& run) {
    const SourceReference& source = run.source;
    if (source.kind == SourceKind::video) {
        auto frame = video_frames(run)(0);
        if (!frame) throw Error(Fault::job, source.path, "holds no frames; valid: a video");
        return frame;
    }
    Image image = read_image(source.path);
    if (source.normalized) normalize(image);
    return std::make_shared<const Image>(std::move(image));
}

SourceFile found_file(const SourceReference& source, const std::string& capture) {
    if (auto file = find_source_file(source, capture)) return *file;
    throw Error(Fault::job, source.path,
                fmt::format("is missing, and {} was made from it; valid: there, beside the capture, or "
                            "droplet render CAPTURE INPUT",
                            capture));
}

}  // namespace

RenderSource find_render_source(const Run& run, const std::string& capture, const std::string& input) {
    RenderSource found;
    Run known = run;
    SourceReference& source = known.source;
    if (source.kind == SourceKind::fractal) {
        if (!input.empty())
            throw Error(
                Fault::usage, input,
                fmt::format("{} was made of a fractal; valid: droplet render without INPUT", capture));
        found.reference = source;
        return found;
    }
    if (input.empty() && source.kind == SourceKind::test_picture) {
        Image image = source.size == Size{} ? make_test_picture() : make_test_picture(source.size);
        if (source.normalized) normalize(image);
        found.image = std::make_shared<const Image>(std::move(image));
        found.reference = source;
        return found;
    }
    if (input.empty() && (source.path.empty() || source.kind == SourceKind::camera))
        throw Error(Fault::job, capture,
                    fmt::format("was made from {}, which is gone; valid: droplet render CAPTURE INPUT",
                                source_words(source)));
    const std::string then = source.checksum;
    if (!input.empty()) {
        source.path = fs::absolute(input).lexically_normal().string();
        source.kind = is_video_path(input) ? SourceKind::video : SourceKind::picture;
        source.checksum = checksum_if_regular(source.path);
    } else {
        const SourceFile file = found_file(source, capture);
        source.path = file.path;
        source.checksum = file.checksum.empty() ? checksum_if_regular(file.path) : file.checksum;
    }
    if (!then.empty() && source.checksum != then)
        found.notice =
            fmt::format("{} is another file than then (SHA-256 {}, then {}): the picture will differ",
                        source.path, source.checksum.empty() ? "unknown" : source.checksum, then);
    found.image = first_picture(known);
    found.frames = video_frames(known);
    source.size = found.image->size();
    source.channels = found.image->channels();
    found.reference = source;
    return found;
}

}  // namespace droplet
