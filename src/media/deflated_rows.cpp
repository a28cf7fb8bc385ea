#include "media/deflated_rows.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <exception>
#include <new>
#include <span>
#include <thread>

#include "media/quantize.h"

namespace droplet {
namespace {

// Of pictures of the fractal: without a filter they become smaller, for palettes repeat the same colours;
// level 2 is as fast as level 1, and 4 half as fast for a fifth less.
constexpr int level = 2;
constexpr int window_bits = 15, memory_level = 9;

template <class T>
void put_row(const Image& image, int y, bool swapped, std::vector<T>& row, unsigned char* target) {
    quantize_row(image, y, image.has_alpha(), row.data());
    if (swapped && sizeof(T) == 2)
        for (T& value : row) value = static_cast<T>(value << 8 | value >> 8);
    std::copy_n(reinterpret_cast<const unsigned char*>(row.data()), row.size() * sizeof(T), target);
}

std::vector<unsigned char> row_bytes(const Image& image, const RowForm& form, int first, int end) {
    const std::size_t values = static_cast<std::size_t>(image.width()) *
                               static_cast<std::size_t>(image.channels() + (image.has_alpha() ? 1 : 0));
    const std::size_t before = form.filter_byte ? 1 : 0;
    const std::size_t row_size = before + values * static_cast<std::size_t>(form.bit_depth / 8);
    std::vector<unsigned char> bytes(row_size * static_cast<std::size_t>(end - first));
    const bool swapped = form.big_endian != (std::endian::native == std::endian::big);
    std::vector<std::uint8_t> row8(form.bit_depth == 8 ? values : 0);
    std::vector<std::uint16_t> row16(form.bit_depth == 8 ? 0 : values);
    for (int y = first; y < end; ++y) {
        unsigned char* target = bytes.data() + row_size * static_cast<std::size_t>(y - first) + before;
        if (form.bit_depth == 8)
            put_row(image, y, swapped, row8, target);
        else
            put_row(image, y, swapped, row16, target);
    }
    return bytes;
}

int thread_count(int threads) {
    return threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

DeflatedRows deflate_piece(std::span<const unsigned char> bytes, Deflation deflation, bool whole_stream) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, whole_stream ? window_bits : -window_bits, memory_level,
                     deflation == Deflation::runs ? Z_RLE : Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    constexpr std::size_t flush_bytes = 16;
    DeflatedRows piece;
    piece.length = bytes.size();
    piece.adler32 = static_cast<std::uint32_t>(::adler32_z(1, bytes.data(), bytes.size()));
    piece.bytes.resize(::deflateBound(&stream, bytes.size()) + flush_bytes);
    stream.next_in = const_cast<unsigned char*>(bytes.data());  // zlib does not write there
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = piece.bytes.data();
    stream.avail_out = static_cast<uInt>(piece.bytes.size());
    ::deflate(&stream, whole_stream ? Z_FINISH : Z_SYNC_FLUSH);
    piece.bytes.resize(stream.total_out);
    ::deflateEnd(&stream);
    return piece;
}

void deflate_rows(const Image& image, const RowForm& form, int rows_a_piece, int threads,
                  const std::function<void(const DeflatedRows&)>& take) {
    const int pieces = (image.height() + rows_a_piece - 1) / rows_a_piece;
    const int most = std::min(thread_count(threads), pieces);
    std::vector<DeflatedRows> done(static_cast<std::size_t>(most));
    std::vector<std::exception_ptr> failures(done.size());
    // No more pieces at a time than threads, so that memory does not grow with the picture.
    for (int first = 0; first < pieces; first += most) {
        const auto make = [&](int i) noexcept {
            const auto index = static_cast<std::size_t>(i);
            const int top = (first + i) * rows_a_piece;
            try {
                auto bytes = row_bytes(image, form, top, std::min(top + rows_a_piece, image.height()));
                done[index] = deflate_piece(bytes, Deflation::rows, form.whole_stream);
            } catch (...) {
                failures[index] = std::current_exception();
            }
        };
        const int count = std::min(most, pieces - first);
        {
            std::vector<std::jthread> helpers;
            for (int i = 1; i < count; ++i) helpers.emplace_back(make, i);
            make(0);
        }
        for (int i = 0; i < count; ++i) {
            if (failures[static_cast<std::size_t>(i)])
                std::rethrow_exception(failures[static_cast<std::size_t>(i)]);
            take(done[static_cast<std::size_t>(i)]);
        }
    }
}

}  // namespace droplet
