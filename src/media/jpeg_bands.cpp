#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <limits>
#include <span>
#include <vector>

#include "media/band_formats.h"
#include "media/image_bytes.h"
#include "media/quantize.h"
#include "media/stb.h"
#include "model/error.h"

namespace droplet {
namespace {

/// stb encodes whole pictures only.
class JpegBands final : public BandWriter {
 public:
    JpegBands(const std::string& path, const BandShape& shape, int quality)
        : name_(path),
          size_(shape.size),
          channels_(shape.channels),
          quality_(quality),
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
                file_.write(bytes);
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
    std::string name_;
    Size size_;
    int channels_;
    int quality_;
    std::size_t row_values_;
    std::size_t rows_ = 0;
    AtomicFile file_;
    std::vector<unsigned char> pixels_;
};

}  // namespace

std::unique_ptr<BandWriter> jpeg_bands(const std::string& path, const BandShape& shape, int quality) {
    return std::make_unique<JpegBands>(path, shape, quality);
}

}  // namespace droplet
