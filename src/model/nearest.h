#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace droplet {

/// Edits that turn `a` into `b`: insertions, deletions, replacements and swaps of neighbours, each counting
/// one (optimal string alignment, Damerau 1964). Upper and lower case, and '_' and '-', count as equal.
int edit_distance(std::string_view a, std::string_view b);

/// The name that `text` was probably meant to be: the first of the fewest edits, or empty when none is close
/// (a third of the letters may be wrong, and one always).
std::string_view nearest_name(std::string_view text, const std::vector<std::string_view>& names);

/// "nearest: rate" when a name is close, else "valid: k, rate, …".
std::string nearest_or_all(std::string_view text, const std::vector<std::string_view>& names);

}  // namespace droplet
