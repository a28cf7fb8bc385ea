// What the tests of files share.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/image.h"
#include "tests/media/png_parts.h"

namespace droplet::test {

/// A fresh folder that goes away with its object.
class TempFolder {
 public:
    TempFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "droplet-test-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp failed");
        path_ = pattern;
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    std::string file(const std::string& name) const { return (path_ / name).string(); }
    const std::filesystem::path& path() const { return path_; }
    /// Names of all files, hidden ones too, sorted.
    std::vector<std::string> list() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path_))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

 private:
    std::filesystem::path path_;
};

inline std::string fixture_path(const std::string& name) {
    return std::string(DROPLET_SOURCE_DIR "/tests/media/fixtures/") + name;
}

inline Bytes file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE_MESSAGE(file.good(), path);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void put_bytes(const std::string& path, const Bytes& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    REQUIRE(file.good());
}

/// The message of the Error that f() throws, "" when it throws none. Every message is one line.
template <class F>
std::string error_of(F&& f, Fault fault = Fault::job) {
    try {
        f();
    } catch (const Error& error) {
        const std::string text = error.what();
        CHECK_MESSAGE(error.fault() == fault, text);
        CHECK_MESSAGE(text.find('\n') == std::string::npos, text);
        return text;
    }
    return "";
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The picture of the fixtures (make_fixtures.sh): 8-bit value of channel c.
inline constexpr Size fixture_size{23, 17};
inline int fixture_value(int x, int y, int c) {
    if (c == 0) return x * 255 / 22;
    if (c == 1) return y * 255 / 16;
    return 40 + 128 * ((x / 4 + y / 4) % 2);
}
inline int fixture_value16(int x, int y, int c) {
    return std::min(65535, fixture_value(x, y, c) * 257 + (7 * x + 13 * y) % 200);
}

/// Calls f(x, y) for every pixel of `size`.
template <class F>
void for_each_pixel(Size size, F&& f) {
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) f(x, y);
}

/// Number of values, alpha included, that differ; a different shape is a failure.
inline std::int64_t differences(const Image& a, const Image& b) {
    REQUIRE(a.size() == b.size());
    REQUIRE(a.channels() == b.channels());
    REQUIRE(a.has_alpha() == b.has_alpha());
    std::int64_t count = 0;
    for (int p = 0; p < a.channels() + (a.has_alpha() ? 1 : 0); ++p) {
        const ConstPlane pa = p < a.channels() ? a.plane(p) : a.alpha();
        const ConstPlane pb = p < b.channels() ? b.plane(p) : b.alpha();
        for_each_pixel(a.size(), [&](int x, int y) { count += pa.row(y)[x] != pb.row(y)[x]; });
    }
    return count;
}

/// An image with value(x, y, plane) everywhere; the alpha is plane channels.
template <class F>
Image image_of(Size size, int channels, bool has_alpha, F&& value) {
    Image image(size, channels, has_alpha);
    for (int p = 0; p < channels + (has_alpha ? 1 : 0); ++p) {
        const Plane plane = p < channels ? image.plane(p) : image.alpha();
        for_each_pixel(size, [&](int x, int y) { plane.row(y)[x] = value(x, y, p); });
    }
    return image;
}

/// A TIFF block with the orientation as its only tag, as EXIF has it.
inline Bytes exif_orientation(int orientation, bool big_endian) {
    const auto o = static_cast<unsigned char>(orientation);
    if (big_endian)
        return {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, 0, 0, 0, 0};
    return {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, o, 0, 0, 0, 0, 0, 0, 0};
}

}  // namespace droplet::test
