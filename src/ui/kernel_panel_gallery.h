#pragma once
#include <functional>
#include <span>
#include <string>

#include "model/convolution_params.h"

namespace droplet {

/// A kernel among others to choose from.
struct KernelEntry {
    std::string name, help;
    std::string why_not{};  ///< it cannot be chosen; empty where it can
};

/// What a named kernel does, in a few words.
std::string kernel_help(KernelName name);

/// A list that unfolds, with a small picture of each kernel. `kernel(i)` is asked only while it is unfolded.
/// Takes the width that is set for the next item; `key` is that of its place. True when another was chosen.
bool kernel_gallery(const char* key, int& index, std::span<const KernelEntry> entries,
                    const std::function<Kernel(int)>& kernel, const char* help);

}  // namespace droplet
