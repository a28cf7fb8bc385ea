// The text of a recipe in the metadata of pictures: how it is laid down in each format, and found again. All
// readers take any bytes, pass over what is damaged, and give nothing longer than `most`.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "media/byte_source.h"

namespace droplet {

/// A recipe that is longer is none.
inline constexpr std::size_t longest_recipe = std::size_t{64} << 20;

/// The data of a PNG's chunk iTXt: keyword "Droplet", compressed.
std::vector<unsigned char> png_recipe_data(const std::string& text);
/// The text of the first such chunk, compressed or not, whose checksum is right.
std::optional<std::string> png_recipe_text(ByteSource& file, std::size_t most = longest_recipe);

/// Comment segments of a JPEG (ITU-T T.81, B.2.4.5): one with the text as it is, or where it is too long for
/// one, several, each with "Droplet 1/3\n" before its part.
std::vector<unsigned char> jpeg_recipe_segments(const std::string& text);
std::optional<std::string> jpeg_recipe_text(ByteSource& file, std::size_t most = longest_recipe);

/// The ImageDescription of a TIFF's or BigTIFF's first picture.
std::optional<std::string> tiff_recipe_text(ByteSource& file, std::size_t most = longest_recipe);

}  // namespace droplet
