#include "model/recipe.h"

#include <algorithm>

namespace droplet {

bool looks_like_recipe(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    for (const std::string_view token : {"{", "\"droplet\"", ":", "\"capture\""}) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        if (!text.starts_with(token)) return false;
        text.remove_prefix(token.size());
    }
    return true;
}

}  // namespace droplet
