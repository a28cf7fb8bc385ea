#include "media/image_io.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <new>
#include <vector>

#include "media/atomic_file.h"
#include "media/band_writer.h"
#include "media/image_bytes.h"
#include "media/image_header.h"
#include "media/netpbm.h"
#include "media/output_path.h"
#include "media/planarize.h"
#include "media/png_writer.h"
#include "media/stb.h"
#include "model/error.h"

namespace droplet {
namespace {

// stb hands out every GIF and PSD as RGBA; an alpha that is 1 everywhere says nothing.
Image without_opaque_alpha(Image image) {
    for (int y = 0; y < image.height(); ++y) {
        const float* row = image.alpha().row(y);
        if (!std::all_of(row, row + image.width(), [](float a) { return a == 1.0f; })) return image;
    }
    Image opaque(image.size(), image.channels());
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y)
            std::copy_n(image.plane(c).row(y), image.width(), opaque.plane(c).row(y));
    return opaque;
}

Image decode_known(std::span<const unsigned char> bytes, const std::string& name) {
    const ImageHeader header = inspect_image(bytes, name);
    if (header.format == FileFormat::netpbm) return decode_netpbm(bytes, name);
    Image image = planarize(stb_decode(bytes, name, header.format), header.orientation);
    const bool always_alpha = header.format == FileFormat::gif || header.format == FileFormat::psd;
    return always_alpha && image.has_alpha() ? without_opaque_alpha(std::move(image)) : std::move(image);
}

}  // namespace

Image read_image(const std::string& path) {
    const FileBytes bytes = read_bytes(path);
    return decode_image(bytes.span(), path == "-" ? "standard input" : path);
}

Image decode_image(std::span<const unsigned char> bytes, const std::string& name) {
    try {
        return decode_known(bytes, name);
    } catch (const std::bad_alloc&) {
        throw Error(Fault::job, name, "the picture does not fit in memory; make it smaller first");
    }
}

void check(const WriteOptions& options) {
    if (options.bit_depth != 8 && options.bit_depth != 16)
        throw Error(Fault::usage, "bit-depth",
                    fmt::format("{} is not valid; valid: 8, 16", options.bit_depth));
    if (options.jpeg_quality < 1 || options.jpeg_quality > 100)
        throw Error(Fault::usage, "jpeg-quality",
                    fmt::format("{} is out of range; valid: 1 to 100", options.jpeg_quality));
}

void write_image(const Image& image, const std::string& path, const WriteOptions& options) {
    check(options);
    if (still_format(path) != OutputFormat::png) {
        const auto writer = open_bands(path, {image.size(), image.channels(), image.has_alpha()}, options, 1);
        writer->add(image);
        writer->finish();
        return;
    }
    AtomicFile file(path);
    write_png(image, options, file, path);
    file.commit();
}

}  // namespace droplet
