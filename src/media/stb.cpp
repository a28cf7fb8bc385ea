// stb is compiled here with internal linkage: it then runs under our sanitizers, and cannot clash with the
// copy in libstb that Dear ImGui brings along.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ASSERT(x) ((void)sizeof((x) ? 1 : 0))  // damaged files break them in debug builds
#define STBI_NO_STDIO
#define STBI_NO_PNM  // netpbm.cpp: scales by the file's maximum, and knows PFM
#define STBI_NO_PIC
#define STBI_NO_HDR  // loops for ever on a truncated file (2.27)
#define STBI_NO_LINEAR
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include "media/stb.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#include <stb_image_write.h>
#pragma GCC diagnostic pop

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "media/image_bytes.h"
#include "model/error.h"

namespace droplet {
namespace {

// Hands the file to stb piece by piece and notices when stb wants more than there is: stb itself fills up
// with zeros and would call half a picture complete.
class Feed {
 public:
    explicit Feed(std::span<const unsigned char> bytes) : bytes_(bytes) {}

    bool ran_out() const { return ran_out_; }

    static constexpr stbi_io_callbacks callbacks() {
        return {[](void* self, char* target, int wanted) {
                    return static_cast<Feed*>(self)->read(target, wanted);
                },
                [](void* self, int count) { static_cast<Feed*>(self)->skip(count); },
                [](void* self) {
                    return static_cast<Feed*>(self)->at_ == static_cast<Feed*>(self)->bytes_.size() ? 1 : 0;
                }};
    }

 private:
    int read(char* target, int wanted) {
        // stb's own small buffer, known by its place, is filled ahead; anything else is wanted in full.
        if (!refill_target_) refill_target_ = target;
        const std::size_t count =
            std::min(static_cast<std::size_t>(std::max(wanted, 0)), bytes_.size() - at_);
        if (target == refill_target_ ? count == 0 : count < static_cast<std::size_t>(wanted)) ran_out_ = true;
        if (count > 0) std::memcpy(target, bytes_.data() + at_, count);
        at_ += count;
        return static_cast<int>(count);
    }
    void skip(int count) {
        if (count > 0) at_ += std::min(static_cast<std::size_t>(count), bytes_.size() - at_);
    }

    std::span<const unsigned char> bytes_;
    std::size_t at_ = 0;
    const char* refill_target_ = nullptr;
    bool ran_out_ = false;
};

[[noreturn]] void undecodable(const std::string& name, FileFormat format) {
    if (format == FileFormat::other)
        throw Error(Fault::job, name, "is not a picture; valid: PNG, JPEG, BMP, TGA, GIF, PSD, PNM or PFM");
    throw Error(Fault::job, name,
                fmt::format("is damaged or of a kind that is not read ({})", stbi_failure_reason()));
}

[[noreturn]] void truncated(const std::string& name, std::size_t bytes) {
    throw Error(Fault::job, name,
                fmt::format("is truncated: the picture is not complete after {} bytes", bytes));
}

// The most pixels that a byte can stand for: the best case of each format's compression.
double max_pixels_per_byte(FileFormat format) {
    switch (format) {
        case FileFormat::png:
            return 8 * 1032;  // deflate, one bit a pixel
        case FileFormat::jpeg:
            return 64 * 8;  // a bit for each block of 8 x 8
        case FileFormat::bmp:
            return 8;
        case FileFormat::gif:
            return 65536;  // runs up to 2730, and a small part of a large canvas
        default:
            return 128;  // run lengths
    }
}

// Fills in what the file declares, and refuses what cannot be held or cannot be there.
Pixels declared_pixels(std::span<const unsigned char> bytes, const std::string& name, FileFormat format) {
    Pixels pixels;
    const int size = static_cast<int>(bytes.size());
    if (!stbi_info_from_memory(bytes.data(), size, &pixels.size.width, &pixels.size.height,
                               &pixels.components))
        undecodable(name, format);
    const auto [width, height] = pixels.size;
    if (width < 1 || height < 1)
        throw Error(Fault::job, name,
                    fmt::format("has no pixels ({} x {}); valid: at least 1 x 1", width, height));
    if (stbi_is_16_bit_from_memory(bytes.data(), size)) pixels.type = Pixels::Type::u16;
    const double component_bytes = pixels.type == Pixels::Type::u16 ? 2 : 1;
    const double values = static_cast<double>(pixels.size.area()) * 4;
    // The file's form, the decoded one, and floats.
    require_memory(values * (2 * component_bytes + sizeof(float)), width, height, name);
    if (values * component_bytes > std::numeric_limits<int>::max())
        throw Error(Fault::job, name,
                    fmt::format("{} x {} pixels are too many; valid: up to {} million", width, height,
                                static_cast<int>(std::numeric_limits<int>::max() / (4e6 * component_bytes))));
    if (static_cast<double>(pixels.size.area()) > static_cast<double>(size) * max_pixels_per_byte(format))
        truncated(name, bytes.size());
    return pixels;
}

}  // namespace

Pixels stb_decode(std::span<const unsigned char> bytes, const std::string& name, FileFormat format) {
    Pixels pixels = declared_pixels(bytes, name, format);
    Feed feed(bytes);
    const stbi_io_callbacks callbacks = Feed::callbacks();
    int width = 0, height = 0, components = 0;
    switch (pixels.type) {
        case Pixels::Type::u8:
            pixels.data.reset(stbi_load_from_callbacks(&callbacks, &feed, &width, &height, &components, 0));
            break;
        case Pixels::Type::u16:
            pixels.data.reset(
                stbi_load_16_from_callbacks(&callbacks, &feed, &width, &height, &components, 0));
            break;
    }
    if (feed.ran_out()) truncated(name, bytes.size());
    if (!pixels.data) undecodable(name, format);
    if (width != pixels.size.width || height != pixels.size.height || components < 1 || components > 4)
        throw Error(Fault::job, name, "is damaged: it contradicts its own size");
    pixels.components = components;
    return pixels;
}

bool stb_encode_jpeg(Size size, int components, const unsigned char* pixels, int quality,
                     const std::function<void(std::span<const unsigned char>)>& sink) {
    const auto forward = [](void* context, void* data, int count) {
        const auto& target =
            *static_cast<const std::function<void(std::span<const unsigned char>)>*>(context);
        target({static_cast<const unsigned char*>(data), static_cast<std::size_t>(count)});
    };
    return stbi_write_jpg_to_func(forward, const_cast<void*>(static_cast<const void*>(&sink)), size.width,
                                  size.height, components, pixels, quality) != 0;
}

}  // namespace droplet
