#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/image.h"

namespace droplet {

/// A PNG of 8-bit RGB, made as fast as frames of a film come: filter "up", runs only, so many threads. The
/// bytes do not depend on the number of threads. `recipe`: its iTXt "Droplet"; "": none.
std::vector<unsigned char> png_of_rgb(std::span<const std::uint8_t> rgb, Size size, const std::string& recipe,
                                      int threads);

}  // namespace droplet
