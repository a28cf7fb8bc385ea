#pragma once
#include "model/schema.h"

namespace droplet {

/// What becomes of a new frame of a video. start: the steps start from it; mix: some of it is mixed into the
/// picture; original: it is what the process compares and mixes with, as learning does by its frame mix.
enum class VideoFeed { start, mix, original };

template <>
struct EnumNames<VideoFeed> {
    static constexpr VideoFeed last = VideoFeed::original;
    static constexpr std::array<std::string_view, 3> names{"start", "mix", "original"};
};
static_assert(every_value_has_a_name<VideoFeed>);

/// The size that frames are decoded to.
enum class VideoSize { full, half, quarter };

template <>
struct EnumNames<VideoSize> {
    static constexpr VideoSize last = VideoSize::quarter;
    static constexpr std::array<std::string_view, 3> names{"full", "half", "quarter"};
};
static_assert(every_value_has_a_name<VideoSize>);

/// A video, an image sequence or a camera as the source.
struct VideoParams {
    VideoFeed feed = VideoFeed::start;
    float share = 0.2f;
    VideoSize size = VideoSize::full;
    float speed = 1.0f;
    bool loop = true;

    bool operator==(const VideoParams&) const = default;
};

template <>
struct Schema<VideoParams> {
    using P = VideoParams;
    static constexpr std::string_view group = "video";
    static constexpr std::string_view title = "Video";
    static constexpr std::tuple fields{
        Field{&P::feed, "video-feed", "Each frame",
              "start: the steps start from it; mix: some of it is mixed in; original: what learning compares "
              "and mixes with."},
        Field{&P::share, "video-share", "Share", "How much of a frame is mixed in.", Range{0.0f, 1.0f},
              Range{0.0f, 1.0f}},
        Field{&P::size, "video-size", "Size", "The size that frames are decoded to; smaller is faster."},
        Field{&P::speed, "video-speed", "Speed", "How fast a video plays; 1 is its own speed.",
              Range{0.01f, 100.0f}, Range{0.1f, 10.0f}, Scale::logarithmic},
        Field{&P::loop, "video-loop", "Loop", "Whether a video begins again at its end."},
    };
};
static_assert(every_member_has_a_row<VideoParams>);

}  // namespace droplet
