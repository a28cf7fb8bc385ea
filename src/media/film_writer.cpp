#include "media/film_writer.h"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "media/atomic_file.h"
#include "media/encoder.h"
#include "media/encoder_process.h"
#include "media/ffmetadata.h"
#include "media/frame_fit.h"
#include "media/gif_comment.h"
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
    Film(const std::string& path, OutputFormat format, double fps, const WriteOptions& options,
         const FilmOptions& film)
        : path_(path), format_(format), fps_(fps), recipe_(options.recipe), film_(film), file_(path) {}

    void add(const Image& image) override {
        if (!child_) start(image.size());
        if (image.size() != size_)
            throw Error(Fault::job, path_,
                        fmt::format("a picture of {} x {} does not fit a film of {} x {}", image.width(),
                                    image.height(), size_.width, size_.height));
        pack(image);
        if (child_->write(fit_->fit(rgb_, size_)) != 0) throw failed_write(*child_, film_.patience, path_);
    }

    void finish() override {
        if (!child_) throw Error(Fault::job, path_, "a film without pictures cannot be written");
        end_encoder(*child_, film_.patience, path_);
        if (format_ == OutputFormat::gif && !recipe_.empty())
            add_gif_comment(file_.temporary_path(), recipe_);
        file_.commit();
    }

 private:
    void start(Size size) {
        size_ = size;
        fit_.emplace(size, film_.odd_size, needs_even_sides(format_));
        rgb_.resize(static_cast<std::size_t>(size.area()) * 3);
        EncoderOrder order{format_, fit_->size(), fps_, film_.quality, false, {}, file_.temporary_path()};
        std::vector<int> files;
        std::optional<TextFile> metadata;
        if (format_ != OutputFormat::gif && !recipe_.empty()) {
            metadata.emplace(ffmetadata_text(recipe_));
            files.push_back(metadata->number());
            order.metadata = third_file;
        }
        child_ = start_encoder(encoder_arguments(order), files, film_.patience, path_);
    }

    void pack(const Image& image) {
        const auto width = static_cast<std::size_t>(size_.width);
        for (int y = 0; y < size_.height; ++y) {
            std::uint8_t* row = rgb_.data() + width * 3 * static_cast<std::size_t>(y);
            quantize_row(image, y, false, row);
            if (image.channels() == 1) {
                for (std::size_t x = width; x-- > 0;) row[3 * x] = row[3 * x + 1] = row[3 * x + 2] = row[x];
            }
        }
    }

    std::string path_;
    OutputFormat format_;
    double fps_;
    std::string recipe_;
    FilmOptions film_;
    Size size_;
    std::optional<FrameFit> fit_;
    std::vector<std::uint8_t> rgb_;
    AtomicFile file_;
    std::unique_ptr<ChildProcess> child_;  // after file_: it ends before the file is removed
};

}  // namespace

std::unique_ptr<FilmWriter> open_film(const std::string& path, double fps, const WriteOptions& options,
                                      const FilmOptions& film) {
    if (auto pattern = still_pattern(path)) {
        check_writable(path);
        return std::make_unique<StillSequence>(std::move(*pattern), options);
    }
    const auto format = format_of(path);
    if (!format || !is_film(*format))
        throw Error(Fault::usage, path,
                    "is neither a film nor a pattern; valid: .mp4, .webm, .gif, name-%05d.png");
    check_fps(fps, *format);
    if (!program_exists("ffmpeg")) throw missing_encoder(path);
    return std::make_unique<Film>(path, *format, fps, options, film);
}

}  // namespace droplet
