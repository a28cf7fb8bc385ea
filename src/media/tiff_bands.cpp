#include <fcntl.h>
#include <sys/stat.h>
#include <tiffio.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "media/band_formats.h"
#include "media/deflated_rows.h"
#include "model/error.h"

namespace droplet {
namespace {

/// What libtiff writes to, and why it failed.
class TiffTarget {
 public:
    explicit TiffTarget(const std::string& path) : fd_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
        if (fd_ < 0) error_ = errno;
        // libtiff goes back to the header at the end.
        if (fd_ >= 0 && ::lseek(fd_, 0, SEEK_SET) < 0) error_ = errno;
    }
    ~TiffTarget() {
        if (fd_ >= 0) ::close(fd_);
    }
    TiffTarget(const TiffTarget&) = delete;
    TiffTarget& operator=(const TiffTarget&) = delete;

    int error() const { return error_; }
    const std::string& message() const { return message_; }
    bool failed() const { return error_ != 0 || !message_.empty(); }

    TIFF* open(const char* name, const char* mode) {
        TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
        TIFFOpenOptionsSetErrorHandlerExtR(options, told, this);
        TIFFOpenOptionsSetWarningHandlerExtR(
            options, [](TIFF*, void*, const char*, const char*, va_list) { return 1; }, nullptr);
        TIFF* tiff =
            TIFFClientOpenExt(name, mode, this, read, write, seek, close, size, nullptr, nullptr, options);
        TIFFOpenOptionsFree(options);
        return tiff;
    }

 private:
    static TiffTarget& of(thandle_t handle) { return *static_cast<TiffTarget*>(handle); }

    static tmsize_t read(thandle_t handle, void* data, tmsize_t count) {
        return ::read(of(handle).fd_, data, static_cast<std::size_t>(count));
    }
    static tmsize_t write(thandle_t handle, void* data, tmsize_t count) {
        const int error =
            write_all(of(handle).fd_, {static_cast<unsigned char*>(data), static_cast<std::size_t>(count)});
        if (error == 0) return count;
        of(handle).error_ = error;
        return -1;
    }
    static toff_t seek(thandle_t handle, toff_t offset, int whence) {
        return static_cast<toff_t>(::lseek(of(handle).fd_, static_cast<off_t>(offset), whence));
    }
    static int close(thandle_t) { return 0; }
    static toff_t size(thandle_t handle) {
        struct stat status {};
        return ::fstat(of(handle).fd_, &status) == 0 ? static_cast<toff_t>(status.st_size) : 0;
    }
    static int told(TIFF*, void* target, const char*, const char* format, va_list arguments) {
        char text[256];
        std::vsnprintf(text, sizeof text, format, arguments);
        auto& message = static_cast<TiffTarget*>(target)->message_;
        if (message.empty()) message = text;
        return 1;
    }

    int fd_;
    int error_ = 0;
    std::string message_;
};

class TiffBands final : public BandWriter {
 public:
    TiffBands(const std::string& path, const BandShape& shape, const WriteOptions& options, int threads)
        : name_(path),
          file_(path),
          target_(file_.temporary_path()),
          form_{options.bit_depth, std::endian::native == std::endian::big, false, true},
          rows_(rows_a_piece(shape, options.bit_depth)),
          threads_(threads) {
        if (target_.failed()) fail();
        tiff_ = target_.open(path.c_str(), is_big(shape, options.bit_depth) ? "w8" : "w");
        if (!tiff_) fail();
        describe(shape, options.bit_depth);
        if (!options.recipe.empty()) TIFFSetField(tiff_, TIFFTAG_IMAGEDESCRIPTION, options.recipe.c_str());
    }
    ~TiffBands() override {
        if (tiff_) TIFFCleanup(tiff_);
    }

    int row_unit() const override { return rows_; }

    void add(const Image& band) override {
        deflate_rows(band, form_, rows_, threads_, [this](const DeflatedRows& piece) {
            // libtiff only reads the bytes, whatever its types say.
            void* bytes = const_cast<unsigned char*>(piece.bytes.data());
            if (TIFFWriteRawStrip(tiff_, strip_++, bytes, static_cast<tmsize_t>(piece.bytes.size())) < 0)
                fail();
        });
    }

    void finish() override {
        const bool written = TIFFFlush(tiff_) == 1;
        TIFFClose(std::exchange(tiff_, nullptr));
        if (!written || target_.failed()) fail();
        file_.commit();
    }

 private:
    /// Offsets in a TIFF have 32 bits; how small the picture becomes is not known before.
    static bool is_big(const BandShape& shape, int bit_depth) {
        const std::int64_t values = shape.size.area() * (shape.channels + static_cast<int>(shape.has_alpha));
        return values * (bit_depth / 8) > 4'000'000'000;
    }

    void describe(const BandShape& shape, int bit_depth) {
        TIFFSetField(tiff_, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(shape.size.width));
        TIFFSetField(tiff_, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(shape.size.height));
        TIFFSetField(tiff_, TIFFTAG_SAMPLESPERPIXEL, shape.channels + static_cast<int>(shape.has_alpha));
        TIFFSetField(tiff_, TIFFTAG_BITSPERSAMPLE, bit_depth);
        TIFFSetField(tiff_, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
        TIFFSetField(tiff_, TIFFTAG_PHOTOMETRIC,
                     shape.channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
        TIFFSetField(tiff_, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(tiff_, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        TIFFSetField(tiff_, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
        TIFFSetField(tiff_, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(rows_));
        const std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
        if (shape.has_alpha) TIFFSetField(tiff_, TIFFTAG_EXTRASAMPLES, 1, &alpha);
    }

    [[noreturn]] void fail() const {
        std::string why = target_.error() != 0 ? describe_errno(target_.error()) : target_.message();
        if (target_.error() == ESPIPE) why = "a TIFF is not written from end to end; valid: a file";
        throw Error(Fault::job, name_, "cannot be written: " + why);
    }

    std::string name_;
    AtomicFile file_;
    TiffTarget target_;
    RowForm form_;
    int rows_;
    int threads_;
    TIFF* tiff_ = nullptr;
    std::uint32_t strip_ = 0;
};

}  // namespace

std::unique_ptr<BandWriter> tiff_bands(const std::string& path, const BandShape& shape,
                                       const WriteOptions& options, int threads) {
    return std::make_unique<TiffBands>(path, shape, options, threads);
}

}  // namespace droplet
