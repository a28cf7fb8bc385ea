#pragma once
#include <string>

namespace droplet::gl {

/// What the driver calls itself.
struct ContextInfo {
    std::string version;   ///< "4.5 (Core Profile) Mesa 22.3.6"
    std::string renderer;  ///< "llvmpipe (LLVM 15.0.6, 256 bits)"
};

using LoadFunction = void (*(*)(const char*))();

/// Loads the functions of OpenGL 4.5 for the context that is current on this thread. Throws Error, saying
/// what was found, when it is older.
ContextInfo load_context(LoadFunction load);

/// Every GL error and warning becomes a line on stderr, at the call that caused it (needs a debug context).
void report_debug_messages();

}  // namespace droplet::gl
