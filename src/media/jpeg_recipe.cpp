#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "media/recipe_metadata.h"
#include "model/recipe.h"

namespace droplet {
namespace {

constexpr std::uint32_t fill = 0xFF, comment = 0xFE, start_of_scan = 0xDA, end_of_image = 0xD9;
/// A segment counts its own length of two bytes.
constexpr std::size_t longest_segment = 65535 - 2;
constexpr std::string_view part_mark = "Droplet ";

void append_segment(std::vector<unsigned char>& bytes, std::string_view head, std::string_view text) {
    const std::size_t length = head.size() + text.size() + 2;
    bytes.insert(bytes.end(), {0xFF, 0xFE, static_cast<unsigned char>(length >> 8),
                               static_cast<unsigned char>(length & 0xFF)});
    bytes.insert(bytes.end(), head.begin(), head.end());
    bytes.insert(bytes.end(), text.begin(), text.end());
}

/// The parts of one text, which come in their order.
class Parts {
 public:
    void add(std::string_view segment, std::size_t most) {
        segment.remove_prefix(part_mark.size());
        std::size_t number = 0, count = 0;
        if (!take_number(segment, number, '/') || !take_number(segment, count, '\n')) return;
        if (number == 1) {
            text_.clear();
            taken_ = 0;
            count_ = count;
        }
        if (number != taken_ + 1 || count != count_ || text_.size() + segment.size() > most) return;
        text_ += segment;
        ++taken_;
    }
    bool complete() const { return taken_ > 0 && taken_ == count_; }
    const std::string& text() const { return text_; }

 private:
    static bool take_number(std::string_view& text, std::size_t& number, char end) {
        const auto [after, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const auto length = static_cast<std::size_t>(after - text.data());
        if (error != std::errc() || length >= text.size() || *after != end) return false;
        text.remove_prefix(length + 1);
        return true;
    }

    std::string text_;
    std::size_t taken_ = 0, count_ = 0;
};

/// The marker of the next segment; none at the end, and at what is no segment.
std::optional<std::uint32_t> next_marker(ByteSource& file) {
    if (file.byte() != fill) return std::nullopt;
    for (;;) {
        const auto marker = file.byte();
        if (!marker || *marker != fill) return marker;
    }
}

}  // namespace

std::vector<unsigned char> jpeg_recipe_segments(const std::string& text) {
    std::vector<unsigned char> bytes;
    const std::string_view all = text;
    if (all.size() <= longest_segment) {
        append_segment(bytes, "", all);
        return bytes;
    }
    constexpr std::size_t longest_head = 32, part = longest_segment - longest_head;
    const std::size_t count = (all.size() + part - 1) / part;
    for (std::size_t i = 0; i < count; ++i)
        append_segment(bytes, fmt::format("{}{}/{}\n", part_mark, i + 1, count), all.substr(i * part, part));
    return bytes;
}

std::optional<std::string> jpeg_recipe_text(ByteSource& file, std::size_t most) {
    constexpr std::uint64_t start_of_image = 0xFFD8;
    if (file.big(2) != start_of_image) return std::nullopt;
    Parts parts;
    for (;;) {
        const auto marker = next_marker(file);
        if (!marker || *marker == start_of_scan || *marker == end_of_image) return std::nullopt;
        const auto length = file.big(2);
        if (!length || *length < 2) return std::nullopt;
        if (*marker != comment) {
            if (!file.skip(*length - 2)) return std::nullopt;
            continue;
        }
        auto text = file.text(*length - 2);
        if (!text) return std::nullopt;
        if (text->size() <= most && looks_like_recipe(*text)) {
            // Some programs end a comment as C does a text.
            text->erase(std::min(text->find('\0'), text->size()));
            return text;
        }
        if (text->starts_with(part_mark)) parts.add(*text, most);
        if (parts.complete() && looks_like_recipe(parts.text())) return parts.text();
    }
}

}  // namespace droplet
