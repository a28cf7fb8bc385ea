// PNG by its specification (W3C, third edition).
#include "media/png_frame.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>
#include <thread>

#include "media/deflated_rows.h"

namespace droplet {
namespace {

constexpr int rows_a_piece = 128;

using Bytes = std::span<const unsigned char>;

void append_number(std::vector<unsigned char>& file, std::uint32_t value) {
    for (const int shift : {24, 16, 8, 0}) file.push_back(static_cast<unsigned char>(value >> shift));
}

void append_chunk(std::vector<unsigned char>& file, std::string_view type, Bytes data) {
    append_number(file, static_cast<std::uint32_t>(data.size()));
    const std::size_t begin = file.size();
    file.insert(file.end(), type.begin(), type.end());
    file.insert(file.end(), data.begin(), data.end());
    const uLong check = ::crc32_z(::crc32(0, nullptr, 0), file.data() + begin, file.size() - begin);
    append_number(file, static_cast<std::uint32_t>(check));
}

/// Uncompressed, so that any program can read it.
void append_recipe(std::vector<unsigned char>& file, const std::string& recipe) {
    using namespace std::string_view_literals;
    // Keyword, and after its end: not compressed, of no language, no translated keyword.
    const std::string text = std::string("Droplet\0\0\0\0\0"sv) + recipe;
    append_chunk(file, "iTXt", {reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

/// Differences from the row above, which are small in smooth pictures and 0 where nothing changes downwards.
DeflatedRows piece_of(std::span<const std::uint8_t> rgb, Size size, int first, int end) {
    constexpr unsigned char filter_up = 2;
    const std::size_t row_bytes = static_cast<std::size_t>(size.width) * 3;
    std::vector<unsigned char> bytes((row_bytes + 1) * static_cast<std::size_t>(end - first));
    unsigned char* out = bytes.data();
    for (int y = first; y < end; ++y) {
        const std::uint8_t* row = rgb.data() + static_cast<std::size_t>(y) * row_bytes;
        *out++ = filter_up;
        if (y == 0) {
            std::copy_n(row, row_bytes, out);
        } else {
            const std::uint8_t* above = row - row_bytes;
            for (std::size_t i = 0; i < row_bytes; ++i)
                out[i] = static_cast<unsigned char>(row[i] - above[i]);
        }
        out += row_bytes;
    }
    return deflate_piece(bytes, Deflation::runs, false);
}

/// All pieces, each thread every n-th of them.
std::vector<DeflatedRows> pieces_of(std::span<const std::uint8_t> rgb, Size size, int threads) {
    const int count = (size.height + rows_a_piece - 1) / rows_a_piece;
    const int most = std::clamp(threads, 1, count);
    std::vector<DeflatedRows> pieces(static_cast<std::size_t>(count));
    std::vector<std::exception_ptr> failures(static_cast<std::size_t>(most));
    const auto make = [&](int thread) noexcept {
        try {
            for (int i = thread; i < count; i += most) {
                const int first = i * rows_a_piece;
                pieces[static_cast<std::size_t>(i)] =
                    piece_of(rgb, size, first, std::min(first + rows_a_piece, size.height));
            }
        } catch (...) {
            failures[static_cast<std::size_t>(thread)] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < most; ++i) helpers.emplace_back(make, i);
        make(0);
    }
    for (const std::exception_ptr& failure : failures)
        if (failure) std::rethrow_exception(failure);
    return pieces;
}

}  // namespace

std::vector<unsigned char> png_of_rgb(std::span<const std::uint8_t> rgb, Size size, const std::string& recipe,
                                      int threads) {
    const std::vector<DeflatedRows> pieces = pieces_of(rgb, size, threads);
    std::vector<unsigned char> file{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    std::vector<unsigned char> data;
    append_number(data, static_cast<std::uint32_t>(size.width));
    append_number(data, static_cast<std::uint32_t>(size.height));
    constexpr std::array<unsigned char, 5> rgb_of_8_bits{8, 2, 0, 0, 0};
    data.insert(data.end(), rgb_of_8_bits.begin(), rgb_of_8_bits.end());
    append_chunk(file, "IHDR", data);
    if (!recipe.empty()) append_recipe(file, recipe);
    data = {0x78, 0x01};
    uLong sum = ::adler32(0, nullptr, 0);
    for (const DeflatedRows& piece : pieces) {
        data.insert(data.end(), piece.bytes.begin(), piece.bytes.end());
        sum = ::adler32_combine(sum, piece.adler32, static_cast<z_off_t>(piece.length));
    }
    data.push_back(0x03);  // an empty last block
    data.push_back(0x00);
    append_number(data, static_cast<std::uint32_t>(sum));
    append_chunk(file, "IDAT", data);
    append_chunk(file, "IEND", {});
    return file;
}

}  // namespace droplet
