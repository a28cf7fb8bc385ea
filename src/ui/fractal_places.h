#pragma once
#include <map>
#include <optional>
#include <string>

#include "gl/handle.h"
#include "ui/actions.h"
#include "ui/fractal_bookmarks.h"
#include "ui/messages.h"
#include "ui/thumbnails.h"

namespace droplet {

/// What was asked for in the fold of places.
struct PlacesRequest {
    std::optional<FractalPlace> go_to;     ///< typed or pasted
    std::optional<FractalBookmark> visit;  ///< a bookmark was chosen
    bool jumps = false;                    ///< to it, without a flight
    bool keeps = false;                    ///< a bookmark of what is shown is to be made
};

/// Where one is in the fractal, and the places that are kept. The GL context must be current in draw() and in
/// the destructor.
class FractalPlaces {
 public:
    /// `now` is what is looked at, `target` where a flight to it ends; `home_scale` units per pixel show all.
    PlacesRequest draw(const FractalPlace& now, const FractalPlace& target, double home_scale,
                       const ActionList& actions, Messages& messages);
    /// Keeps a bookmark of the preset, with this picture of it.
    void keep(const Preset& preset, const Image& picture, Messages& messages);

    const FractalBookmarks& bookmarks() const { return bookmarks_; }

 private:
    void load(Messages& messages);
    void draw_coordinates(const FractalPlace& target, double home_scale, PlacesRequest& request,
                          Messages& messages);
    void draw_buttons(const FractalPlace& now, const ActionList& actions, PlacesRequest& request,
                      Messages& messages);
    void draw_bookmarks(PlacesRequest& request, Messages& messages);
    bool draw_bookmark(std::size_t index, float width, Messages& messages);
    void draw_picture(const FractalBookmark& bookmark, ImVec2 min, ImVec2 max);

    struct Picture {
        gl::Texture texture;  ///< empty: it could not be read
        Size size;
    };
    FractalBookmarks bookmarks_;
    std::map<std::filesystem::path, Picture> pictures_;
    bool loaded_ = false;
    std::string renamed_;  ///< the name as it is typed
};

}  // namespace droplet
