#include "cli/info.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "cli/parameters_doc.h"
#include "cli/preset_flag.h"
#include "media/xdg.h"
#include "model/version.h"
#include "session/backends.h"

namespace droplet {
namespace {

/// What a program writes to its standard output; empty when there is no such program.
std::string output_of(const char* command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command, "r"), ::pclose);
    std::string text;
    std::array<char, 4096> block;
    while (const std::size_t got = pipe ? std::fread(block.data(), 1, block.size(), pipe.get()) : 0)
        text.append(block.data(), got);
    return text;
}

std::string ffmpeg_text() {
    const std::string encoders = output_of("ffmpeg -hide_banner -nostdin -encoders 2>/dev/null");
    if (encoders.empty())
        return "not found; .mp4, .webm and .gif cannot be written (Debian: apt install ffmpeg)";
    const auto found = [&](const char* encoder) {
        return encoders.find(fmt::format(" {} ", encoder)) != std::string::npos
                   ? encoder
                   : fmt::format("no {}", encoder);
    };
    const std::string banner = output_of("ffmpeg -version 2>/dev/null");
    const std::string version = banner.substr(0, banner.find(" Copyright"));
    return fmt::format("{}; .mp4: {}, .webm: {}, .gif: {}", version, found("libx264"), found("libvpx-vp9"),
                       found("gif"));
}

std::string compiler_text() {
#if defined(__clang__)
    return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#elif defined(__GNUC__)
    return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#else
    return "unknown compiler";
#endif
}

std::string build_text() {
#ifdef NDEBUG
    const char* checks = "optimised";
#else
    const char* checks = "with assertions";
#endif
    return fmt::format("{}, {}", compiler_text(), checks);
}

}  // namespace

InfoCommand::InfoCommand(CLI::App& app) {
    // For the build, which writes docs/parameters.md: not in the help.
    parameters_ = add_hidden_switch(app, "--parameters-markdown");
}

std::string InfoCommand::text() const {
    if (parameters_.given()) return parameters_document();
    std::string text = fmt::format("droplet {}\nbuild: {}\n", version, build_text());
    text += fmt::format("cores: {}\n", std::thread::hardware_concurrency());
    text += describe_backends();
    text += fmt::format("ffmpeg: {}\n", ffmpeg_text());
    text += "reads: PNG, JPEG, BMP, TGA, GIF, PSD, PNM, PFM\n";
    text += "writes: .png and .tif (8 and 16 bit), .jpg, .pfm, .mp4, .webm, .gif, numbered stills\n";
    text += fmt::format("presets: {}\n", fmt::join(builtin_preset_keys(), ", "));
    text += fmt::format("settings: {}\n", (config_folder() / "droplet").string());
    return text;
}

}  // namespace droplet
