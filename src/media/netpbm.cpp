// Sources: netpbm.sourceforge.net/doc/pgm.html, ppm.html, pfm.html.
#include "media/netpbm.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "media/image_bytes.h"
#include "model/error.h"

namespace droplet {
namespace {

bool is_space(unsigned char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

class Header {
 public:
    Header(std::span<const unsigned char> bytes, const std::string& name) : bytes_(bytes), name_(name) {
        kind = static_cast<char>(bytes_[1]);
        at_ = 2;
        size.width = read<int>("width");
        size.height = read<int>("height");
        if (size.width < 1 || size.height < 1)
            throw Error(
                Fault::job, name_,
                fmt::format("has no pixels ({} x {}); valid: at least 1 x 1", size.width, size.height));
        if (is_float()) {
            scale = read<float>("scale");
            if (scale == 0 || !std::isfinite(scale)) fail("scale");
        } else {
            maximum = read<int>("maximum");
            if (maximum < 1 || maximum > 65535) fail("maximum");
        }
        if (at_ >= bytes_.size()) truncated();
        if (!is_space(bytes_[at_])) fail("end");
        const double needed = static_cast<double>(size.area()) * channels() * value_bytes();
        require_memory(static_cast<double>(size.area()) * channels() * sizeof(float), size.width, size.height,
                       name_);
        if (needed > static_cast<double>(bytes_.size() - at_ - 1)) truncated();
    }

    bool is_float() const { return kind == 'f' || kind == 'F'; }
    int channels() const { return kind == '6' || kind == 'F' ? 3 : 1; }
    int value_bytes() const { return is_float() ? 4 : maximum > 255 ? 2 : 1; }
    const unsigned char* pixels() const { return bytes_.data() + at_ + 1; }

    char kind = 0;  ///< '5', '6', 'f' or 'F'
    Size size;
    int maximum = 0;  ///< of P5 and P6
    float scale = 0;  ///< of PFM

 private:
    template <class T>
    T read(const char* what) {
        while (at_ < bytes_.size() && (is_space(bytes_[at_]) || bytes_[at_] == '#')) {
            if (bytes_[at_] == '#')
                while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
            else
                ++at_;
        }
        const char* begin = reinterpret_cast<const char*>(bytes_.data()) + at_;
        const char* end = reinterpret_cast<const char*>(bytes_.data()) + bytes_.size();
        if (begin == end) truncated();
        if (*begin == '+') ++begin;
        T value{};
        const auto [after, error] = std::from_chars(begin, end, value);
        if (error != std::errc()) fail(what);
        at_ = static_cast<std::size_t>(after - reinterpret_cast<const char*>(bytes_.data()));
        return value;
    }
    [[noreturn]] void fail(const char* what) const {
        throw Error(Fault::job, name_, fmt::format("is damaged: the {} in its header is not valid", what));
    }
    [[noreturn]] void truncated() const {
        throw Error(Fault::job, name_,
                    fmt::format("is truncated: the picture is not complete after {} bytes", bytes_.size()));
    }

    std::span<const unsigned char> bytes_;
    const std::string& name_;
    std::size_t at_ = 0;
};

// One value of `count` bytes, the most significant first unless `little`.
template <class T>
T load(const unsigned char* p, bool little) {
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = static_cast<T>(value << 8 | p[little ? sizeof(T) - 1 - i : i]);
    return value;
}

Image decode_integers(const Header& header) {
    const int channels = header.channels(), bytes = header.value_bytes();
    const auto maximum = static_cast<float>(header.maximum);
    Image image(header.size, channels);
    const unsigned char* value = header.pixels();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            for (int c = 0; c < channels; ++c, value += bytes) {
                const int stored = bytes == 1 ? *value : load<std::uint16_t>(value, false);
                image.plane(c).row(y)[x] = static_cast<float>(stored) / maximum;
            }
        }
    }
    return image;
}

Image decode_floats(const Header& header, const std::string& name) {
    const int channels = header.channels();
    const bool little = header.scale < 0;
    const float factor = std::abs(header.scale);
    Image image(header.size, channels);
    const unsigned char* value = header.pixels();
    for (int y = image.height() - 1; y >= 0; --y) {  // PFM stores the bottom row first
        for (int x = 0; x < image.width(); ++x) {
            for (int c = 0; c < channels; ++c, value += 4) {
                const float v = std::bit_cast<float>(load<std::uint32_t>(value, little)) * factor;
                if (!std::isfinite(v))
                    throw Error(Fault::job, name,
                                fmt::format("pixel ({}, {}) is {}; valid: finite values", x, y,
                                            std::isnan(v) ? "not a number" : "infinite"));
                image.plane(c).row(y)[x] = v;
            }
        }
    }
    return image;
}

}  // namespace

Image decode_netpbm(std::span<const unsigned char> bytes, const std::string& name) {
    const Header header(bytes, name);
    return header.is_float() ? decode_floats(header, name) : decode_integers(header);
}

void write_pfm_header(Size size, int channels, AtomicFile& file) {
    const bool little = std::endian::native == std::endian::little;
    const std::string header = fmt::format("{}\n{} {}\n{}\n", channels == 3 ? "PF" : "Pf", size.width,
                                           size.height, little ? "-1.0" : "1.0");
    file.write({reinterpret_cast<const unsigned char*>(header.data()), header.size()});
}

void write_pfm_rows(const Image& image, AtomicFile& file) {
    const auto channels = static_cast<std::size_t>(image.channels());
    std::vector<float> line(channels * static_cast<std::size_t>(image.width()));
    for (int y = image.height() - 1; y >= 0; --y) {
        for (std::size_t c = 0; c < channels; ++c) {
            const float* row = image.plane(static_cast<int>(c)).row(y);
            for (std::size_t x = 0; x < static_cast<std::size_t>(image.width()); ++x)
                line[x * channels + c] = row[x];
        }
        file.write({reinterpret_cast<const unsigned char*>(line.data()), line.size() * sizeof(float)});
    }
}

}  // namespace droplet
