// TIFF files as libtiff reads them.
#pragma once
#include <doctest/doctest.h>
#include <tiffio.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/image.h"

namespace droplet::test {

/// A picture of 8 or 16 bits a channel, which is checked, in strips; an even number of samples has alpha.
inline Image read_tiff(const std::string& path, int bit_depth) {
    const std::unique_ptr<TIFF, void (*)(TIFF*)> tiff(TIFFOpen(path.c_str(), "r"), TIFFClose);
    REQUIRE(tiff);
    std::uint32_t width = 0, height = 0;
    std::uint16_t samples = 0, bits = 0, photometric = 0;
    TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
    TIFFGetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetField(tiff.get(), TIFFTAG_PHOTOMETRIC, &photometric);
    CHECK(bits == bit_depth);
    const bool has_alpha = samples % 2 == 0;
    const int channels = samples - static_cast<int>(has_alpha);
    CHECK(photometric == (channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK));
    Image image({static_cast<int>(width), static_cast<int>(height)}, channels, has_alpha);
    std::vector<std::uint16_t> row(static_cast<std::size_t>(width) * samples);
    const auto* bytes = reinterpret_cast<const unsigned char*>(row.data());
    for (int y = 0; y < image.height(); ++y) {
        REQUIRE(TIFFReadScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y)) == 1);
        for (int x = 0; x < image.width(); ++x)
            for (int p = 0; p < samples; ++p) {
                const auto at = static_cast<std::size_t>(x * samples + p);
                (p < channels ? image.plane(p) : image.alpha()).row(y)[x] =
                    bits == 16 ? static_cast<float>(row[at]) / 65535 : static_cast<float>(bytes[at]) / 255;
            }
    }
    return image;
}

}  // namespace droplet::test
