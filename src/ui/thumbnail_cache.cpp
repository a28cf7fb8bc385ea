#include "ui/thumbnail_cache.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace droplet {

gl::Texture make_thumbnail_texture(const Thumbnail& thumbnail) {
    gl::Texture texture = gl::make_texture_2d();
    const Size size = thumbnail.size;
    const auto levels = std::bit_width(static_cast<unsigned>(std::max(size.width, size.height)));
    glTextureStorage2D(texture.get(), static_cast<GLsizei>(levels), GL_RGBA8, size.width, size.height);
    glTextureParameteri(texture.get(), GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTextureParameteri(texture.get(), GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTextureParameteri(texture.get(), GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTextureParameteri(texture.get(), GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    // What others set in the context for their own uploads holds for this one, too.
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTextureSubImage2D(texture.get(), 0, 0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE,
                        thumbnail.rgba.data());
    glGenerateTextureMipmap(texture.get());
    return texture;
}

void ThumbnailCache::begin_frame() {
    ++frame_;
    for (LoadedThumbnail& loaded : loader_.take()) {
        const auto found = items_.find(loaded.file.path);
        if (found == items_.end() || found->second.file != loaded.file)
            continue;  // dropped, or changed since
        Item& item = found->second;
        item.is_pending = false;
        item.error = std::move(loaded.error);
        if (!item.error.empty()) continue;
        item.texture = make_thumbnail_texture(loaded.thumbnail);
        item.size = loaded.thumbnail.size;
        item.original = loaded.thumbnail.original;
    }
}

const ThumbnailCache::Item& ThumbnailCache::find(const FileEntry& entry) {
    FileVersion file{entry.path, entry.modified, entry.bytes};
    Item& item = items_[entry.path];
    if (item.file != file) {
        item = {};
        item.file = std::move(file);
    }
    if (item.is_pending && item.last_frame != frame_) wanted_.push_back(item.file);
    item.last_frame = frame_;
    return item;
}

void ThumbnailCache::end_frame() {
    loader_.want(std::exchange(wanted_, {}));
    evict();
}

void ThumbnailCache::evict() {
    std::erase_if(items_, [&](const auto& entry) {
        return entry.second.is_pending && entry.second.last_frame != frame_;
    });
    while (items_.size() > max_textures) {
        const auto oldest = std::min_element(items_.begin(), items_.end(), [](const auto& a, const auto& b) {
            return a.second.last_frame < b.second.last_frame;
        });
        if (oldest->second.last_frame == frame_) return;  // all of them are on the screen
        items_.erase(oldest);
    }
}

}  // namespace droplet
