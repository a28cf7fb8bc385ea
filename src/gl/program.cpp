#include "gl/program.h"

#include <string>

#include "model/error.h"
#include "shader_source.h"

namespace droplet::gl {
namespace {

Shader compile(GLenum stage, std::string_view file) {
    const std::string_view source = shader_source(file);
    if (source.empty()) throw Error(Fault::job, std::string(file), "no such shader in this build");
    Shader shader(glCreateShader(stage));
    const char* text = source.data();
    const auto length = static_cast<GLint>(source.size());
    glShaderSource(shader.get(), 1, &text, &length);
    glCompileShader(shader.get());
    GLint compiled = 0;
    glGetShaderiv(shader.get(), GL_COMPILE_STATUS, &compiled);
    if (!compiled) {
        std::string log(2048, '\0');
        GLsizei written = 0;
        glGetShaderInfoLog(shader.get(), static_cast<GLsizei>(log.size()), &written, log.data());
        log.resize(static_cast<std::size_t>(written));
        throw Error(Fault::job, std::string(file), "the driver refuses the shader: " + log);
    }
    return shader;
}

}  // namespace

Program::Program(std::string_view vertex_file, std::string_view fragment_file) {
    const Shader vertex = compile(GL_VERTEX_SHADER, vertex_file);
    const Shader fragment = compile(GL_FRAGMENT_SHADER, fragment_file);
    name_ = ProgramName(glCreateProgram());
    glAttachShader(name_.get(), vertex.get());
    glAttachShader(name_.get(), fragment.get());
    glLinkProgram(name_.get());
    GLint linked = 0;
    glGetProgramiv(name_.get(), GL_LINK_STATUS, &linked);
    if (!linked) {
        std::string log(2048, '\0');
        GLsizei written = 0;
        glGetProgramInfoLog(name_.get(), static_cast<GLsizei>(log.size()), &written, log.data());
        log.resize(static_cast<std::size_t>(written));
        throw Error(Fault::job, std::string(fragment_file), "the driver cannot link the program: " + log);
    }
}

GLint Program::uniform(const char* name) const {
    const GLint location = glGetUniformLocation(name_.get(), name);
    if (location < 0) throw Error(Fault::job, name, "no such uniform in the program");
    return location;
}

}  // namespace droplet::gl
