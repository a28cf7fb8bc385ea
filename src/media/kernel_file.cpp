#include "media/kernel_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "media/atomic_file.h"
#include "media/image_bytes.h"
#include "model/error.h"
#include "model/kernel_json.h"
#include "model/kernel_text.h"

namespace droplet {
namespace {

std::string text_of(const std::string& path) {
    std::error_code none;
    if (const auto bytes = std::filesystem::file_size(path, none); !none && bytes > longest_kernel_text)
        throw Error(
            Fault::usage, path,
            fmt::format("has {} bytes, more than a kernel; valid: up to {}", bytes, longest_kernel_text));
    const FileBytes bytes = read_bytes(path);
    return {bytes.span().begin(), bytes.span().end()};
}

}  // namespace

Kernel read_kernel(const std::string& path) {
    return parse_kernel(text_of(path), path);
}

bool holds_kernel(const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension != ".json")
        return extension == ".txt" || extension == ".csv" || extension == ".dat" || extension == ".kernel";
    try {
        const std::string text = text_of(path);
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        if (first != std::string::npos && text[first] == '[') return true;
        const Json object = parse_settings(text, path);
        return object.contains("weights") && !object.contains("shape");
    } catch (const Error&) {
        return false;
    }
}

void write_kernel(const Kernel& kernel, const std::string& path) {
    const bool json = std::filesystem::path(path).extension() == ".json";
    const std::string text = json ? kernel_text(kernel) + "\n" : kernel_rows(kernel);
    AtomicFile file(path);
    file.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    file.commit();
}

}  // namespace droplet
