// What the tests of films share: programs in place of ffmpeg, and films decoded again.
#pragma once
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "media/capture_file.h"
#include "media/image_io.h"
#include "tests/media/support.h"

namespace droplet::test {

/// Sets PATH for a scope.
class PathScope {
 public:
    explicit PathScope(const std::string& path) : before_(std::getenv("PATH")) {
        ::setenv("PATH", path.c_str(), 1);
    }
    ~PathScope() { ::setenv("PATH", before_.c_str(), 1); }
    PathScope(const PathScope&) = delete;
    PathScope& operator=(const PathScope&) = delete;

    const std::string& before() const { return before_; }

 private:
    std::string before_;
};

inline void put_program(const std::string& path, const std::string& script) {
    put_bytes(path, Bytes(script.begin(), script.end()));
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

inline std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

/// Standard output and errors, without line ends at the end.
inline std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen((command + " 2>&1").c_str(), "r"), ::pclose);
    REQUIRE(pipe);
    std::string text;
    char part[4096];
    while (const std::size_t count = std::fread(part, 1, sizeof part, pipe.get())) text.append(part, count);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

/// "h264,46,34,yuv420p,25/1,3" and the like, with what ffprobe has to complain about.
inline std::string probe(const std::string& path) {
    std::string text = output_of(
        "ffprobe -v error -count_frames -show_entries "
        "stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_read_frames -of csv=p=0 file:" +
        quoted(path));
    while (!text.empty() && (text.back() == '\n' || text.back() == ',')) text.pop_back();
    return text;
}

/// Of what plays of a film, whatever its end is like.
inline int frames_of(const std::string& path) {
    const std::string text =
        output_of("ffprobe -v quiet -count_frames -show_entries stream=nb_read_frames -of csv=p=0 file:" +
                  quoted(path));
    return text.empty() || text == "N/A" ? 0 : std::stoi(text);
}

inline std::string comment_of(const std::string& path) {
    return output_of("ffprobe -v error -show_entries format_tags=comment -of default=nw=1:nk=1 file:" +
                     quoted(path));
}

/// What a film or a still of one says of itself; ffmpeg's own program reads what it has written.
inline std::string recipe_in(const std::string& film) {
    if (film.ends_with(".mp4") || film.ends_with(".webm")) return comment_of(film);
    return recipe_text_of(film).value_or("");
}

/// A frame, as ffmpeg decodes it.
inline Image frame_of(const std::string& film, int number, const TempFolder& folder) {
    const std::string still = folder.file("decoded-frame.png");
    const std::string said = output_of("ffmpeg -v error -y -i file:" + quoted(film) + " -vf 'select=eq(n\\," +
                                       std::to_string(number) + ")' -frames:v 1 " + quoted(still));
    REQUIRE_MESSAGE(said.empty(), said);
    Image image = read_image(still);
    std::filesystem::remove(still);
    return image;
}

/// Mean difference of values over what both have from the top left.
inline double mean_difference(const Image& a, const Image& b) {
    const Size size{std::min(a.width(), b.width()), std::min(a.height(), b.height())};
    double sum = 0;
    for_each_pixel(size, [&](int x, int y) {
        for (int c = 0; c < 3; ++c)
            sum += std::abs(a.plane(c % a.channels()).row(y)[x] - b.plane(c % b.channels()).row(y)[x]);
    });
    return sum / static_cast<double>(size.area() * 3);
}

/// Smooth, so that codecs keep it; one colour leads in each frame.
inline Image picture(Size size, int channels, int frame) {
    return image_of(size, channels, false, [&](int x, int y, int c) {
        const float ramp = static_cast<float>(x + y) / static_cast<float>(size.width + size.height);
        return 0.2f + 0.4f * ramp + (c == frame % 3 ? 0.2f : 0.0f);
    });
}

}  // namespace droplet::test
