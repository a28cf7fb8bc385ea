#pragma once
#include <glad/gl.h>

#include <utility>

namespace droplet::gl {

/// Owns the name of one GL object; 0 owns nothing. Destroyed on the thread that has the context.
template <void (*destroy)(GLuint)>
class Handle {
 public:
    Handle() = default;
    explicit Handle(GLuint name) : name_(name) {}
    Handle(Handle&& other) noexcept : name_(std::exchange(other.name_, 0)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(name_, other.name_);
        return *this;
    }
    ~Handle() {
        if (name_ != 0) destroy(name_);
    }

    GLuint get() const { return name_; }
    explicit operator bool() const { return name_ != 0; }

 private:
    GLuint name_ = 0;
};

inline void destroy_buffer(GLuint name) {
    glDeleteBuffers(1, &name);
}
inline void destroy_texture(GLuint name) {
    glDeleteTextures(1, &name);
}
inline void destroy_vertex_array(GLuint name) {
    glDeleteVertexArrays(1, &name);
}
inline void destroy_sampler(GLuint name) {
    glDeleteSamplers(1, &name);
}
inline void destroy_shader(GLuint name) {
    glDeleteShader(name);
}
inline void destroy_program(GLuint name) {
    glDeleteProgram(name);
}

using Buffer = Handle<destroy_buffer>;
using Texture = Handle<destroy_texture>;
using VertexArray = Handle<destroy_vertex_array>;
using Sampler = Handle<destroy_sampler>;
using Shader = Handle<destroy_shader>;
using ProgramName = Handle<destroy_program>;

inline Buffer make_buffer() {
    GLuint name = 0;
    glCreateBuffers(1, &name);
    return Buffer(name);
}
inline Texture make_texture_2d() {
    GLuint name = 0;
    glCreateTextures(GL_TEXTURE_2D, 1, &name);
    return Texture(name);
}
inline VertexArray make_vertex_array() {
    GLuint name = 0;
    glCreateVertexArrays(1, &name);
    return VertexArray(name);
}
inline Sampler make_sampler() {
    GLuint name = 0;
    glCreateSamplers(1, &name);
    return Sampler(name);
}

}  // namespace droplet::gl
