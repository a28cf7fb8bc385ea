#pragma once
#include <filesystem>
#include <span>
#include <string>

#include "model/image.h"

namespace droplet {

/// Reads a still picture: what stb_image reads (PNG, JPEG, BMP, TGA, GIF, PSD, PNM; 8 or 16 bit) or PFM; "-"
/// is standard input. 8- and 16-bit values map to [0, 1] as stored, PFM values are taken as they are. EXIF
/// orientation is applied. Throws Error (Fault::job) with the path as the subject: missing, empty, truncated,
/// not an image, CMYK, animated, zero-sized, NaN in a PFM, larger than memory allows (more than 2^31 - 1
/// bytes of file included).
Image read_image(const std::string& path);

/// The same from bytes in memory; `name` is the subject of errors.
Image decode_image(std::span<const unsigned char> bytes, const std::string& name);

struct WriteOptions {
    int bit_depth = 8;      ///< of PNG and TIFF: 8 or 16
    int jpeg_quality = 92;  ///< 1 to 100
    std::string recipe{};   ///< recipe_text() that goes into its metadata; empty: none
};
/// Throws Error (Fault::usage) for options that are not valid.
void check(const WriteOptions& options);

/// Writes by extension: .png, .jpg/.jpeg, .tif/.tiff, .pfm (float32 as it is; alpha is not part of the format
/// and is left out);
/// "-" is PNG on standard output. Integer formats clamp to [0, 1] and round to nearest. The file is written
/// beside its place and renamed, so that no half-written one is ever seen. Throws Error: unknown extension
/// (Fault::usage, listing the valid ones), unwritable place, full disk (Fault::job).
void write_image(const Image& image, const std::string& path, const WriteOptions& options = {});

/// To be called before a long job: throws what write_image() or open_film() would throw for this place
/// (extension, missing or unwritable folder), and leaves nothing behind. Stills, films, patterns and "-" are
/// valid.
void check_writable(const std::string& path);

}  // namespace droplet
