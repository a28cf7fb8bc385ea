// PNG by its specification (W3C, third edition): libpng compresses on one thread, which is what a large
// picture would wait for. One zlib stream is made of pieces that know nothing of each other.
#include <zlib.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "media/band_formats.h"
#include "media/deflated_rows.h"
#include "media/recipe_metadata.h"

namespace droplet {
namespace {

using Bytes = std::span<const unsigned char>;

std::array<unsigned char, 4> big_endian(std::uint32_t value) {
    return {static_cast<unsigned char>(value >> 24), static_cast<unsigned char>(value >> 16),
            static_cast<unsigned char>(value >> 8), static_cast<unsigned char>(value)};
}

class PngBands final : public BandWriter {
 public:
    PngBands(const std::string& path, const BandShape& shape, const WriteOptions& options, int threads)
        : file_(path),
          form_{options.bit_depth, true, true, false},
          rows_(rows_a_piece(shape, options.bit_depth)),
          threads_(threads) {
        constexpr std::array<unsigned char, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        file_.write(signature);
        std::vector<unsigned char> header;
        for (const int side : {shape.size.width, shape.size.height})
            for (const unsigned char byte : big_endian(static_cast<std::uint32_t>(side)))
                header.push_back(byte);
        constexpr int color = 2, alpha = 4;
        const int type = (shape.channels == 3 ? color : 0) | (shape.has_alpha ? alpha : 0);
        for (const int value : {options.bit_depth, type, 0, 0, 0})
            header.push_back(static_cast<unsigned char>(value));
        write_chunk("IHDR", header);
        if (!options.recipe.empty()) write_chunk("iTXt", png_recipe_data(options.recipe));
        constexpr std::array<unsigned char, 2> zlib_header{0x78, 0x01};
        write_chunk("IDAT", zlib_header);
    }

    void add(const Image& band) override {
        deflate_rows(band, form_, rows_, threads_, [this](const DeflatedRows& piece) {
            adler_ = ::adler32_combine(adler_, piece.adler32, static_cast<z_off_t>(piece.length));
            write_chunk("IDAT", piece.bytes);
        });
    }

    void finish() override {
        const auto sum = big_endian(static_cast<std::uint32_t>(adler_));
        // An empty last block, and the check of the whole stream.
        const std::array<unsigned char, 6> end{0x03, 0x00, sum[0], sum[1], sum[2], sum[3]};
        write_chunk("IDAT", end);
        write_chunk("IEND", {});
        file_.commit();
    }

 private:
    void write_chunk(std::string_view type, Bytes data) {
        const Bytes name{reinterpret_cast<const unsigned char*>(type.data()), type.size()};
        file_.write(big_endian(static_cast<std::uint32_t>(data.size())));
        file_.write(name);
        file_.write(data);
        // An empty span has no address, which is zlib's word for the sum's start.
        uLong check = ::crc32_z(0, name.data(), name.size());
        if (!data.empty()) check = ::crc32_z(check, data.data(), data.size());
        file_.write(big_endian(static_cast<std::uint32_t>(check)));
    }

    AtomicFile file_;
    RowForm form_;
    int rows_;
    int threads_;
    uLong adler_ = 1;
};

}  // namespace

std::unique_ptr<BandWriter> png_bands(const std::string& path, const BandShape& shape,
                                      const WriteOptions& options, int threads) {
    return std::make_unique<PngBands>(path, shape, options, threads);
}

}  // namespace droplet
