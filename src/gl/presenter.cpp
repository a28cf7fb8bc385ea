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

Presenter::Variant::Variant(int sampling)
    : program("present.vert", "present.frag", fmt::format("#define SAMPLING {}", sampling)),
      rect(program.uniform("rect")),
      texels(program.uniform("texels")),
      texture_size(program.uniform("texture_size")),
      footprint(program.uniform("footprint")),
      checker_size(program.uniform("checker_size")),
      checker_dark(program.uniform("checker_dark")),
      checker_light(program.uniform("checker_light")) {}

Presenter::Presenter() : nearest_(0), smooth_(1), reduced_(2), no_attributes_(make_vertex_array()) {
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

void Presenter::draw(const Placement& placement, int slot) const {
    if (!has_picture(slot)) return;
    const Stored& picture = stored(slot);
    const double zoom = placement.zoom;
    const auto screen_x = [&](double image_x) {
        return placement.viewport.x0 + (image_x + picture.shape.origin_x - placement.x) * zoom;
    };
    const auto screen_y = [&](double image_y) {
        return placement.viewport.y0 + (image_y + picture.shape.origin_y - placement.y) * zoom;
    };
    const auto clip_x = [&](double x) { return static_cast<float>(2 * x / placement.framebuffer.width - 1); };
    const auto clip_y = [&](double y) {
        return static_cast<float>(1 - 2 * y / placement.framebuffer.height);
    };
    const PixelRect& region = picture.request.region;
    const double reduction = picture.request.reduction;

    glEnable(GL_SCISSOR_TEST);
    glScissor(placement.viewport.x0, placement.framebuffer.height - placement.viewport.y1,
              std::max(0, placement.viewport.width()), std::max(0, placement.viewport.height()));
    glDisable(GL_BLEND);
    const double texels_per_pixel = 1.0 / (zoom * reduction);
    // Up to this excess one bilinear tap cannot be told from the mean over the footprint, and costs a
    // quarter.
    const Variant& variant = zoom > nearest_above_zoom ? nearest_
                             : texels_per_pixel > 1.1  ? reduced_
                                                       : smooth_;
    variant.program.use();
    glUniform4f(variant.rect, clip_x(screen_x(region.x0)), clip_y(screen_y(region.y0)),
                clip_x(screen_x(region.x1)), clip_y(screen_y(region.y1)));
    glUniform2f(variant.texels, static_cast<float>(region.width() / reduction),
                static_cast<float>(region.height() / reduction));
    glUniform2f(variant.texture_size, static_cast<float>(picture.texture_size.width),
                static_cast<float>(picture.texture_size.height));
    const auto quarter = static_cast<float>(texels_per_pixel / 4);
    glUniform2f(variant.footprint, quarter, quarter);
    glUniform1f(variant.checker_size, placement.checker_size);
    glUniform3fv(variant.checker_dark, 1, placement.checker_dark.data());
    glUniform3fv(variant.checker_light, 1, placement.checker_light.data());
    glBindTextureUnit(0, picture.texture.get());
    glBindSampler(0, sampler_.get());
    glBindVertexArray(no_attributes_.get());
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    glBindSampler(0, 0);
    glDisable(GL_SCISSOR_TEST);
}

}  // namespace droplet::gl
