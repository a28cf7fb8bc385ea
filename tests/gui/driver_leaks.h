#pragma once

namespace droplet::test {

/// Call while a GL context exists.
void keep_gl_drivers_loaded();

}  // namespace droplet::test
