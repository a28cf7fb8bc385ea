// What can be recorded, and in which words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ui/capture_panel.h"

namespace droplet {
namespace {

/// GIF tells times in hundredths of a second, and players take one for a slip.
constexpr float most_gif_fps = 50;

bool takes_odd_sides(FilmFormat format) {
    return format == FilmFormat::gif || format == FilmFormat::png;
}

std::string clock_refusal(const FilmParams& params, const FilmFacts& facts) {
    if (params.content != FilmContent::picture)
        return "Live only: view and window are drawn when the screen takes them, not at every step; the "
               "picture can be recorded by steps.";
    if (!facts.steps) return "Live only: nothing goes in steps now.";
    return {};
}

}  // namespace

std::string record_refusal(const FilmParams& params, const FilmFacts& facts) {
    if (facts.state == FilmControl::State::finishing) return "The film before is being completed.";
    if (!facts.has_picture) return "There is no picture yet.";
    if (!facts.has_ffmpeg && params.format != FilmFormat::png)
        return "ffmpeg is missing; choose png, which needs nothing.";
    if (params.format == FilmFormat::gif && params.fps > most_gif_fps)
        return "A GIF shows 50 frames a second at most; choose fewer, or mp4.";
    return {};
}

std::string film_refusal(const FilmParams& params, const FilmFacts& facts, std::string_view key) {
    if (facts.state != FilmControl::State::idle) return "As it was when the recording began; stop it first.";
    const FilmClock clock = clock_of(params, facts.steps);
    if (key == "film-clock") return clock_refusal(params, facts);
    if (key == "film-every" && clock != FilmClock::steps) return "Only with the clock 'steps'.";
    if (key == "film-quality" && params.format == FilmFormat::png) return "PNG keeps every pixel as it is.";
    if (key == "film-odd-size" && takes_odd_sides(params.format))
        return "This format has sides of any length.";
    if ((key == "film-width" || key == "film-height") && params.size != FilmSize::fixed)
        return "Only with the size 'fixed'.";
    if (key == "film-scale" && params.size != FilmSize::scaled) return "Only with the size 'scaled'.";
    if (key == "performance" && params.content == FilmContent::window)
        return "Panels are not made again; only pictures and views are.";
    return {};
}

std::string time_text(double seconds) {
    const auto whole = static_cast<long long>(std::floor(std::max(0.0, seconds)));
    const long long hours = whole / 3600, minutes = whole / 60 % 60;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60)
                     : fmt::format("{}:{:02}", minutes, whole % 60);
}

std::string bytes_text(std::uint64_t bytes) {
    if (bytes < 1024) return fmt::format("{} B", bytes);
    auto amount = static_cast<double>(bytes);
    const char* unit = "";
    for (const char* next : {"KiB", "MiB", "GiB", "TiB"}) {
        if (amount < 1024) break;
        amount /= 1024;
        unit = next;
    }
    return amount < 99.95 ? fmt::format("{:.1f} {}", amount, unit) : fmt::format("{:.0f} {}", amount, unit);
}

}  // namespace droplet
