#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace droplet {

/// Frames first to end − 1 of a film, by its own numbers; without an end, to its last one. A part that is
/// made by itself has the frames that it has in the whole.
struct FrameRange {
    static constexpr std::int64_t most_frames = 1'000'000'000;

    std::int64_t first = 0;
    std::optional<std::int64_t> end;

    bool is_whole() const { return first == 0 && !end; }
    /// How far to go in a film of `count` frames.
    std::int64_t end_of(std::int64_t count) const { return end && *end < count ? *end : count; }

    bool operator==(const FrameRange&) const = default;
};

/// "100:200", "100:" (to the end), ":200". Throws Error (Fault::usage) for anything else, and for an empty
/// one.
FrameRange parse_frame_range(const std::string& text, const std::string& subject);

/// Throws Error (Fault::usage) where none of `count` frames is in the range.
void check_frame_range(const FrameRange& range, std::int64_t count, const std::string& subject);

}  // namespace droplet
