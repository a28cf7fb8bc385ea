#include "media/band_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "media/band_formats.h"
#include "media/capture_file.h"
#include "media/netpbm.h"
#include "media/output_path.h"
#include "model/error.h"

namespace droplet {
namespace {

class PfmBands final : public BandWriter {
 public:
    PfmBands(const std::string& path, const BandShape& shape, const std::string& recipe)
        : path_(path), recipe_(recipe), file_(path) {
        write_pfm_header(shape.size, shape.channels, file_);
    }
    bool bottom_up() const override { return true; }
    void add(const Image& band) override { write_pfm_rows(band, file_); }
    void finish() override {
        file_.commit();
        put_sidecar(path_, recipe_);
    }

 private:
    std::string path_, recipe_;
    AtomicFile file_;
};

}  // namespace

std::unique_ptr<BandWriter> pfm_bands(const std::string& path, const BandShape& shape,
                                      const WriteOptions& options) {
    return std::make_unique<PfmBands>(path, shape, options.recipe);
}

int rows_a_piece(const BandShape& shape, int bit_depth) {
    constexpr std::int64_t piece_bytes = 1 << 20;
    const int values = shape.channels + static_cast<int>(shape.has_alpha);
    const std::int64_t row_bytes = std::int64_t{shape.size.width} * values * (bit_depth / 8);
    return static_cast<int>(std::clamp<std::int64_t>(piece_bytes / row_bytes, 1, shape.size.height));
}

std::unique_ptr<BandWriter> open_bands(const std::string& path, const BandShape& shape,
                                       const WriteOptions& options, int threads) {
    check(options);
    switch (still_format(path)) {
        case OutputFormat::jpeg:
            return jpeg_bands(path, shape, options);
        case OutputFormat::pfm:
            return pfm_bands(path, shape, options);
        case OutputFormat::tiff:
            return tiff_bands(path, shape, options, threads);
        default:
            return png_bands(path, shape, options, threads);
    }
}

}  // namespace droplet
