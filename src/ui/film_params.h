#pragma once
#include "media/film_recorder.h"
#include "model/schema.h"

namespace droplet {

/// What a film is kept as. png: a folder of numbered stills, which needs no other program.
enum class FilmFormat { mp4, webm, gif, png };

template <>
struct EnumNames<FilmFormat> {
    static constexpr FilmFormat last = FilmFormat::png;
    static constexpr std::array<std::string_view, 4> names{"mp4", "webm", "gif", "png"};
};
static_assert(every_value_has_a_name<FilmFormat>);

/// What it shows: what the process shows, whole and at its own resolution; what stands in the picture's area,
/// as it is zoomed and compared; or the whole window.
enum class FilmContent { picture, view, window };

template <>
struct EnumNames<FilmContent> {
    static constexpr FilmContent last = FilmContent::window;
    static constexpr std::array<std::string_view, 3> names{"picture", "view", "window"};
};
static_assert(every_value_has_a_name<FilmContent>);

/// What time is in it: that which goes by, or the number of the step.
enum class FilmClock { live, steps };

template <>
struct EnumNames<FilmClock> {
    static constexpr FilmClock last = FilmClock::steps;
    static constexpr std::array<std::string_view, 2> names{"live", "steps"};
};
static_assert(every_value_has_a_name<FilmClock>);

enum class FilmSize { as_is, fixed, scaled };

template <>
struct EnumNames<FilmSize> {
    static constexpr FilmSize last = FilmSize::scaled;
    static constexpr std::array<std::string_view, 3> names{"as-is", "fixed", "scaled"};
};
static_assert(every_value_has_a_name<FilmSize>);

template <>
struct EnumNames<FilmQuality> {
    static constexpr FilmQuality last = FilmQuality::best;
    static constexpr std::array<std::string_view, 3> names{"small", "good", "best"};
};
static_assert(every_value_has_a_name<FilmQuality>);

template <>
struct EnumNames<OddSize> {
    static constexpr OddSize last = OddSize::scale;
    static constexpr std::array<std::string_view, 2> names{"pad", "scale"};
};
static_assert(every_value_has_a_name<OddSize>);

/// How the window records.
struct FilmParams {
    FilmFormat format = FilmFormat::mp4;
    FilmContent content = FilmContent::picture;
    FilmClock clock = FilmClock::live;
    int every = 1;
    float fps = 30.0f;
    FilmQuality quality = FilmQuality::good;
    FilmSize size = FilmSize::as_is;
    int width = 1920;
    int height = 1080;
    float scale = 0.5f;
    OddSize odd_size = OddSize::pad;
    float limit_s = 0.0f;
    bool performance = true;
    bool panel_open = true;

    bool operator==(const FilmParams&) const = default;
};

template <>
struct Schema<FilmParams> {
    using P = FilmParams;
    static constexpr std::string_view group = "film";
    static constexpr std::string_view title = "Film";
    static constexpr std::tuple fields{
        Field{&P::format, "film-format", "Format",
              "mp4: plays everywhere; webm: for the web; gif: short loops; png: a folder of stills, without "
              "loss."},
        Field{
            &P::content, "film-content", "Content",
            "picture: the whole picture at its own resolution; view: what the picture's area shows; window: "
            "all, panels included."},
        Field{
            &P::clock, "film-clock", "Clock",
            "live: as time goes by; steps: each frame so many steps after the one before, however long they "
            "take."},
        Field{&P::every, "film-every", "Steps per frame", "Steps between two frames of the film.",
              Range{1, 1'000'000}, Range{1, 100}, Scale::logarithmic},
        Field{&P::fps, "film-fps", "Frames/s", "Frames that the film shows in a second.", Range{1.0f, 240.0f},
              Range{5.0f, 60.0f}},
        Field{&P::quality, "film-quality", "Quality",
              "small: for sending; good: hard to tell from the picture; best: as near as the format comes."},
        Field{&P::size, "film-size", "Size",
              "as-is: that of the content; fixed: fitted into so many pixels; scaled: by a factor."},
        Field{&P::width, "film-width", "Width", "Pixels from left to right.", Range{16, 16384},
              Range{16, 3840}},
        Field{&P::height, "film-height", "Height", "Pixels from top to bottom.", Range{16, 16384},
              Range{16, 2160}},
        Field{&P::scale, "film-scale", "Factor", "Pixels of the film per pixel of the content.",
              Range{0.05f, 8.0f}, Range{0.1f, 4.0f}, Scale::logarithmic},
        Field{&P::odd_size, "film-odd-size", "Odd sides",
              "mp4 and webm need even sides: one more row of the last pixels, or scaled by less than one."},
        Field{&P::limit_s, "film-limit", "Longest", "Seconds after which the film ends by itself; 0: none.",
              Range{0.0f, 86400.0f}, Range{0.0f, 120.0f}},
        Field{&P::performance, "performance", "Performance",
              "Write beside the film all that was done meanwhile, so that `droplet render` makes it again at "
              "any size."},
        Field{&P::panel_open, "film-open", "Film", "Whether the panel shows how to record."},
    };
};
static_assert(every_member_has_a_row<FilmParams>);

}  // namespace droplet
