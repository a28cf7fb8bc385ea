#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <limits>
#include <span>
#include <vector>

#include "media/band_formats.h"
#include "media/image_bytes.h"
#include "media/quantize.h"
#include "media/recipe_metadata.h"
#include "media/stb.h"
#include "model/error.h"

namespace droplet {
namespace {

/// stb encodes whole pictures only.
class JpegBands final : public BandWriter {
 public:
    JpegBands(const std::string& path, const BandShape& shape, const WriteOptions& options)
        : name_(path),
          size_(shape.size),
          channels_(shape.channels),
          quality_(options.jpeg_quality),
          recipe_(options.recipe),
          row_values_(static_cast<std::size_t>(shape.size.width) * static_cast<std::size_t>(shape.channels)),
          file_(path) {
        constexpr int max_side = 65535;
        if (size_.width > max_side || size_.height > max_side)
            throw Error(Fault::job, path,
                        fmt::format("{} x {} pixels do not fit in a JPEG; valid: up to {} a side",
                                    size_.width, size_.height, max_side));
        // stb counts bytes in an int.
        const std::int64_t bytes = size_.area() * channels_;
        if (bytes > std::numeric_limits<int>::max())
            throw Error(
                Fault::job, path,
                fmt::format("{} x {} pixels are too many for the JPEG encoder; valid: up to {} in all, "
                            "or .png, .tif",
                            size_.width, size_.height, std::numeric_limits<int>::max() / channels_));
        require_memory(static_cast<double>(bytes), size_.width, size_.height, path);
        pixels_.resize(static_cast<std::size_t>(bytes));
    }

    void add(const Image& band) override {
        for (int y = 0; y < band.height(); ++y, ++rows_)
            quantize_row(band, y, false, pixels_.data() + row_values_ * rows_);
    }

    void finish() override {
        std::exception_ptr failure;
        const auto sink = [&](std::span<const unsigned char> bytes) {
            if (failure) return;
            try {
                write(bytes);
            } catch (...) {
                failure = std::current_exception();
            }
        };
        const bool done = stb_encode_jpeg(size_, channels_, pixels_.data(), quality_, sink);
        if (failure) std::rethrow_exception(failure);
        if (!done) throw Error(Fault::job, name_, "cannot be written as JPEG");
        file_.commit();
    }

 private:
    /// The comment goes behind the start of the image and its JFIF segment, which must come first.
    void write(std::span<const unsigned char> bytes) {
        constexpr std::size_t start_bytes = 20;
        if (!recipe_.empty() && written_ < start_bytes) {
            const auto start = bytes.first(std::min(bytes.size(), start_bytes - written_));
            file_.write(start);
            written_ += start.size();
            bytes = bytes.subspan(start.size());
            if (written_ == start_bytes) file_.write(jpeg_recipe_segments(recipe_));
        }
        file_.write(bytes);
    }

    std::string name_;
    Size size_;
    int channels_;
    int quality_;
    std::string recipe_;
    std::size_t written_ = 0;
    std::size_t row_values_;
    std::size_t rows_ = 0;
    AtomicFile file_;
    std::vector<unsigned char> pixels_;
};

}  // namespace

std::unique_ptr<BandWriter> jpeg_bands(const std::string& path, const BandShape& shape,
                                       const WriteOptions& options) {
    return std::make_unique<JpegBands>(path, shape, options);
}

}  // namespace droplet
