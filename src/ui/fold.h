#pragma once
#include <string>

namespace droplet {

/// A quiet heading that folds what is below it, with a summary at the right while it is folded; folded at
/// first. True when it is unfolded.
bool begin_fold(const char* title, const std::string& summary);

}  // namespace droplet
