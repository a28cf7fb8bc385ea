// The convolution lab: its commands, panels and files.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "ui/application.h"
#include "ui/kernel_panel.h"

namespace droplet {

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
    static_cast<void>(kernel_panel(settings_.preset.convolution, settings_.preset.custom_kernel,
                                   status_.learning.current, status_.channels, messages_));
    sliding_.draw_panel(picture_context());
}

void Application::load_kernel(const std::filesystem::path&) {}
void Application::save_kernel(const std::filesystem::path&) {}

}  // namespace droplet
