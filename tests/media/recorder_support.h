// What the tests of recordings share.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "media/film_recorder.h"
#include "tests/media/film_support.h"
#include "tests/media/recorded_pictures.h"

namespace droplet::test {

inline constexpr const char* first_recipe = R"({"droplet": "capture", "version": 1, "step": 1})";
inline constexpr const char* last_recipe = R"({"droplet": "capture", "version": 1, "step": 20})";

inline RecordingOptions steps_at(const std::string& path, double fps = 10) {
    RecordingOptions options;
    options.path = path;
    options.fps = fps;
    options.clock = RecordingOptions::Clock::steps;
    options.recipe = first_recipe;
    return options;
}

inline RecordingOptions live_at(const std::string& path, double fps = 10) {
    RecordingOptions options = steps_at(path, fps);
    options.clock = RecordingOptions::Clock::live;
    return options;
}

inline bool put(FilmRecorder& recorder, const std::shared_ptr<FramePixels>& frame, int frames = 1) {
    return recorder.put(frame, {}, frames);
}

/// Puts pictures until the file has so many bytes, which the encoder's pace decides. Returns how many.
inline int put_until(FilmRecorder& recorder, const std::string& path, std::uintmax_t bytes) {
    int count = 0;
    std::error_code none_yet;
    for (std::uintmax_t now = 0; now < bytes; now = std::filesystem::file_size(path, none_yet)) {
        if (none_yet) now = 0;
        if (!put(recorder, colorful({64, 48}, count))) break;
        ++count;
    }
    return count;
}

inline RecordingStatus finished(FilmRecorder& recorder, const std::string& recipe = last_recipe) {
    recorder.finish(recipe);
    recorder.wait();
    return recorder.status();
}

inline Image as_image(const Picture& picture) {
    return image_of(picture.size(), 3, false,
                    [&](int x, int y, int c) { return static_cast<float>(picture.value(x, y, c)) / 255.0f; });
}

inline std::string file_text(const std::string& path) {
    const Bytes bytes = file_bytes(path);
    return {bytes.begin(), bytes.end()};
}

}  // namespace droplet::test
