#pragma once
#include <string_view>

#include "gl/handle.h"

namespace droplet::gl {

/// A linked pair of embedded shaders (shaders/NAME).
class Program {
 public:
    /// `definitions` (lines of #define) stand before both. Throws Error with the compiler's log.
    Program(std::string_view vertex_file, std::string_view fragment_file, std::string_view definitions = {});

    void use() const { glUseProgram(name_.get()); }
    /// Location of a uniform; -1, which GL ignores, when the program does not use one of that name.
    GLint uniform(const char* name) const;
    GLuint get() const { return name_.get(); }

 private:
    ProgramName name_;
};

}  // namespace droplet::gl
