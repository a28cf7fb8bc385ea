#include "model/nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace droplet {
namespace {

char folded(char c) {
    if (c == '_') return '-';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Text from outside may be of any length; no name of ours is nearly this long.
constexpr std::size_t longest_name = 64;

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
    std::vector<int> before_last, last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const char p = folded(a[i - 1]), q = folded(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (p == q ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && p == folded(b[j - 2]) && folded(a[i - 2]) == q;
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::move(last);
        last = row;
    }
    return last.back();
}

std::string_view nearest_name(std::string_view text, const std::vector<std::string_view>& names) {
    if (text.empty() || text.size() > longest_name) return {};
    std::string_view nearest;
    int fewest = std::max(1, static_cast<int>(text.size()) / 3) + 1;
    for (const std::string_view name : names) {
        // A name is not close when hardly a letter of it was typed.
        const int distance = edit_distance(text, name);
        if (distance >= fewest || distance >= static_cast<int>(name.size())) continue;
        fewest = distance;
        nearest = name;
    }
    return nearest;
}

std::string nearest_or_all(std::string_view text, const std::vector<std::string_view>& names) {
    const std::string_view nearest = nearest_name(text, names);
    if (!nearest.empty()) return fmt::format("nearest: {}", nearest);
    return fmt::format("valid: {}", fmt::join(names, ", "));
}

}  // namespace droplet
