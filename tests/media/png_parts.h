// The structure of PNG files, to make and to damage them; without doctest, for the fuzzer.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace droplet::test {

using Bytes = std::vector<unsigned char>;

/// PNG's checksum (ISO 3309), bit by bit.
inline std::uint32_t png_checksum(const unsigned char* data, std::size_t count) {
    std::uint32_t crc = ~0u;
    for (std::size_t i = 0; i < count; ++i) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0u);
    }
    return ~crc;
}

inline void append_big32(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<unsigned char>(value >> shift));
}

inline Bytes png_chunk(const std::string& type, const Bytes& data) {
    Bytes chunk;
    append_big32(chunk, static_cast<std::uint32_t>(data.size()));
    for (const char c : type) chunk.push_back(static_cast<unsigned char>(c));
    for (const unsigned char byte : data) chunk.push_back(byte);
    append_big32(chunk, png_checksum(chunk.data() + 4, chunk.size() - 4));
    return chunk;
}

/// Makes the checksums of a damaged PNG right again, as far as its structure goes.
inline void fix_png_checksums(Bytes& bytes) {
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8 | bytes[at + i];
        if (length > bytes.size() - at - 12) return;
        const std::uint32_t crc = png_checksum(bytes.data() + at + 4, length + 4);
        for (std::size_t i = 0; i < 4; ++i)
            bytes[at + 8 + length + i] = static_cast<unsigned char>(crc >> (24 - 8 * i));
        at += 12 + length;
    }
}

}  // namespace droplet::test
