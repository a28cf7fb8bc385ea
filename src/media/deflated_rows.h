// Rows of a picture as compressed bytes, on many threads: what takes most of the time of writing large ones.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "model/image.h"

namespace droplet {

/// What the bytes of a row are, and what is around the compressed ones.
struct RowForm {
    int bit_depth = 8;          ///< 8 or 16
    bool big_endian = false;    ///< 16 bits
    bool filter_byte = false;   ///< 0 stands before each row: PNG's "no filter"
    bool whole_stream = false;  ///< each piece a zlib stream; else part of one, up to a byte's end (RFC 1951)
};

struct DeflatedRows {
    std::vector<unsigned char> bytes;
    std::size_t length = 0;     ///< before it was compressed
    std::uint32_t adler32 = 1;  ///< of what was compressed (RFC 1950)
};

enum class Deflation {
    rows,  ///< what deflate_rows() does
    runs,  ///< finds runs of a byte only: several times as fast, larger
};
DeflatedRows deflate_piece(std::span<const unsigned char> bytes, Deflation deflation, bool whole_stream);

/// Compresses the picture in pieces of so many rows and hands them on in order, on the calling thread. The
/// bytes do not depend on the number of threads; 0: one per core.
void deflate_rows(const Image& image, const RowForm& form, int rows_a_piece, int threads,
                  const std::function<void(const DeflatedRows&)>& take);

}  // namespace droplet
