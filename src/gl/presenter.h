#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "compute/frame_sink.h"
#include "gl/handle.h"
#include "gl/program.h"
#include "model/display.h"
#include "model/view.h"

namespace droplet::gl {

/// Where and how the picture is drawn. Screen coordinates are framebuffer pixels from the top left.
struct Placement {
    PixelRect viewport;      ///< what of the window the picture may cover
    double x = 0, y = 0;     ///< the source's coordinates at the viewport's top left corner
    double zoom = 1;         ///< framebuffer pixels per image pixel
    bool blends = false;     ///< pixels much larger than the screen's are blended, not shown as squares
    Size framebuffer;        ///< of the whole window
    float checker_size = 8;  ///< framebuffer pixels per square of the board below transparent pixels
    std::array<float, 3> checker_dark{0.4f, 0.4f, 0.4f};
    std::array<float, 3> checker_light{0.6f, 0.6f, 0.6f};
};

/// Keeps the newest frames as textures, one in each of its slots, and draws them. As a sink it offers a
/// buffer object for a GPU to write into, or mapped host memory; store() then moves the texels into a
/// texture. All on the thread that has the context.
class Presenter final : public FrameSink {
 public:
    Presenter();

    std::uint32_t gl_buffer(std::size_t bytes) override;
    HalfTexel* host_texels(std::size_t count) override;

    static constexpr int slots = ContentList::most;
    /// Of one more picture, that which keep() put aside.
    static constexpr int aside = slots;

    /// Takes what was just delivered as the frame of `request` of a picture of this shape.
    void store(int slot, const FrameRequest& request, const PictureShape& shape);
    /// Puts the slot's picture aside, in place of the one that was; store() must give the slot a new one.
    void keep(int slot);
    /// Forgets what a failed delivery may have begun.
    void discard();

    bool has_picture(int slot = 0) const { return stored(slot).shape.size.width > 0; }
    const FrameRequest& request(int slot = 0) const { return stored(slot).request; }
    const PictureShape& shape(int slot = 0) const { return stored(slot).shape; }

    /// Draws the stored texels where the placement puts their region, whatever view they were made for.
    void draw(const Placement& placement, int slot = 0, const Display& display = {});
    /// Draws the difference of two slots, `slot` less `other`, where both have a picture: of their greys in
    /// the colours of the map, or, without one, of each channel.
    void draw_difference(const Placement& placement, int slot, int other, const Display& display);

 private:
    struct Stored {
        Texture texture;
        Size texture_size;
        FrameRequest request;
        PictureShape shape;
    };
    const Stored& stored(int slot) const { return stored_[static_cast<std::size_t>(slot)]; }

    static void make_room(Stored& stored, Size texels);
    void unmap();

    /// What of shaders/present.frag is compiled in.
    enum Sampling { nearest, smooth, reduced };
    enum Shown { as_is, on_range, mapped, grey_difference, channel_difference };
    static constexpr int samplings = 3, ways_to_show = 5;

    /// present.frag for one way to sample and to show.
    struct Variant {
        struct PictureUniforms {
            PictureUniforms(const Program& program, const std::string& name);
            GLint origin, across, texels, texture_size, footprint;
        };
        Variant(Sampling sampling, Shown shown, bool curved);
        Program program;
        PictureUniforms picture, other;
        GLint rect, range, curve, checker_size, checker_dark, checker_light;
    };
    /// A part of the window, in framebuffer pixels.
    struct ScreenRect {
        double x0, y0, x1, y1;
    };

    static ScreenRect screen_rect(const Placement& placement, const Stored& picture);
    Variant& variant(Sampling sampling, Shown shown, bool curved);
    const Texture& map_texture(const ColourTable& map);
    void draw(const Placement& placement, const Stored& picture, const Stored* other, Shown shown,
              const Display& display);

    /// Compiled when they are drawn with first; those for values as they are, at once.
    std::array<std::unique_ptr<Variant>, 2 * samplings * ways_to_show> variants_;
    std::vector<std::pair<const ColourTable*, Texture>> maps_;
    VertexArray no_attributes_;
    Sampler sampler_;
    std::array<Stored, slots + 1> stored_;

    Buffer device_buffer_;  // written by CUDA
    std::size_t device_bytes_ = 0;
    Buffer host_buffer_;  // mapped for the time of one delivery
    bool mapped_ = false;
    bool filled_by_device_ = false;
};

}  // namespace droplet::gl
