#pragma once
#include <map>
#include <string>

#include "gl/handle.h"
#include "ui/file_listing.h"
#include "ui/thumbnails.h"

namespace droplet {

/// A texture with its mipmaps, for drawing smaller or larger.
gl::Texture make_thumbnail_texture(const Thumbnail& thumbnail);

/// Thumbnails as textures, a bounded number of them; the least recently shown go first. On the thread that
/// has the GL context, the destructor too. Between begin_frame() and end_frame(), find() says what is on the
/// screen.
class ThumbnailCache {
 public:
    static constexpr std::size_t max_textures = 128;  ///< about 0.5 MB each

    struct Item {
        FileVersion file;
        gl::Texture texture;  ///< empty while pending, and when there is none
        Size size;            ///< of the texture
        Size original;        ///< of the picture
        bool is_pending = true;
        std::string error;
        std::uint64_t last_frame = 0;
    };

    /// Makes textures of what has become ready.
    void begin_frame();
    /// The thumbnail of a picture file, loaded as soon as may be if it is not there. Valid until end_frame().
    const Item& find(const FileEntry& entry);
    /// Cancels what was not asked for in this frame, and drops the oldest.
    void end_frame();

 private:
    void evict();

    std::map<std::filesystem::path, Item> items_;
    std::vector<FileVersion> wanted_;
    std::uint64_t frame_ = 0;
    ThumbnailLoader loader_;
};

}  // namespace droplet
