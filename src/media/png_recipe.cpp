// Source: PNG (W3C, third edition), 11.3.3.4 iTXt.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <string_view>

#include "media/recipe_metadata.h"
#include "model/recipe.h"

namespace droplet {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\x89PNG\r\n\x1A\n"sv, keyword = "Droplet\0"sv;
constexpr std::uint64_t longest_chunk = 0x7FFFFFFF;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<std::string> inflated(std::string_view data, std::size_t most) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
    stream.next_in = const_cast<unsigned char*>(bytes_of(data));
    stream.avail_in = static_cast<uInt>(data.size());
    std::string text;
    std::array<char, 1 << 15> part;
    int state = Z_OK;
    while (state == Z_OK && text.size() <= most) {
        stream.next_out = reinterpret_cast<unsigned char*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        state = ::inflate(&stream, Z_NO_FLUSH);
        text.append(part.data(), part.size() - stream.avail_out);
    }
    ::inflateEnd(&stream);
    if (state != Z_STREAM_END || text.size() > most) return std::nullopt;
    return text;
}

/// Of a chunk that begins with our keyword.
std::optional<std::string> text_of_chunk(std::string_view data, std::size_t most) {
    data.remove_prefix(keyword.size());
    if (data.size() < 2) return std::nullopt;
    const char compressed = data[0], method = data[1];
    data.remove_prefix(2);
    // Behind them the language, and the keyword in it.
    for (int i = 0; i < 2; ++i) {
        const std::size_t end = data.find('\0');
        if (end == std::string_view::npos) return std::nullopt;
        data.remove_prefix(end + 1);
    }
    if (compressed == 1 && method == 0) return inflated(data, most);
    if (compressed != 0 || data.size() > most) return std::nullopt;
    return std::string(data);
}

}  // namespace

std::vector<unsigned char> png_recipe_data(const std::string& text) {
    // Compressed, of method 0, without language and translation.
    constexpr std::string_view header = "Droplet\0\1\0\0\0"sv;
    std::vector<unsigned char> data(header.begin(), header.end());
    uLongf size = ::compressBound(static_cast<uLong>(text.size()));
    data.resize(header.size() + size);
    if (::compress2(data.data() + header.size(), &size, bytes_of(text), static_cast<uLong>(text.size()),
                    Z_DEFAULT_COMPRESSION) != Z_OK)
        throw std::bad_alloc();
    data.resize(header.size() + size);
    return data;
}

std::optional<std::string> png_recipe_text(ByteSource& file, std::size_t most) {
    if (file.text(signature.size()) != signature) return std::nullopt;
    for (;;) {
        const auto length = file.big(4);
        const auto type = file.text(4);
        if (!length || !type || *length > longest_chunk || *type == "IEND") return std::nullopt;
        // Compressed bytes that are not even smaller than the text may be are none of ours.
        const bool ours = *type == "iTXt" && file.peek(keyword.size()) == keyword && *length <= most + 1024;
        if (!ours) {
            if (!file.skip(*length + 4)) return std::nullopt;
            continue;
        }
        const auto data = file.text(*length);
        const auto check = file.big(4);
        if (!data || !check) return std::nullopt;
        const uLong sum = ::crc32_z(::crc32_z(0, bytes_of(*type), 4), bytes_of(*data), data->size());
        if (sum != *check || data->size() < keyword.size()) continue;
        if (auto text = text_of_chunk(*data, most); text && looks_like_recipe(*text)) return text;
    }
}

}  // namespace droplet
