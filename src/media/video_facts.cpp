#include "media/video_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>
#include <system_error>

#include "media/image_bytes.h"
#include "media/output_path.h"
#include "media/reading_process.h"
#include "media/video_path.h"

namespace droplet {
namespace {

using Json = nlohmann::json;

/// Of frames a second; beyond them a file's clock is not one of frames.
constexpr double most_fps = 1000, least_fps = 0.001;
/// Seconds that decoding begins before a frame, so that those which need the group of pictures before are
/// left behind.
constexpr double lead = 1.5;
constexpr const char* safe_protocols = "file,pipe";

void append(std::vector<std::string>& arguments, std::initializer_list<std::string> more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
}

VideoKind kind_of(const std::string& path) {
    if (is_camera_path(path)) return VideoKind::camera;
    std::error_code error;
    return !std::filesystem::exists(path, error) && still_pattern(path) ? VideoKind::sequence
                                                                        : VideoKind::file;
}

/// ffmpeg reads "%%" as one percent sign; only the pattern's own number is meant as one.
std::string sequence_pattern(const std::string& path) {
    const StillPattern pattern = *still_pattern(path);
    const auto escaped = [](const std::string& text) {
        std::string result;
        for (const char c : text) result += c == '%' ? std::string("%%") : std::string(1, c);
        return result;
    };
    return fmt::format("{}%0{}d{}", escaped(pattern.before), pattern.digits, escaped(pattern.after));
}

/// How ffmpeg is to open it: behind a protocol, an absolute path is neither an option nor another protocol.
std::vector<std::string> input_arguments(const VideoFacts& facts, std::int64_t first_frame) {
    switch (facts.kind) {
        case VideoKind::camera:
            return {"-f", "v4l2", "-fflags", "nobuffer", "-flags", "low_delay", "-i", facts.path};
        case VideoKind::sequence:
            return {"-protocol_whitelist",
                    safe_protocols,
                    "-f",
                    "image2",
                    "-pattern_type",
                    "sequence",
                    "-start_number",
                    std::to_string(facts.first_number + first_frame),
                    "-framerate",
                    fmt::format("{}/{}", facts.rate.num, facts.rate.den),
                    "-i",
                    "file:" + sequence_pattern(facts.path)};
        default:
            return {"-protocol_whitelist", safe_protocols, "-max_pixels",
                    "268435456",           "-i",           "file:" + facts.path};
    }
}

/// "30000/1001"; nothing for "0/0".
Ratio ratio_of(const Json& object, const char* key) {
    if (!object.contains(key) || !object[key].is_string()) return {};
    const std::string text = object[key];
    const std::size_t bar = text.find_first_of("/:");
    Ratio ratio{std::strtoll(text.c_str(), nullptr, 10),
                bar == std::string::npos ? 1 : std::strtoll(text.c_str() + bar + 1, nullptr, 10)};
    if (ratio.num <= 0 || ratio.den <= 0) return {};
    const std::int64_t divisor = std::gcd(ratio.num, ratio.den);
    return {ratio.num / divisor, ratio.den / divisor};
}

/// A number, also one in a text; `otherwise` for none.
double number_of(const Json& object, const char* key, double otherwise) {
    if (!object.contains(key)) return otherwise;
    if (object[key].is_number()) return object[key].get<double>();
    if (!object[key].is_string()) return otherwise;
    const std::string text = object[key];
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return end == text.c_str() || !std::isfinite(value) ? otherwise : value;
}

std::string text_of(const Json& object, const char* key) {
    return object.contains(key) && object[key].is_string() ? object[key].get<std::string>() : "";
}

/// The rate that its frames lie on, or their average where they lie on none.
Ratio rate_of(const Json& stream) {
    const Ratio average = ratio_of(stream, "avg_frame_rate"), grid = ratio_of(stream, "r_frame_rate");
    const auto valid = [](const Ratio& rate) {
        return rate.value() >= least_fps && rate.value() <= most_fps;
    };
    if (valid(grid) && (!valid(average) || std::abs(grid.value() / average.value() - 1) < 0.01)) return grid;
    return valid(average) ? average : Ratio{25, 1};
}

bool lies_on_its_side(const Json& stream) {
    if (!stream.contains("side_data_list") || !stream["side_data_list"].is_array()) return false;
    for (const Json& data : stream["side_data_list"]) {
        const double rotation = std::fmod(std::abs(number_of(data, "rotation", 0)), 180);
        if (std::abs(rotation - 90) < 1) return true;
    }
    return false;
}

/// By its name, as "yuv420p10le". All formats of more than 8 bits a value name their order of bytes; so do
/// some small ones. Of others than are listed, 16.
int bits_of(std::string format) {
    if (!format.ends_with("le") && !format.ends_with("be")) return 8;
    format.erase(format.size() - 2);
    for (const char* small : {"565", "555", "444"})
        if (format.ends_with(small)) return 8;
    for (const int bits : {9, 10, 12, 14})
        if (format.ends_with(std::to_string(bits))) return bits;
    return 16;
}

bool finds_keyframes(const std::string& container, int delay) {
    return container.find("mp4") != std::string::npos || container.find("matroska") != std::string::npos ||
           (container == "avi" && delay == 0);
}

int part_of(int side, VideoSize size) {
    const int divisor = size == VideoSize::full ? 1 : size == VideoSize::half ? 2 : 4;
    return std::max(1, (side + divisor / 2) / divisor);
}

void take_size(VideoFacts& facts, const Json& stream, VideoSize size) {
    double width = number_of(stream, "width", 0);
    double height = number_of(stream, "height", 0);
    const Ratio aspect = ratio_of(stream, "sample_aspect_ratio");
    const double stretch = aspect.value();
    if (stretch > 0.1 && stretch < 10) width = std::round(width * stretch);
    if (lies_on_its_side(stream)) std::swap(width, height);
    if (!(width >= 1 && height >= 1 && width <= 65536 && height <= 65536))
        throw Error(Fault::job, facts.path, "holds no video; valid: what the program ffmpeg reads as one");
    facts.stored = {static_cast<int>(width), static_cast<int>(height)};
    facts.size = {part_of(facts.stored.width, size), part_of(facts.stored.height, size)};
    require_memory(static_cast<double>(facts.size.area()) * 3 * (sizeof(float) + 2), facts.size.width,
                   facts.size.height, facts.path);
}

void take_frames(VideoFacts& facts, const Json& stream, const Json& format) {
    if (facts.kind != VideoKind::file) return;
    const double seconds = number_of(stream, "duration", number_of(format, "duration", 0));
    const auto counted = static_cast<std::int64_t>(number_of(stream, "nb_frames", 0));
    const double by_time = std::round(seconds * facts.rate.value());
    facts.frames = by_time > 0 && by_time < 1e12 ? static_cast<std::int64_t>(by_time) : counted;
    const double start = number_of(stream, "start_time", 0);
    facts.start_pts = static_cast<std::int64_t>(number_of(stream, "start_pts", 0));
    facts.start_offset = std::max(0.0, start - number_of(format, "start_time", start));
}

/// The files of a sequence: from the smallest number on, up to the first that is missing.
void count_sequence(VideoFacts& facts) {
    const StillPattern pattern = *still_pattern(facts.path);
    const auto folder = std::filesystem::path(facts.path).parent_path();
    std::error_code error;
    std::optional<int> first;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const std::string path = entry.path().string();
        if (!path.starts_with(pattern.before) || !path.ends_with(pattern.after)) continue;
        if (path.size() <= pattern.before.size() + pattern.after.size()) continue;
        const std::string digits =
            path.substr(pattern.before.size(), path.size() - pattern.before.size() - pattern.after.size());
        if (digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos) continue;
        const int number = std::stoi(digits);
        if (pattern.path(number) == path && (!first || number < *first)) first = number;
    }
    if (!first)
        throw Error(
            Fault::job, facts.path,
            fmt::format("there is no file of this pattern; valid: files such as {}", pattern.path(1)));
    facts.first_number = *first;
    while (std::filesystem::exists(pattern.path(facts.first_number + static_cast<int>(facts.frames)), error))
        ++facts.frames;
}

Json probed(const VideoFacts& facts, const std::stop_token& stop) {
    std::vector<std::string> arguments{"ffprobe", "-v", "error", "-hide_banner"};
    for (const std::string& argument : input_arguments(facts, 0)) arguments.push_back(argument);
    append(arguments, {"-select_streams", "V:0", "-show_entries",
                       "stream=codec_name,width,height,pix_fmt,avg_frame_rate,r_frame_rate,nb_frames,"
                       "duration,start_pts,start_time,sample_aspect_ratio,has_b_frames,color_space:"
                       "stream_side_data=rotation:format=duration,format_name,start_time",
                       "-of", "json"});
    ReadingProcess probe(arguments);
    const std::string text = probe.read_all(std::size_t{1} << 20, stop);
    if (stop.stop_requested()) throw Error(Fault::job, facts.path, "was not opened: stopped");
    const int status = probe.wait();
    if (status != 0) throw decoder_failure(facts.path, facts.kind, probe.error_output(), status);
    return Json::parse(text, nullptr, false);
}

}  // namespace

VideoFacts video_facts(const std::string& path, VideoSize size, const std::stop_token& stop) {
    VideoFacts facts;
    facts.kind = kind_of(path);
    facts.path = std::filesystem::absolute(path).string();
    std::error_code error;
    const auto status = std::filesystem::status(facts.path, error);
    if (facts.kind == VideoKind::sequence)
        count_sequence(facts);
    else if (!std::filesystem::exists(status))
        throw decoder_failure(facts.path, facts.kind, "No such file or directory", 1);
    else if (facts.kind == VideoKind::file && !std::filesystem::is_regular_file(status))
        throw Error(Fault::job, facts.path,
                    "is no file; valid: a video's file, a pattern of pictures, a camera");
    Json answer;
    try {
        answer = probed(facts, stop);
    } catch (const std::system_error&) {
        throw Error(Fault::job, path,
                    "videos need the programs ffmpeg and ffprobe, which are not installed; try: sudo apt "
                    "install ffmpeg");
    }
    const Json streams = answer.is_object() ? answer.value("streams", Json::array()) : Json::array();
    if (!streams.is_array() || streams.empty() || !streams[0].is_object())
        throw Error(Fault::job, facts.path, "holds no video; valid: what the program ffmpeg reads as one");
    const Json& stream = streams[0];
    const Json format = answer.value("format", Json::object());
    take_size(facts, stream, size);
    if (facts.kind != VideoKind::sequence) facts.rate = rate_of(stream);
    take_frames(facts, stream, format);
    const std::string pixels = text_of(stream, "pix_fmt"), space = text_of(stream, "color_space");
    facts.bits = bits_of(pixels);
    facts.guess_bt709 = pixels.starts_with("yuv") && (space.empty() || space == "unknown") &&
                        std::min(facts.stored.width, facts.stored.height) >= 720;
    facts.codec = text_of(stream, "codec_name");
    facts.by_keyframes = facts.kind == VideoKind::file && stream.contains("start_pts") &&
                         finds_keyframes(text_of(format, "format_name"),
                                         static_cast<int>(number_of(stream, "has_b_frames", 0)));
    return facts;
}

std::vector<std::string> decoder_arguments(const VideoFacts& facts, std::int64_t first_frame) {
    std::vector<std::string> arguments{"ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error"};
    const double seconds = static_cast<double>(first_frame) / facts.rate.value();
    if (facts.by_keyframes && seconds > lead)
        append(arguments,
               {"-noaccurate_seek", "-ss", fmt::format("{:.6f}", facts.start_offset + seconds - lead)});
    append(arguments, {"-copyts"});
    for (const std::string& argument : input_arguments(facts, first_frame)) arguments.push_back(argument);
    std::string filter;
    // Every frame is put to the nearest of the rate's times by its own time alone, so that it does not matter
    // where decoding began; then each of these times has the latest one.
    if (facts.kind == VideoKind::file)
        filter = fmt::format("setpts=PTS-({0}),settb={2}/{1},fps={1}/{2}:start_time={3:.6f},setpts=N,",
                             facts.start_pts, facts.rate.num, facts.rate.den, seconds);
    const bool scaled = !(facts.size == facts.stored);
    filter += fmt::format("scale={}:{}:flags={}+accurate_rnd+full_chroma_int{},format={}", facts.size.width,
                          facts.size.height, scaled ? "area" : "bilinear",
                          facts.guess_bt709 ? ":in_color_matrix=bt709" : "",
                          facts.bits > 8 ? fmt::format("gbrp{}le", facts.bits) : "gbrp");
    if (facts.kind == VideoKind::sequence)
        append(arguments,
               {"-frames:v", std::to_string(std::max<std::int64_t>(1, facts.frames - first_frame))});
    append(arguments, {"-map", "0:V:0", "-an", "-sn", "-dn", "-vf", filter, "-f", "rawvideo", "pipe:1"});
    return arguments;
}

Error decoder_failure(const std::string& path, VideoKind kind, const std::string& error_output, int status) {
    const bool camera = kind == VideoKind::camera;
    const auto says = [&](const char* text) { return error_output.find(text) != std::string::npos; };
    if (says("No such file")) {
        std::string found;
        for (const Camera& other : cameras()) found += (found.empty() ? "" : ", ") + other.path;
        return {Fault::job, path,
                camera ? fmt::format("there is no such camera; valid: {}",
                                     found.empty() ? "none is there" : found)
                       : "there is no such file"};
    }
    if (says("Permission denied"))
        return {Fault::job, path,
                camera ? "the camera may not be opened; join its group: sudo usermod -aG video $USER"
                       : "may not be read"};
    if (camera && says("Device or resource busy"))
        return {Fault::job, path, "the camera is busy; close the other program that uses it"};
    if (camera && (says("No such device") || says("Input/output error")))
        return {Fault::job, path, "the camera was unplugged; plug it in and open it again"};
    if (camera && (says("Inappropriate ioctl") || says("Not a video capture device")))
        return {Fault::job, path, "is no camera that gives pictures"};
    std::string last;
    std::istringstream lines(error_output);
    for (std::string line; std::getline(lines, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos) last = line;
    if (last.starts_with('['))
        if (const auto end = last.find("] "); end != std::string::npos) last.erase(0, end + 2);
    if (const auto name = last.find(path + ": "); name != std::string::npos)
        last.erase(0, name + path.size() + 2);
    if (says("Invalid data found"))
        return {Fault::job, path, "is damaged or no video; valid: what the program ffmpeg reads as one"};
    if (!last.empty()) return {Fault::job, path, "ffmpeg failed: " + last};
    return {Fault::job, path,
            status > 128 ? fmt::format("ffmpeg was ended by signal {}", status - 128)
                         : fmt::format("ffmpeg ended with exit status {}", status)};
}

}  // namespace droplet
