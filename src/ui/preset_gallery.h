#pragma once
#include <imgui.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "gl/handle.h"
#include "ui/preset_previews.h"

namespace droplet {

/// The built-in presets as a window of pictures: what each makes of the source, rendered while one looks.
/// The GL context must be current in draw() and in the destructor.
class PresetGallery {
 public:
    /// `on_change` is called on another thread when a picture has come.
    explicit PresetGallery(std::function<void()> on_change);

    void open();
    void close();
    bool is_open() const { return open_; }
    /// The pictures are to be of this source.
    void set_source(std::shared_ptr<const Image> source);

    /// Draws the window while it is open, within [min, max]. Returns the preset that was chosen, once.
    std::optional<std::size_t> draw(bool& from_source, ImVec2 min, ImVec2 max);

    /// Presets whose picture is complete; for tests.
    std::size_t finished() const;

 private:
    struct Item {
        gl::Texture texture;  ///< empty: not there yet
        Size size;
        float progress = 0;  ///< 1: complete
        std::string error;
    };

    void take_pictures();
    void move_by_keys(int columns);
    bool draw_item(std::size_t index, ImVec2 size);
    void draw_picture(const Item& item, ImVec2 min, ImVec2 max) const;

    PresetPreviews previews_;
    std::shared_ptr<const Image> source_;
    bool rendered_ = false;  // or being so, of source_
    bool open_ = false, appearing_ = false, moved_ = false;
    std::size_t chosen_ = 0;
    std::vector<Item> items_;
};

}  // namespace droplet
