#include "gl/program.h"

#include <array>
#include <string>

#include "model/error.h"
#include "shader_source.h"

namespace droplet::gl {
namespace {

Shader compile(GLenum stage, std::string_view file, std::string_view definitions) {
    const std::string_view source = shader_source(file);
    if (source.empty()) throw Error(Fault::job, std::string(file), "no such shader in this build");
    Shader shader(glCreateShader(stage));
    constexpr std::string_view version = "#version 450 core\n", line = "\n#line 1\n";
    const std::array parts{version, definitions, line, source};
    std::array<const char*, parts.size()> texts{};
    std::array<GLint, parts.size()> lengths{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        texts[i] = parts[i].empty() ? "" : parts[i].data();
        lengths[i] = static_cast<GLint>(parts[i].size());
    }
    glShaderSource(shader.get(), static_cast<GLsizei>(parts.size()), texts.data(), lengths.data());
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

Program::Program(std::string_view vertex_file, std::string_view fragment_file, std::string_view definitions) {
    const Shader vertex = compile(GL_VERTEX_SHADER, vertex_file, definitions);
    const Shader fragment = compile(GL_FRAGMENT_SHADER, fragment_file, definitions);
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
    return glGetUniformLocation(name_.get(), name);
}

}  // namespace droplet::gl
