#include "cli/frame_range.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "model/error.h"

namespace droplet {
namespace {

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (number < 0 || number > FrameRange::most_frames) return std::nullopt;
    return number;
}

}  // namespace

FrameRange parse_frame_range(const std::string& text, const std::string& subject) {
    const auto refuse = [&](const std::string& what) {
        return Error(Fault::usage, subject,
                     fmt::format("'{}' {}; valid: A:B for the frames A to B - 1, A: or :B", text, what));
    };
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || text.size() == 1) throw refuse("is no range");
    const std::string_view first(text.data(), colon), end = std::string_view(text).substr(colon + 1);
    FrameRange range;
    if (!first.empty()) {
        const auto number = parse_number(first);
        if (!number) throw refuse("is no range");
        range.first = *number;
    }
    if (!end.empty()) {
        range.end = parse_number(end);
        if (!range.end) throw refuse("is no range");
        if (*range.end <= range.first) throw refuse("has no frame");
    }
    return range;
}

void check_frame_range(const FrameRange& range, std::int64_t count, const std::string& subject) {
    if (range.first < count) return;
    throw Error(Fault::usage, subject,
                fmt::format("begins at frame {}, and there {} {}; valid: from 0 to {}", range.first,
                            count == 1 ? "is" : "are", count, count - 1));
}

}  // namespace droplet
