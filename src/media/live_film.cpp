#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "media/atomic_file.h"
#include "media/capture_file.h"
#include "media/encoder.h"
#include "media/encoder_process.h"
#include "media/ffmetadata.h"
#include "media/gif_comment.h"
#include "media/recording_target.h"
#include "media/spawn.h"
#include "model/error.h"

namespace droplet {
namespace {

/// A new file at a place where nothing stood; empty at its end, it goes again.
class NewFile {
 public:
    explicit NewFile(const std::string& path) : path_(path), file_(take_name(path)) {}
    ~NewFile() {
        if (bytes() == 0 && in_place()) ::unlink(path_.c_str());
        close_file(file_);
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    int number() const { return file_; }
    std::uint64_t bytes() const { return static_cast<std::uint64_t>(state().st_size); }
    /// Whether it has a name anywhere.
    bool exists() const { return state().st_nlink > 0; }
    /// Whether it stands where it was made.
    bool in_place() const {
        struct stat there {};
        return ::stat(path_.c_str(), &there) == 0 && there.st_ino == state().st_ino &&
               there.st_dev == state().st_dev;
    }

 private:
    struct stat state() const {
        struct stat status {};
        (void)::fstat(file_, &status);
        return status;
    }

    std::string path_;
    int file_;
};

/// The recipe beside a GIF for as long as it is not in it; where something stands already, nothing.
class Sidecar {
 public:
    Sidecar(const std::string& film, const std::string& recipe) : path_(picture_sidecar(film)) {
        std::error_code error;
        if (recipe.empty() || std::filesystem::exists(path_, error)) return;
        write_recipe_text(recipe, path_);
        written_ = true;
    }
    void remove() {
        if (std::exchange(written_, false)) ::unlink(path_.c_str());
    }

 private:
    std::string path_;
    bool written_ = false;
};

class LiveFilm final : public RecordingTarget {
 public:
    LiveFilm(const TargetOptions& options, OutputFormat format)
        : options_(options), format_(format), file_(options.path) {}
    ~LiveFilm() override {
        // As if we had been killed: the encoder ends the film by itself.
        if (child_) {
            child_->close_input();
            child_->wait();
        }
        if (sidecar_ && file_.bytes() == 0) sidecar_->remove();
    }

    void start(Size size) override {
        EncoderOrder order{format_, size, options_.fps, options_.quality, true, {}, third_file};
        std::vector<int> files{file_.number()};
        std::optional<TextFile> metadata;
        if (format_ != OutputFormat::gif && !options_.recipe.empty()) {
            metadata.emplace(ffmetadata_text(options_.recipe));
            files.push_back(metadata->number());
            order.metadata = fourth_file;
        }
        if (format_ == OutputFormat::gif) sidecar_.emplace(options_.path, options_.recipe);
        child_ = start_encoder(encoder_arguments(order), files, options_.patience, options_.path);
    }

    void add(std::span<const std::uint8_t> rgb, const Recipe*, int frames,
             const std::stop_token& stop) override {
        for (int i = 0; i < frames; ++i) {
            const int error = child_->write(rgb, stop);
            if (error == ECANCELED) throw Error(Fault::job, options_.path, "was not finished");
            if (error == 0) continue;
            const Error failure = failed_write(*child_, options_.patience, options_.path);
            child_.reset();
            throw failure;
        }
    }

    std::string finish(const std::string& recipe, const std::stop_token& stop) override {
        if (!child_) throw Error(Fault::job, options_.path, "nothing came to be recorded");
        const auto encoder = std::move(child_);
        end_encoder(*encoder, options_.patience, options_.path);
        if (!file_.in_place()) return "the film was moved while it was recorded, and stays in pieces";
        const std::string& text = recipe.empty() ? options_.recipe : recipe;
        const bool is_gif = format_ == OutputFormat::gif;
        try {
            if (!is_gif)
                rewrap(text, stop);
            else if (!text.empty())
                add_gif_comment(options_.path, text);
            if (sidecar_) sidecar_->remove();
        } catch (const std::exception& error) {
            return fmt::format("the film plays, but {}: {}",
                               is_gif ? "does not say what it was made of" : "stays in pieces", error.what());
        }
        return {};
    }

    std::uint64_t bytes() const override {
        std::error_code ignored;
        if (rewrapped_) return std::filesystem::file_size(options_.path, ignored);
        if (!file_.exists()) throw Error(Fault::job, options_.path, "was removed while it was recorded");
        return file_.bytes();
    }

 private:
    /// One piece with its index in front, in place of the pieces.
    void rewrap(const std::string& recipe, const std::stop_token& stop) {
        AtomicFile whole(options_.path);
        const TextFile metadata(ffmetadata_text(recipe));
        const auto arguments =
            rewrap_arguments(format_, third_file, recipe.empty() ? "" : fourth_file, whole.temporary_path());
        const auto program =
            start_encoder(arguments, {file_.number(), metadata.number()}, options_.patience, options_.path);
        end_encoder(*program, options_.patience, options_.path, stop);
        whole.commit();
        rewrapped_ = true;
    }

    TargetOptions options_;
    OutputFormat format_;
    NewFile file_;
    std::optional<Sidecar> sidecar_;       // of a GIF
    bool rewrapped_ = false;               // another file stands in its place
    std::unique_ptr<ChildProcess> child_;  // after file_: it ends before
};

}  // namespace

std::unique_ptr<RecordingTarget> live_film(const TargetOptions& options, OutputFormat format) {
    if (!program_exists("ffmpeg")) throw missing_encoder(options.path);
    return std::make_unique<LiveFilm>(options, format);
}

}  // namespace droplet
