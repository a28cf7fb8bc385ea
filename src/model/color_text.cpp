#include "model/color_text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace droplet {

std::optional<Rgb> color_of_hex(std::string_view text) {
    if (text.starts_with('#')) text.remove_prefix(1);
    unsigned value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.size() != 6 || read.ptr != text.data() + text.size() || read.ec != std::errc{})
        return std::nullopt;
    const auto share = [value](unsigned shift) {
        return static_cast<float>(value >> shift & 0xffu) / 255.0f;
    };
    return Rgb{share(16), share(8), share(0)};
}

std::string hex_of(const Rgb& color) {
    return fmt::format("#{:02x}{:02x}{:02x}", byte_of(color.r), byte_of(color.g), byte_of(color.b));
}

int byte_of(float share) {
    return static_cast<int>(std::lround(share * 255));
}

}  // namespace droplet
