#include "cli/sweep_values.h"

#include <fmt/format.h>

#include <charconv>

namespace droplet {
namespace {

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<SweepRange> parse_sweep_range(const std::string& text, const std::string& subject) {
    const std::size_t first = text.find(':');
    if (first == std::string::npos) return std::nullopt;
    const std::size_t second = text.find(':', first + 1);
    const auto refuse = [&] {
        return Error(
            Fault::usage, subject,
            fmt::format("'{}' is no range; valid: A:B:N for N values from A to B, with N from 2 to {}", text,
                        most_sweep_values));
    };
    if (second == std::string::npos) throw refuse();
    SweepRange range;
    range.first = text.substr(0, first);
    range.last = text.substr(first + 1, second - first - 1);
    const auto from = number<double>(range.first), to = number<double>(range.last);
    const auto count = number<int>(std::string_view(text).substr(second + 1));
    if (!from || !to || !std::isfinite(*from) || !std::isfinite(*to) || !count || *count < 2 ||
        *count > most_sweep_values)
        throw refuse();
    range.from = *from;
    range.to = *to;
    range.count = *count;
    return range;
}

std::vector<std::string> spread(const SweepRange& range, Scale scale, bool whole_numbers) {
    const bool factors = scale == Scale::logarithmic && range.from > 0 && range.to > 0;
    std::vector<std::string> values;
    for (int i = 0; i < range.count; ++i) {
        const double share = static_cast<double>(i) / (range.count - 1);
        const double value = factors ? range.from * std::pow(range.to / range.from, share)
                                     : range.from + share * (range.to - range.from);
        if (i == 0)
            values.push_back(range.first);
        else if (i == range.count - 1)
            values.push_back(range.last);
        else
            values.push_back(whole_numbers ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value));
    }
    return values;
}

std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> values;
    std::size_t begin = 0;
    for (std::size_t end = text.find(','); end != std::string::npos; end = text.find(',', begin)) {
        values.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    values.push_back(text.substr(begin));
    return values;
}

}  // namespace droplet
