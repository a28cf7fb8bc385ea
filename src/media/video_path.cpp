// Sources: V4L2 (linux/videodev2.h), GIF89a (CompuServe), PNG (W3C, third edition), and the signatures of the
// containers' own specifications.
#include "media/video_path.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "media/extension.h"
#include "media/output_path.h"
#include "media/video_reader.h"

namespace droplet {
namespace {

using namespace std::string_view_literals;

constexpr std::array video_extensions{
    ".mp4"sv, ".m4v"sv,  ".mov"sv, ".mkv"sv, ".webm"sv, ".avi"sv,  ".mpg"sv,   ".mpeg"sv, ".m2v"sv, ".ts"sv,
    ".mts"sv, ".m2ts"sv, ".vob"sv, ".wmv"sv, ".asf"sv,  ".flv"sv,  ".f4v"sv,   ".ogv"sv,  ".3gp"sv, ".3g2"sv,
    ".mxf"sv, ".y4m"sv,  ".ivf"sv, ".dv"sv,  ".h264"sv, ".hevc"sv, ".mjpeg"sv, ".apng"sv, ".nut"sv};

std::string text_at(std::ifstream& file, std::streamoff offset, std::size_t count) {
    file.clear();
    file.seekg(offset);
    std::string text(count, '\0');
    file.read(text.data(), static_cast<std::streamsize>(count));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    return text;
}

/// Skips blocks of data up to the empty one.
bool skip_gif_blocks(std::ifstream& file) {
    for (int length = file.get(); length != EOF; length = file.get()) {
        if (length == 0) return true;
        file.seekg(length, std::ios::cur);
    }
    return false;
}

/// More than one picture in a GIF.
bool is_animated_gif(std::ifstream& file) {
    const std::string screen = text_at(file, 0, 13);
    if (screen.size() < 13) return false;
    const auto table_bytes = [](char flags) {
        const int bits = static_cast<unsigned char>(flags);
        return (bits & 0x80) != 0 ? 3 << ((bits & 7) + 1) : 0;
    };
    file.clear();
    file.seekg(13 + table_bytes(screen[10]));
    int pictures = 0;
    for (int block = file.get(); block != EOF && block != 0x3b; block = file.get()) {
        if (block == 0x21) {
            file.get();
        } else if (block == 0x2c) {
            if (++pictures > 1) return true;
            std::array<char, 9> place{};
            file.read(place.data(), place.size());
            file.seekg(table_bytes(place[8]) + 1, std::ios::cur);
        } else {
            return false;
        }
        if (!skip_gif_blocks(file)) return false;
    }
    return false;
}

/// An APNG says so before its first picture.
bool is_animated_png(std::ifstream& file) {
    for (std::streamoff at = 8;;) {
        const std::string head = text_at(file, at, 8);
        if (head.size() < 8 || head.compare(4, 4, "IDAT") == 0) return false;
        if (head.compare(4, 4, "acTL") == 0) return true;
        std::uint32_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(head[i]);
        at += std::streamoff{length} + 12;
    }
}

bool holds_video(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string start = text_at(file, 0, 16);
    if (start.starts_with("GIF8")) return is_animated_gif(file);
    if (start.starts_with("\x89PNG")) return is_animated_png(file);
    if (start.size() < 12) return false;
    return start.compare(4, 4, "ftyp") == 0 || start.starts_with("\x1a\x45\xdf\xa3") ||
           (start.starts_with("RIFF") && start.compare(8, 4, "AVI ") == 0) || start.starts_with("FLV\x01") ||
           start.starts_with("OggS") || start.starts_with("YUV4MPEG2 ") || start.starts_with("DKIF") ||
           start.starts_with("\0\0\x01\xba"sv) || start.starts_with("\x30\x26\xb2\x75") ||
           (start[0] == 'G' && text_at(file, 188, 1) == "G" && text_at(file, 376, 1) == "G");
}

/// By its driver; nothing for what gives no pictures, as the second device of many cameras.
bool name_camera(Camera& camera) {
    const int device = ::open(camera.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (device < 0) return true;  // it is there; opening it will say what is wrong
    v4l2_capability can{};
    const bool asked = ::ioctl(device, VIDIOC_QUERYCAP, &can) == 0;
    ::close(device);
    if (!asked) return false;
    can.card[sizeof can.card - 1] = 0;
    if (can.card[0] != 0) camera.name = reinterpret_cast<const char*>(can.card);
    const auto abilities =
        (can.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? can.device_caps : can.capabilities;
    return (abilities & V4L2_CAP_VIDEO_CAPTURE) != 0;
}

}  // namespace

bool is_camera_path(const std::string& path) {
    if (path.starts_with("/dev/v4l/")) return true;
    constexpr std::string_view prefix = "/dev/video";
    if (path.starts_with(prefix) && path.size() > prefix.size() &&
        path.find_first_not_of("0123456789", prefix.size()) == std::string::npos)
        return true;
    std::error_code error;
    return std::filesystem::is_character_file(path, error);
}

bool is_video_path(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_regular_file(status)) {
        const std::string extension = extension_of(path);
        return std::find(video_extensions.begin(), video_extensions.end(), extension) !=
                   video_extensions.end() ||
               holds_video(path);
    }
    if (std::filesystem::exists(status)) return path.starts_with("/dev/v") && is_camera_path(path);
    if (is_camera_path(path) || still_pattern(path)) return true;
    const std::string extension = extension_of(path);
    return std::find(video_extensions.begin(), video_extensions.end(), extension) != video_extensions.end();
}

std::vector<Camera> cameras() {
    std::vector<std::pair<int, Camera>> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/dev", error)) {
        const std::string path = entry.path().string();
        constexpr std::string_view prefix = "/dev/video";
        if (!path.starts_with(prefix) || !is_camera_path(path) || path.size() > prefix.size() + 4) continue;
        Camera camera{path, path};
        if (name_camera(camera)) found.emplace_back(std::stoi(path.substr(prefix.size())), camera);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Camera> list;
    for (auto& [number, camera] : found) list.push_back(std::move(camera));
    return list;
}

}  // namespace droplet
