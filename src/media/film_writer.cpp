#include "media/film_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <optional>
#include <system_error>
#include <vector>

#include "media/atomic_file.h"
#include "media/child_process.h"
#include "media/encoder.h"
#include "media/output_path.h"
#include "media/quantize.h"
#include "model/error.h"

namespace droplet {
namespace {

class StillSequence final : public FilmWriter {
 public:
    StillSequence(StillPattern pattern, const WriteOptions& options)
        : pattern_(std::move(pattern)), options_(options) {}

    void add(const Image& image) override { write_image(image, pattern_.path(count_++), options_); }
    void finish() override {}

 private:
    StillPattern pattern_;
    WriteOptions options_;
    int count_ = 0;
};

class Film final : public FilmWriter {
 public:
    Film(const std::string& path, OutputFormat format, double fps)
        : path_(path), format_(format), fps_(fps), file_(path) {}

    void add(const Image& image) override {
        if (!child_) start(image.size());
        if (image.size() != size_)
            throw Error(Fault::job, path_,
                        fmt::format("a picture of {} x {} does not fit a film of {} x {}", image.width(),
                                    image.height(), size_.width, size_.height));
        pack(image);
        if (child_->write(frame_) != 0) fail(child_->wait(patience_ms));
    }

    void finish() override {
        if (!child_) throw Error(Fault::job, path_, "a film without pictures cannot be written");
        child_->close_input();
        if (const int status = child_->wait(); status != 0) fail(status);
        file_.commit();
    }

 private:
    // How long an encoder that stopped reading may take to say why.
    static constexpr int patience_ms = 3000;

    void start(Size size) {
        size_ = size;
        frame_size_ = size;
        if (format_ != OutputFormat::gif) {  // 4:2:0 halves the colour planes
            frame_size_.width += size.width % 2;
            frame_size_.height += size.height % 2;
        }
        frame_.resize(static_cast<std::size_t>(frame_size_.area()) * 3);
        try {
            child_.emplace(encoder_arguments(format_, frame_size_, fps_, file_.temporary_path()));
        } catch (const std::system_error& error) {
            if (error.code().value() == ENOENT) throw missing_encoder(path_);
            throw Error(Fault::job, path_,
                        "ffmpeg cannot be started: " + describe_errno(error.code().value()));
        }
    }

    void pack(const Image& image) {
        const auto width = static_cast<std::size_t>(size_.width);
        const std::size_t row_bytes = static_cast<std::size_t>(frame_size_.width) * 3;
        for (int y = 0; y < size_.height; ++y) {
            unsigned char* row = frame_.data() + row_bytes * static_cast<std::size_t>(y);
            quantize_row(image, y, false, row);
            if (image.channels() == 1) {
                for (std::size_t x = width; x-- > 0;) row[3 * x] = row[3 * x + 1] = row[3 * x + 2] = row[x];
            }
            for (std::size_t at = width * 3; at < row_bytes; ++at) row[at] = row[at - 3];
        }
        if (frame_size_.height > size_.height)
            std::copy_n(frame_.end() - static_cast<std::ptrdiff_t>(2 * row_bytes), row_bytes,
                        frame_.end() - static_cast<std::ptrdiff_t>(row_bytes));
    }

    [[noreturn]] void fail(int status) const {
        throw Error(Fault::job, path_, encoder_failure(child_->error_output(), status));
    }

    std::string path_;
    OutputFormat format_;
    double fps_;
    Size size_, frame_size_;
    std::vector<unsigned char> frame_;
    AtomicFile file_;
    std::optional<ChildProcess> child_;  // after file_: it ends before the file is removed
};

}  // namespace

std::unique_ptr<FilmWriter> open_film(const std::string& path, double fps, const WriteOptions& options) {
    if (auto pattern = still_pattern(path)) {
        check_writable(path);
        return std::make_unique<StillSequence>(std::move(*pattern), options);
    }
    const auto format = format_of(path);
    if (!format || !is_film(*format))
        throw Error(Fault::usage, path,
                    "is neither a film nor a pattern; valid: .mp4, .webm, .gif, name-%05d.png");
    if (!(fps > 0) || !std::isfinite(fps) || fps > 1000)
        throw Error(Fault::usage, "fps", fmt::format("{} is out of range; valid: above 0, up to 1000", fps));
    if (*format == OutputFormat::gif && fps > 50)
        throw Error(Fault::usage, "fps", fmt::format("{} is too fast for a GIF; valid: up to 50", fps));
    if (!program_exists("ffmpeg")) throw missing_encoder(path);
    return std::make_unique<Film>(path, *format, fps);
}

}  // namespace droplet
