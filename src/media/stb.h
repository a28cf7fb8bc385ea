// The only door to stb_image and stb_image_write.
#pragma once
#include <cstdlib>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "media/image_header.h"
#include "model/image.h"

namespace droplet {

/// Interleaved pixels, top row first, without padding.
struct Pixels {
    enum class Type { u8, u16 };

    struct Free {
        void operator()(void* p) const noexcept { std::free(p); }
    };
    std::unique_ptr<void, Free> data;
    Size size;
    int components = 0;  ///< 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA
    Type type = Type::u8;
};

/// Decodes what stb_image knows. Throws Error (Fault::job): no picture, truncated, damaged, larger than
/// memory allows.
Pixels stb_decode(std::span<const unsigned char> bytes, const std::string& name, FileFormat format);

/// Encodes grey (1) or RGB (3) pixels of 8 bits as JPEG; `sink` is called with one piece after the other and
/// must not throw.
bool stb_encode_jpeg(Size size, int components, const unsigned char* pixels, int quality,
                     const std::function<void(std::span<const unsigned char>)>& sink);

}  // namespace droplet
