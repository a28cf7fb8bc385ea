#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "media/atomic_file.h"
#include "media/encoder.h"
#include "media/image_io.h"
#include "media/png_frame.h"
#include "media/recording_target.h"
#include "media/spawn.h"
#include "model/error.h"

namespace droplet {
namespace {

/// Whether a file's name is the pattern's with a number.
bool is_of(const std::filesystem::path& file, const StillPattern& pattern) {
    const std::string name = file.filename().string();
    const std::string before = std::filesystem::path(pattern.before + "x").filename().string();
    std::string_view number = name;
    if (!number.starts_with(std::string_view(before).substr(0, before.size() - 1)) ||
        !number.ends_with(pattern.after) || number.size() + 1 <= before.size() + pattern.after.size())
        return false;
    number.remove_prefix(before.size() - 1);
    number.remove_suffix(pattern.after.size());
    return std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void check_free(const StillPattern& pattern) {
    const std::filesystem::path folder = std::filesystem::path(pattern.path(0)).parent_path();
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder.empty() ? "." : folder, error))
        if (is_of(entry.path(), pattern))
            throw Error(Fault::job, entry.path().string(),
                        "stands there already; valid: a pattern of which there are no stills");
}

Image image_of(std::span<const std::uint8_t> rgb, Size size) {
    Image image(size, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < size.height; ++y) {
            const std::uint8_t* pixel =
                rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) * 3 + c;
            float* row = image.plane(c).row(y);
            for (int x = 0; x < size.width; ++x) row[x] = static_cast<float>(pixel[3 * x]) / 255.0f;
        }
    return image;
}

class LiveStills final : public RecordingTarget {
 public:
    LiveStills(const TargetOptions& options, StillPattern pattern)
        : pattern_(std::move(pattern)), recipe_(options.recipe), path_(options.path) {
        AtomicFile::check(pattern_.path(0));
        check_free(pattern_);
        is_png_ = format_of(options.path) == OutputFormat::png;
    }

    void start(Size size) override { size_ = size; }

    void add(std::span<const std::uint8_t> rgb, const Recipe* recipe, int frames,
             const std::stop_token& stop) override {
        const std::string text = recipe ? recipe_text(*recipe) : recipe_;
        if (!is_png_) return add_others(image_of(rgb, size_), text, frames, stop);
        const std::vector<unsigned char> png = png_of_rgb(rgb, size_, text, encoder_threads());
        for (int i = 0; i < frames && !stop.stop_requested(); ++i) {
            const std::string path = pattern_.path(count_);
            AtomicFile file(path);
            file.write(png);
            put_in_place(path, [&] { file.commit(false); });
            bytes_ += png.size();
        }
    }

    std::string finish(const std::string&, const std::stop_token&) override {
        if (count_ == 0) throw Error(Fault::job, path_, "nothing came to be recorded");
        return {};
    }

    std::uint64_t bytes() const override { return bytes_; }

 private:
    void add_others(const Image& image, const std::string& recipe, int frames, const std::stop_token& stop) {
        for (int i = 0; i < frames && !stop.stop_requested(); ++i) {
            const std::string path = pattern_.path(count_);
            WriteOptions options;
            options.recipe = recipe;
            put_in_place(path, [&] { write_image(image, path, options); });
            std::error_code ignored;
            bytes_ += std::filesystem::file_size(path, ignored);
        }
    }

    // `place` renames, which would replace what somebody put there meanwhile.
    template <class Place>
    void put_in_place(const std::string& path, const Place& place) {
        int name = take_name(path);
        close_file(name);
        try {
            place();
        } catch (...) {
            ::unlink(path.c_str());
            throw;
        }
        ++count_;
    }

    StillPattern pattern_;
    std::string recipe_, path_;
    bool is_png_ = false;
    Size size_;
    int count_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace

std::unique_ptr<RecordingTarget> live_stills(const TargetOptions& options, StillPattern pattern) {
    return std::make_unique<LiveStills>(options, std::move(pattern));
}

}  // namespace droplet
