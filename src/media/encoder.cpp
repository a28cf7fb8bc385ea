#include "media/encoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <thread>

namespace droplet {
namespace {

using Arguments = std::vector<std::string>;

void append(Arguments& arguments, std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
}

/// What a quality comes to: the encoder's constant quality (smaller is better), and colours of a GIF's
/// palette.
struct QualitySettings {
    // x264 medium looks at 16 as the picture does side by side; veryfast does without the searches that make
    // a film small, so the same crf looks the same and takes more bytes: it gets 2 less to spend.
    int x264_live, x264_whole;
    // VP9's scale is another one; realtime decides more coarsely, which shows in slow gradients.
    int vp9_live, vp9_whole;
    int gif_colors;
    const char* gif_dither;
};

QualitySettings settings_of(FilmQuality quality) {
    switch (quality) {
        case FilmQuality::small:
            return {26, 24, 40, 36, 64, "bayer:bayer_scale=3"};
        case FilmQuality::best:
            return {12, 10, 12, 10, 256, "sierra2_4a"};
        default:
            // An ordered dither stays in place from frame to frame, so it neither flickers nor costs bytes.
            return {18, 16, 24, 20, 256, "bayer:bayer_scale=4"};
    }
}

/// An absolute path behind a protocol is neither taken for an option nor for another protocol.
std::string file_url(const std::string& path) {
    return "file:" + std::filesystem::absolute(path).string();
}

/// Tagged and converted as BT.709, so that players do not guess the matrix from the size.
void append_yuv420(Arguments& arguments) {
    append(arguments, {"-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int",
                       "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709",
                       "-color_trc", "bt709", "-color_range", "tv"});
}

void append_mp4(Arguments& arguments, const EncoderOrder& order, const std::string& keyframes) {
    const QualitySettings settings = settings_of(order.quality);
    const int crf = order.live ? settings.x264_live : settings.x264_whole;
    append(arguments, {"-c:v", "libx264", "-preset", order.live ? "veryfast" : "medium", "-crf",
                       fmt::format("{}", crf)});
    append_yuv420(arguments);
    if (order.live)
        append(arguments, {"-threads", fmt::format("{}", encoder_threads()), "-g", keyframes, "-movflags",
                           "+frag_keyframe+empty_moov+default_base_moof", "-flush_packets", "1"});
    else
        append(arguments, {"-movflags", "+faststart"});
    append(arguments, {"-f", "mp4"});
}

void append_webm(Arguments& arguments, const EncoderOrder& order, const std::string& keyframes) {
    const QualitySettings settings = settings_of(order.quality);
    const int crf = order.live ? settings.vp9_live : settings.vp9_whole;
    append(arguments, {"-c:v", "libvpx-vp9", "-crf", fmt::format("{}", crf), "-b:v", "0", "-row-mt", "1",
                       "-deadline", order.live ? "realtime" : "good", "-cpu-used", order.live ? "8" : "4"});
    append_yuv420(arguments);
    if (order.live)
        append(arguments,
               {"-threads", fmt::format("{}", encoder_threads()), "-tile-columns", "2", "-g", keyframes,
                "-lag-in-frames", "0", "-cluster_time_limit", "1000", "-flush_packets", "1"});
    append(arguments, {"-f", "webm"});
}

void append_gif(Arguments& arguments, const EncoderOrder& order) {
    const QualitySettings settings = settings_of(order.quality);
    // A palette for every frame: one for all would keep the whole film in memory until the end.
    append(arguments, {"-filter_complex",
                       fmt::format("[0:v]split[a][b];[a]palettegen=stats_mode=single:max_colors={}[p];"
                                   "[b][p]paletteuse=new=1:dither={}",
                                   settings.gif_colors, settings.gif_dither),
                       "-loop", "0", "-flush_packets", "1", "-f", "gif"});
}

void append_metadata(Arguments& arguments, const std::string& metadata) {
    if (!metadata.empty()) append(arguments, {"-f", "ffmetadata", "-i", file_url(metadata)});
}

// "[libx264 @ 0x55d0c8] height not divisible by 2" without its address.
std::string without_source(std::string line) {
    if (line.starts_with('['))
        if (const auto end = line.find("] "); end != std::string::npos) line.erase(0, end + 2);
    return line;
}

}  // namespace

std::vector<std::string> encoder_arguments(const EncoderOrder& order) {
    Arguments arguments{"ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y"};
    // A film that breaks off in the middle of a frame goes on to its end while it happens, and is a failure
    // where only a whole one counts.
    if (!order.live) arguments.push_back("-xerror");
    append(arguments, {"-f", "rawvideo", "-pixel_format", "rgb24", "-video_size",
                       fmt::format("{}x{}", order.size.width, order.size.height), "-framerate",
                       fmt::format("{}", order.fps), "-i", "pipe:0"});
    append_metadata(arguments, order.metadata);
    if (order.format != OutputFormat::gif) append(arguments, {"-map", "0:v"});
    if (!order.metadata.empty()) append(arguments, {"-map_metadata", "1"});
    // No piece is longer than a second, so that no more is lost.
    const std::string keyframes = fmt::format("{}", std::max(1, static_cast<int>(order.fps)));
    if (order.format == OutputFormat::webm)
        append_webm(arguments, order, keyframes);
    else if (order.format == OutputFormat::gif)
        append_gif(arguments, order);
    else
        append_mp4(arguments, order, keyframes);
    arguments.push_back(file_url(order.target));
    return arguments;
}

std::vector<std::string> rewrap_arguments(OutputFormat format, const std::string& source,
                                          const std::string& metadata, const std::string& target) {
    Arguments arguments{"ffmpeg",  "-hide_banner", "-nostdin", "-loglevel",     "error",
                        "-xerror", "-y",           "-i",       file_url(source)};
    append_metadata(arguments, metadata);
    append(arguments, {"-map", "0:v", "-c", "copy"});
    if (!metadata.empty()) append(arguments, {"-map_metadata", "1"});
    if (format == OutputFormat::mp4)
        append(arguments, {"-movflags", "+faststart", "-f", "mp4"});
    else
        append(arguments, {"-f", "webm"});
    arguments.push_back(file_url(target));
    return arguments;
}

int encoder_threads() {
    // Half of the cores: the simulation keeps the others. Two at least, as 1080p at 30 frames a second may
    // need more than one; eight at most, as H.264 gains nothing from more.
    constexpr int least = 2, most = 8;
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, least, most);
}

bool needs_even_sides(OutputFormat format) {
    return format == OutputFormat::mp4 || format == OutputFormat::webm;
}

void check_fps(double fps, OutputFormat format) {
    if (!(fps > 0) || !std::isfinite(fps) || fps > 1000)
        throw Error(Fault::usage, "fps", fmt::format("{} is out of range; valid: above 0, up to 1000", fps));
    // Its times are hundredths of a second, and viewers slow down what is shorter than two.
    if (format == OutputFormat::gif && fps > 50)
        throw Error(Fault::usage, "fps", fmt::format("{} is too fast for a GIF; valid: up to 50", fps));
}

std::string encoder_failure(const std::string& error_output, int status) {
    if (error_output.find("No space left on device") != std::string::npos)
        return "cannot be written: the disk is full";
    std::istringstream lines(error_output);
    for (std::string line; std::getline(lines, line);) {
        line = without_source(line);
        if (line.find_first_not_of(" \t\r") != std::string::npos) return "ffmpeg failed: " + line;
    }
    return status > 128
               ? fmt::format("ffmpeg was ended by signal {}", status - 128)
               : fmt::format("ffmpeg ended with exit status {} before the film was complete", status);
}

std::string hung_encoder(std::chrono::milliseconds patience) {
    return fmt::format("ffmpeg hangs: it did nothing for {} s",
                       std::chrono::duration<double>(patience).count());
}

Error missing_encoder(const std::string& path) {
    return {Fault::job, path,
            "films need the program ffmpeg, which is not installed; try: sudo apt install ffmpeg"};
}

}  // namespace droplet
