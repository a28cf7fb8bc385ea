// Text files line by line, and what stands in a line.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace droplet {

/// The lines of a text without the spaces around them; each ends with LF, CR LF or CR. The text is to live
/// longer.
class TextLines {
 public:
    explicit TextLines(std::string_view text) : rest_(text) {
        if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
    }

    std::optional<std::string_view> next() {
        if (rest_.empty()) return std::nullopt;
        const std::size_t end = rest_.find_first_of("\r\n");
        const std::string_view line = rest_.substr(0, end);
        const bool both = end != std::string_view::npos && rest_.substr(end).starts_with("\r\n");
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + (both ? 2 : 1));
        ++number_;
        return trimmed(line);
    }
    /// Of the line that next() gave last, from 1.
    int number() const { return number_; }
    bool rest_begins_with(std::string_view word) const {
        const std::size_t begin = rest_.find_first_not_of(" \t\r\n");
        return begin != std::string_view::npos && rest_.substr(begin).starts_with(word);
    }

 private:
    static std::string_view trimmed(std::string_view line) {
        const std::size_t begin = line.find_first_not_of(" \t");
        if (begin == std::string_view::npos) return {};
        return line.substr(begin, line.find_last_not_of(" \t") + 1 - begin);
    }

    std::string_view rest_;
    int number_ = 0;
};

/// Words apart by spaces, tabs or commas.
inline std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; (at = line.find_first_not_of(" \t,", at)) != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(" \t,", at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

template <class T>
std::optional<T> number_of(std::string_view word) {
    T value{};
    const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
    if (read.ec != std::errc{} || read.ptr != word.data() + word.size()) return std::nullopt;
    return value;
}

/// A line, quoted and shortened for a message.
inline std::string shown(std::string_view line) {
    constexpr std::size_t longest = 40;
    if (line.size() <= longest) return fmt::format("'{}'", line);
    std::size_t end = longest;
    while (end > 0 && (line[end] & 0xc0) == 0x80) --end;
    return fmt::format("'{}…'", line.substr(0, end));
}

}  // namespace droplet
