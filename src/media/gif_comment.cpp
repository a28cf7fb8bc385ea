// Source: GIF89a (CompuServe, 1990).
#include "media/gif_comment.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <vector>

#include "media/atomic_file.h"
#include "model/error.h"
#include "model/recipe.h"

namespace droplet {
namespace {

constexpr std::uint32_t extension_mark = 0x21, picture_mark = 0x2C, trailer_mark = 0x3B;
constexpr std::uint32_t comment_label = 0xFE, control_label = 0xF9;
constexpr std::size_t longest_block = 255;

/// Goes through a GIF part by part.
class GifParts {
 public:
    enum class Part { picture, comment, control, other, end };

    explicit GifParts(ByteSource& file) : file_(file) {}

    /// False for what is no GIF.
    bool begin() {
        const auto signature = file_.text(6);
        if (!signature || (*signature != "GIF87a" && *signature != "GIF89a")) return false;
        if (!file_.skip(4)) return false;
        const auto flags = file_.byte();
        return flags && file_.skip(2) && skip_colors(*flags);
    }

    /// Goes past the next part; `end` at the trailer (which is passed), where the file breaks off, and at
    /// what is no part. `text` gets a comment of at most `most` bytes, and is empty otherwise.
    Part next(std::string& text, std::size_t most) {
        text.clear();
        const auto kind = file_.byte();
        if (kind == picture_mark) return skip_picture() ? Part::picture : Part::end;
        if (kind != extension_mark) return Part::end;
        const auto label = file_.byte();
        if (!label) return Part::end;
        if (label == comment_label) return take_blocks(text, most) ? Part::comment : Part::end;
        if (!take_blocks(text, 0)) return Part::end;
        return label == control_label ? Part::control : Part::other;
    }

 private:
    bool skip_colors(std::uint32_t flags) {
        return !(flags & 0x80) || file_.skip(std::uint64_t{3} << ((flags & 7) + 1));
    }
    bool skip_picture() {
        if (!file_.skip(8)) return false;
        const auto flags = file_.byte();
        std::string none;
        return flags && skip_colors(*flags) && file_.byte() && take_blocks(none, 0);
    }
    /// A chain of blocks; what is longer than `most` is passed and forgotten.
    bool take_blocks(std::string& text, std::size_t most) {
        bool fits = most > 0;
        for (;;) {
            const auto length = file_.byte();
            if (!length) return false;
            if (*length == 0) break;
            if (fits && text.size() + *length > most) fits = false;
            const auto block = fits ? file_.text(*length) : std::nullopt;
            if (fits ? !block : !file_.skip(*length)) return false;
            if (block) text += *block;
        }
        if (!fits) text.clear();
        return true;
    }

    ByteSource& file_;
};

/// Where a comment goes: behind the last whole part that is no comment and does not belong to a picture that
/// is missing. 0: there is no picture.
std::uint64_t place_of_comment(ByteSource& file, const std::string& path) {
    GifParts parts(file);
    if (!parts.begin()) throw Error(Fault::job, path, "is no GIF");
    std::uint64_t place = 0;
    bool has_picture = false;
    std::string text;
    for (;;) {
        const GifParts::Part part = parts.next(text, 0);
        if (part == GifParts::Part::end) return has_picture ? place : 0;
        has_picture = has_picture || part == GifParts::Part::picture;
        if (part == GifParts::Part::picture || part == GifParts::Part::other) place = file.position();
    }
}

std::vector<unsigned char> comment_bytes(const std::string& text) {
    std::vector<unsigned char> bytes{extension_mark, comment_label};
    for (std::size_t at = 0; at < text.size(); at += longest_block) {
        const std::size_t count = std::min(longest_block, text.size() - at);
        bytes.push_back(static_cast<unsigned char>(count));
        bytes.insert(bytes.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                     text.begin() + static_cast<std::ptrdiff_t>(at + count));
    }
    bytes.push_back(0);
    bytes.push_back(trailer_mark);
    return bytes;
}

/// A file that is open for reading and writing.
class OpenFile {
 public:
    explicit OpenFile(const std::string& path) : path_(path), fd_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
        if (fd_ < 0) fail(errno);
    }
    ~OpenFile() { ::close(fd_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    int fd() const { return fd_; }
    /// Replaces all from `place` on; returns 0 or errno.
    int replace_end(std::uint64_t place, std::span<const unsigned char> bytes) const {
        const auto offset = static_cast<off_t>(place);
        if (::lseek(fd_, offset, SEEK_SET) < 0) return errno;
        if (const int error = write_all(fd_, bytes)) return error;
        return ::ftruncate(fd_, offset + static_cast<off_t>(bytes.size())) == 0 ? 0 : errno;
    }
    [[noreturn]] void fail(int error) const {
        throw Error(Fault::job, path_, "cannot be written: " + describe_errno(error));
    }

 private:
    const std::string& path_;
    int fd_;
};

}  // namespace

void add_gif_comment(const std::string& path, const std::string& text) {
    const OpenFile file(path);
    std::uint64_t place = 0;
    std::vector<unsigned char> before;
    {
        ByteSource source(file.fd(), path);
        place = place_of_comment(source, path);
        if (place == 0) throw Error(Fault::job, path, "has no whole picture");
        // What the comment writes over, to be put back if there is no room for it.
        const std::size_t kept = static_cast<std::size_t>(
            std::min<std::uint64_t>(source.size() - place, comment_bytes(text).size()));
        before.resize(kept);
        source.go_to(place);
        if (!source.take(before)) throw Error(Fault::job, path, "cannot be read: it became shorter");
    }
    if (const int error = file.replace_end(place, comment_bytes(text))) {
        // It plays as it is without its trailer, too, so a second failure changes nothing.
        (void)file.replace_end(place, before.empty() ? std::vector<unsigned char>{trailer_mark} : before);
        file.fail(error);
    }
    if (::fsync(file.fd()) != 0 && errno != EINVAL) file.fail(errno);
}

std::optional<std::string> gif_recipe_text(ByteSource& file, std::size_t most) {
    GifParts parts(file);
    if (!parts.begin()) return std::nullopt;
    std::optional<std::string> found;
    std::string text;
    for (;;) {
        const GifParts::Part part = parts.next(text, most);
        if (part == GifParts::Part::end) return found;
        if (part == GifParts::Part::comment && looks_like_recipe(text)) found = text;
    }
}

}  // namespace droplet
