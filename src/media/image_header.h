#pragma once
#include <span>
#include <string>

namespace droplet {

enum class FileFormat { png, jpeg, gif, bmp, psd, netpbm, other };

/// What is to be known of a picture file before it is decoded.
struct ImageHeader {
    FileFormat format = FileFormat::other;  ///< `other` may still be a TGA, which has no signature
    int orientation = 1;                    ///< EXIF: 1 to 8, 1 is upright
};

/// Looks through the structure of the file without decoding it. Throws Error (Fault::job) for formats that
/// Droplet does not read, animations, CMYK, pictures without pixels, files that end too early, and wrong
/// checksums (PNG).
ImageHeader inspect_image(std::span<const unsigned char> bytes, const std::string& name);

}  // namespace droplet
