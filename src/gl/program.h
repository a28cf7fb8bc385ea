#pragma once
#include <string_view>

#include "gl/handle.h"

namespace droplet::gl {

/// A linked pair of embedded shaders (shaders/NAME).
class Program {
 public:
    /// Throws Error with the compiler's log.
    Program(std::string_view vertex_file, std::string_view fragment_file);

    void use() const { glUseProgram(name_.get()); }
    /// Location of a uniform; throws Error when the program has none of that name.
    GLint uniform(const char* name) const;
    GLuint get() const { return name_.get(); }

 private:
    ProgramName name_;
};

}  // namespace droplet::gl
