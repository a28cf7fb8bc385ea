// The convolution lab: its commands, panels and files.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "media/kernel_file.h"
#include "ui/application.h"
#include "ui/kernel_panel.h"

namespace droplet {
namespace {

FileKind kernel_files() {
    return {"Kernels", {".json", ".txt", ".csv"}, "a kernel"};
}

}  // namespace

void Application::add_lab_actions() {
    actions_.add({.id = "sliding-window",
                  .menu = "View",
                  .name = "Sliding window",
                  .chords = {{.key = 'W'}},
                  .tooltip = "Show the sum that makes the pixel below the mouse.",
                  .callback = [this] { sliding_.on = !sliding_.on; },
                  .enabled = [this] { return settings_.preset.process == Process::convolve; },
                  .disabled_tooltip = "Only with the process convolve (3).",
                  .checked = [this] { return sliding_.on; }});
}

void Application::draw_lab_sections() {
    const KernelPanelResult result =
        kernel_panel(settings_.preset.convolution, settings_.preset.custom_kernel, status_.learning.current,
                     status_.channels, messages_);
    sliding_.draw_panel(picture_context());
    if (result.load) {
        browsing_ = Browsing::kernel_in;
        browser_->open(preferences_.last_folder, kernel_files());
    }
    if (result.save) {
        browsing_ = Browsing::kernel_out;
        browser_->open_to_save(preferences_.last_folder, "kernel.json", kernel_files());
    }
    if (result.to_operator) {
        start_from(*result.to_operator);
        messages_.note("The operator starts from this kernel; learning is process 2.");
    }
}

void Application::load_kernel(const std::filesystem::path& path) {
    messages_.report([&] {
        settings_.preset.custom_kernel = read_kernel(path.string());
        settings_.preset.convolution.kernel = KernelName::custom;
        return fmt::format("Kernel {} is in use.", path.filename().string());
    });
}

void Application::save_kernel(const std::filesystem::path& path) {
    messages_.report([&] {
        write_kernel(kernel_of(settings_.preset.convolution, settings_.preset.custom_kernel), path.string());
        return fmt::format("Kernel saved as {}.", path.string());
    });
}

}  // namespace droplet
