#pragma once
#include <string>

#include "model/kernel.h"

namespace droplet {

/// Reads a kernel (model/kernel_text.h), "-" is standard input. Throws Error as parse_kernel does, with the
/// path as the subject, and (Fault::job) when the file cannot be read.
Kernel read_kernel(const std::string& path);

/// Whether a file is a kernel rather than something else: one of text, by a name that ends in .txt, .csv,
/// .dat or .kernel; or JSON with rows of weights, which it must be possible to read.
bool holds_kernel(const std::string& path);

/// Written beside its place and renamed; "-" is standard output. JSON under a name that ends in .json, else
/// rows of numbers. Throws Error (Fault::job) when it cannot be written.
void write_kernel(const Kernel& kernel, const std::string& path);

}  // namespace droplet
