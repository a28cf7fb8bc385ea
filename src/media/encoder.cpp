#include "media/encoder.h"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

namespace droplet {
namespace {

void append(std::vector<std::string>& arguments, std::initializer_list<const char*> more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
}

// Tagged and converted as BT.709, so that players do not guess the matrix from the size.
void append_yuv420(std::vector<std::string>& arguments) {
    append(arguments, {"-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int",
                       "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709",
                       "-color_trc", "bt709", "-color_range", "tv"});
}

// "[libx264 @ 0x55d0c8] height not divisible by 2" without its address.
std::string without_source(std::string line) {
    if (line.starts_with('['))
        if (const auto end = line.find("] "); end != std::string::npos) line.erase(0, end + 2);
    return line;
}

}  // namespace

std::vector<std::string> encoder_arguments(OutputFormat format, Size size, double fps,
                                           const std::string& target) {
    std::vector<std::string> arguments{"ffmpeg",
                                       "-hide_banner",
                                       "-nostdin",
                                       "-loglevel",
                                       "error",
                                       "-xerror",
                                       "-y",
                                       "-f",
                                       "rawvideo",
                                       "-pixel_format",
                                       "rgb24",
                                       "-video_size",
                                       fmt::format("{}x{}", size.width, size.height),
                                       "-framerate",
                                       fmt::format("{}", fps),
                                       "-i",
                                       "pipe:0"};
    switch (format) {
        case OutputFormat::webm:
            append(arguments, {"-c:v", "libvpx-vp9", "-crf", "20", "-b:v", "0", "-deadline", "good",
                               "-cpu-used", "4", "-row-mt", "1"});
            append_yuv420(arguments);
            append(arguments, {"-f", "webm"});
            break;
        case OutputFormat::gif:
            // A palette for every frame: one for all would keep the whole film in memory until the end. An
            // ordered dither stays in place from frame to frame.
            append(arguments, {"-filter_complex",
                               "split[a][b];[a]palettegen=stats_mode=single[p];"
                               "[b][p]paletteuse=new=1:dither=bayer:bayer_scale=3",
                               "-loop", "0", "-f", "gif"});
            break;
        default:
            append(arguments, {"-c:v", "libx264", "-preset", "medium", "-crf", "16"});
            append_yuv420(arguments);
            append(arguments, {"-movflags", "+faststart", "-f", "mp4"});
            break;
    }
    // An absolute path behind a protocol is neither taken for an option nor for another protocol.
    arguments.push_back("file:" + std::filesystem::absolute(target).string());
    return arguments;
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

Error missing_encoder(const std::string& path) {
    return {Fault::job, path,
            "films need the program ffmpeg, which is not installed; try: sudo apt install ffmpeg"};
}

}  // namespace droplet
