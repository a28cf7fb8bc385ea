#include "gl/presenter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "model/error.h"

namespace droplet::gl {
namespace {

constexpr double nearest_above_zoom = 2.0;

int rounded_up(int value, int step) {
    return (value + step - 1) / step * step;
}

}  // namespace

Presenter::Variant::PictureUniforms::PictureUniforms(const Program& program, const std::string& name)
    : origin(program.uniform((name + ".origin").c_str())),
      across(program.uniform((name + ".across").c_str())),
      texels(program.uniform((name + ".texels").c_str())),
      texture_size(program.uniform((name + ".texture_size").c_str())),
      footprint(program.uniform((name + ".footprint").c_str())) {}

Presenter::Variant::Variant(Sampling sampling, Shown shown, bool curved)
    : program("present.vert", "present.frag",
              fmt::format("#define SAMPLING {}\n#define SHOWN {}\n#define CURVED {}",
                          static_cast<int>(sampling), static_cast<int>(shown), curved ? 1 : 0)),
      picture(program, "picture"),
      other(program, "other"),
      rect(program.uniform("rect")),
      range(program.uniform("range")),
      curve(program.uniform("curve")),
      checker_size(program.uniform("checker_size")),
      checker_dark(program.uniform("checker_dark")),
      checker_light(program.uniform("checker_light")) {}

Presenter::Presenter() : no_attributes_(make_vertex_array()) {
    for (const Sampling sampling : {nearest, smooth, reduced})
        static_cast<void>(variant(sampling, as_is, false));
    sampler_ = make_sampler();
    glSamplerParameteri(sampler_.get(), GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glSamplerParameteri(sampler_.get(), GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glSamplerParameteri(sampler_.get(), GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glSamplerParameteri(sampler_.get(), GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

std::uint32_t Presenter::gl_buffer(std::size_t bytes) {
    if (bytes > device_bytes_) {
        // A new object rather than a resized one: whoever registered the old name must see that it changed.
        Buffer larger = make_buffer();
        device_bytes_ = bytes + bytes / 2;
        glNamedBufferStorage(larger.get(), static_cast<GLsizeiptr>(device_bytes_), nullptr, 0);
        if (glGetError() == GL_OUT_OF_MEMORY) {
            device_bytes_ = 0;
            return 0;
        }
        device_buffer_ = std::move(larger);
    }
    filled_by_device_ = true;
    return device_buffer_.get();
}

HalfTexel* Presenter::host_texels(std::size_t count) {
    unmap();
    if (!host_buffer_) host_buffer_ = make_buffer();
    const auto bytes = static_cast<GLsizeiptr>(count * sizeof(HalfTexel));
    // Fresh storage each time: the driver may still read the last frame from the old one.
    glNamedBufferData(host_buffer_.get(), bytes, nullptr, GL_STREAM_DRAW);
    void* memory =
        glMapNamedBufferRange(host_buffer_.get(), 0, bytes, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT);
    if (!memory) throw Error(Fault::job, "window", "the OpenGL driver has no memory for a frame");
    mapped_ = true;
    filled_by_device_ = false;
    return static_cast<HalfTexel*>(memory);
}

void Presenter::unmap() {
    if (!mapped_) return;
    glUnmapNamedBuffer(host_buffer_.get());
    mapped_ = false;
}

void Presenter::discard() {
    unmap();
    filled_by_device_ = false;
}

void Presenter::make_room(Stored& stored, Size texels) {
    Size& size = stored.texture_size;
    if (texels.width <= size.width && texels.height <= size.height) return;
    size = {rounded_up(std::max(texels.width, size.width), 256),
            rounded_up(std::max(texels.height, size.height), 256)};
    stored.texture = make_texture_2d();
    glTextureStorage2D(stored.texture.get(), 1, GL_RGBA16F, size.width, size.height);
}

void Presenter::keep(int slot) {
    std::swap(stored_[static_cast<std::size_t>(slot)], stored_[aside]);
}

void Presenter::store(int slot, const FrameRequest& request, const PictureShape& shape) {
    if (!mapped_ && !filled_by_device_)
        throw std::logic_error("Presenter::store() without a delivered frame");
    unmap();
    Stored& stored = stored_[static_cast<std::size_t>(slot)];
    const Size texels = request.texels();
    make_room(stored, texels);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, filled_by_device_ ? device_buffer_.get() : host_buffer_.get());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 8);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTextureSubImage2D(stored.texture.get(), 0, 0, 0, texels.width, texels.height, GL_RGBA, GL_HALF_FLOAT,
                        nullptr);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
    filled_by_device_ = false;
    stored.request = request;
    stored.shape = shape;
}

Presenter::Variant& Presenter::variant(Sampling sampling, Shown shown, bool curved) {
    const int index =
        (static_cast<int>(shown) * samplings + static_cast<int>(sampling)) * 2 + (curved ? 1 : 0);
    auto& compiled = variants_[static_cast<std::size_t>(index)];
    if (!compiled) compiled = std::make_unique<Variant>(sampling, shown, curved);
    return *compiled;
}

const Texture& Presenter::map_texture(const ColourTable& map) {
    const auto found =
        std::find_if(maps_.begin(), maps_.end(), [&map](const auto& kept) { return kept.first == &map; });
    if (found != maps_.end()) return found->second;
    Texture texture = make_texture_2d();
    constexpr auto entries = static_cast<GLsizei>(std::tuple_size_v<ColourTable>);
    glTextureStorage2D(texture.get(), 1, GL_RGB8, entries, 1);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTextureSubImage2D(texture.get(), 0, 0, 0, entries, 1, GL_RGB, GL_UNSIGNED_BYTE, map.data());
    return maps_.emplace_back(&map, std::move(texture)).second;
}

Presenter::ScreenRect Presenter::screen_rect(const Placement& placement, const Stored& picture) {
    const auto x = [&](int image_x) {
        return placement.viewport.x0 + (image_x + picture.shape.origin_x - placement.x) * placement.zoom;
    };
    const auto y = [&](int image_y) {
        return placement.viewport.y0 + (image_y + picture.shape.origin_y - placement.y) * placement.zoom;
    };
    const PixelRect& region = picture.request.region;
    return {x(region.x0), y(region.y0), x(region.x1), y(region.y1)};
}

void Presenter::draw(const Placement& placement, int slot, const Display& display) {
    if (!has_picture(slot)) return;
    const bool mapped_here = display.map && stored(slot).shape.channels == 1;
    const Shown shown = mapped_here ? mapped : display.plain() ? as_is : on_range;
    draw(placement, stored(slot), nullptr, shown, display);
}

void Presenter::draw_difference(const Placement& placement, int slot, int other, const Display& display) {
    if (!has_picture(slot) || !has_picture(other)) return;
    draw(placement, stored(slot), &stored(other), display.map ? grey_difference : channel_difference,
         display);
}

void Presenter::draw(const Placement& placement, const Stored& picture, const Stored* other, Shown shown,
                     const Display& display) {
    ScreenRect rect = screen_rect(placement, picture);
    if (other) {
        const ScreenRect second = screen_rect(placement, *other);
        rect = {std::max(rect.x0, second.x0), std::max(rect.y0, second.y0), std::min(rect.x1, second.x1),
                std::min(rect.y1, second.y1)};
        if (!(rect.x0 < rect.x1 && rect.y0 < rect.y1)) return;
    }
    const double zoom = placement.zoom, texels_per_pixel = 1.0 / (zoom * picture.request.reduction);
    // Up to this excess one bilinear tap cannot be told from the mean over the footprint, and costs a
    // quarter.
    const bool squares = zoom > nearest_above_zoom && !placement.blends;
    const Sampling sampling = squares ? nearest : texels_per_pixel > 1.1 ? reduced : smooth;
    const Variant& used = variant(sampling, shown, display.gamma != 1);

    glEnable(GL_SCISSOR_TEST);
    glScissor(placement.viewport.x0, placement.framebuffer.height - placement.viewport.y1,
              std::max(0, placement.viewport.width()), std::max(0, placement.viewport.height()));
    glDisable(GL_BLEND);
    used.program.use();
    const auto clip_x = [&](double x) { return static_cast<float>(2 * x / placement.framebuffer.width - 1); };
    const auto clip_y = [&](double y) {
        return static_cast<float>(1 - 2 * y / placement.framebuffer.height);
    };
    glUniform4f(used.rect, clip_x(rect.x0), clip_y(rect.y0), clip_x(rect.x1), clip_y(rect.y1));
    const auto place = [&](const Variant::PictureUniforms& uniforms, const Stored& stored, GLuint unit) {
        const double texels = 1.0 / (zoom * stored.request.reduction);
        const ScreenRect own = screen_rect(placement, stored);
        const auto vec2 = [](GLint location, double x, double y) {
            glUniform2f(location, static_cast<float>(x), static_cast<float>(y));
        };
        const PixelRect& region = stored.request.region;
        const double reduction = stored.request.reduction;
        vec2(uniforms.origin, (rect.x0 - own.x0) * texels, (rect.y0 - own.y0) * texels);
        vec2(uniforms.across, (rect.x1 - rect.x0) * texels, (rect.y1 - rect.y0) * texels);
        vec2(uniforms.texels, region.width() / reduction, region.height() / reduction);
        vec2(uniforms.texture_size, stored.texture_size.width, stored.texture_size.height);
        vec2(uniforms.footprint, texels / 4, texels / 4);
        glBindTextureUnit(unit, stored.texture.get());
        glBindSampler(unit, sampler_.get());
    };
    place(used.picture, picture, 0);
    if (other) place(used.other, *other, 1);
    if (shown == mapped || shown == grey_difference) {
        glBindTextureUnit(2, map_texture(*display.map).get());
        glBindSampler(2, sampler_.get());
    }
    glUniform2f(used.range, display.low, 1 / (display.high - display.low));
    glUniform2f(used.curve, 1 / display.gamma, display.centred ? 0.5f : 0.0f);
    glUniform1f(used.checker_size, placement.checker_size);
    glUniform3fv(used.checker_dark, 1, placement.checker_dark.data());
    glUniform3fv(used.checker_light, 1, placement.checker_light.data());
    glBindVertexArray(no_attributes_.get());
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    for (GLuint unit = 0; unit < 3; ++unit) glBindSampler(unit, 0);
    glDisable(GL_SCISSOR_TEST);
}

}  // namespace droplet::gl
