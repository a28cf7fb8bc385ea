#include "gl/context.h"

#include <fmt/format.h>
#include <glad/gl.h>

#include <cstdio>

#include "model/error.h"

namespace droplet::gl {
namespace {

std::string text_of(GLenum name) {
    const auto* text = reinterpret_cast<const char*>(glGetString(name));
    return text ? text : "unknown";
}

void GLAD_API_PTR print_message(GLenum, GLenum type, GLuint, GLenum severity, GLsizei, const GLchar* message,
                                const void*) {
    if (severity == GL_DEBUG_SEVERITY_NOTIFICATION) return;
    std::fprintf(stderr, "droplet: OpenGL%s: %s\n", type == GL_DEBUG_TYPE_ERROR ? " error" : "", message);
}

}  // namespace

ContextInfo load_context(LoadFunction load) {
    const int version = gladLoadGL(load);
    if (version == 0)
        throw Error(Fault::job, "window", "the OpenGL driver gives no functions; needed: OpenGL 4.5");
    const ContextInfo info{text_of(GL_VERSION), text_of(GL_RENDERER)};
    if (version < GLAD_MAKE_VERSION(4, 5))
        throw Error(
            Fault::job, "window",
            fmt::format("the driver offers OpenGL {} on {}; needed: 4.5 core", info.version, info.renderer));
    return info;
}

void report_debug_messages() {
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(print_message, nullptr);
}

}  // namespace droplet::gl
