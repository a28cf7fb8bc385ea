// The pixel below the mouse: where it is and what it holds, in every picture of the run.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/preset.h"
#include "session/readings.h"
#include "ui/picture_context.h"

namespace droplet {

/// "result", "original", "gradient".
const char* content_name(Content content);

/// The pictures whose values are shown of a pixel, in the order of their making backwards; the same ones for
/// a process whatever it has made so far, so that the panel stands still.
std::vector<Content> inspected_contents(const Preset& preset);

/// The tile of 32x32 pixels that holds a pixel: while the mouse stays in it, nothing has to be read anew.
PixelRect inspected_tile(int x, int y);

class Inspector {
 public:
    /// A pixel of the source's grid, and the picture that was pointed at.
    struct Place {
        int x = 0, y = 0;
        Content content = Content::current;
        bool operator==(const Place&) const = default;
    };
    struct Row {
        Content content = Content::current;
        int x = 0, y = 0;     ///< the same place in this picture's own pixels
        bool inside = false;  ///< whether it has that pixel
        int channels = 0;     ///< 0: nothing is known of it yet
        std::array<float, 3> values{};
    };

    /// Takes the place of the mouse, unless one is held.
    void follow(const PictureContext& context);
    /// Holds the pixel below the mouse, or lets it go.
    void hold();
    bool holds() const { return held_; }
    const std::optional<Place>& place() const { return place_; }

    void request(const PictureContext& context, ReadingRequest& reading) const;
    /// One for each of inspected_contents().
    std::vector<Row> rows(const PictureContext& context) const;
    /// In one short line, of the picture pointed at; empty where nothing is.
    std::string line(const PictureContext& context) const;

    void draw_overlay(const PictureContext& context) const;
    void draw_panel(const PictureContext& context) const;

 private:
    Row row(const PictureContext& context, Content content) const;

    std::optional<Place> place_;
    bool held_ = false;
};

}  // namespace droplet
