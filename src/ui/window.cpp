#include "ui/window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "model/error.h"

namespace droplet {
namespace {

std::string last_glfw_error() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text ? text : "unknown reason";
}

Error no_window(const std::string& reason) {
    return Error(Fault::job, "window", reason + "; needed: a display with OpenGL 4.5 core");
}

Window& of(GLFWwindow* window) {
    return *static_cast<Window*>(glfwGetWindowUserPointer(window));
}

/// The key as the keyboard's layout names it, so that Ctrl+Z is where the user reads Z.
int layout_key(int key, int scancode) {
    if (key == GLFW_KEY_SPACE || key >= GLFW_KEY_ESCAPE) return key;
    const char* name = glfwGetKeyName(key, scancode);
    if (name && name[0] > ' ' && name[0] < 127 && name[1] == '\0') return std::toupper(name[0]);
    return key;
}

bool on_a_monitor(const WindowPlace& place) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int i = 0; i < count; ++i) {
        int x = 0, y = 0, width = 0, height = 0;
        glfwGetMonitorWorkarea(monitors[i], &x, &y, &width, &height);
        const int visible_x = std::min(place.x + place.width, x + width) - std::max(place.x, x);
        const int visible_y = std::min(place.y + place.height, y + height) - std::max(place.y, y);
        if (visible_x >= 64 && visible_y >= 64) return true;
    }
    return false;
}

}  // namespace

Window::Window(const WindowPlace& place) : maximise_on_show_(place.maximised), windowed_place_(place) {
    if (!glfwInit()) throw no_window(fmt::format("no display can be opened ({})", last_glfw_error()));
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
#ifndef NDEBUG
    glfwWindowHint(GLFW_OPENGL_DEBUG_CONTEXT, GLFW_TRUE);
#endif
    window_ = glfwCreateWindow(place.width, place.height, "Droplet", nullptr, nullptr);
    if (!window_) {
        const std::string reason = last_glfw_error();
        glfwTerminate();
        throw no_window(fmt::format("the driver gives no OpenGL 4.5 core context ({})", reason));
    }
    glfwMakeContextCurrent(window_);
    try {
        context_ = gl::load_context(glfwGetProcAddress);
    } catch (...) {
        glfwDestroyWindow(window_);
        glfwTerminate();
        throw;
    }
#ifndef NDEBUG
    gl::report_debug_messages();
#endif
    glfwSwapInterval(1);
    glfwSetWindowSizeLimits(window_, 640, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
    if (place.known && on_a_monitor(place)) glfwSetWindowPos(window_, place.x, place.y);
    install_callbacks();
}

Window::~Window() {
    glfwDestroyWindow(window_);
    glfwTerminate();
}

void Window::install_callbacks() {
    glfwSetWindowUserPointer(window_, this);
    const auto touched = [](GLFWwindow* w) { of(w).input_.any = true; };
    glfwSetWindowRefreshCallback(window_, touched);
    glfwSetWindowCloseCallback(window_, touched);
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { of(w).input_.any = true; });
    glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) { of(w).input_.any = true; });
    glfwSetWindowIconifyCallback(window_, [](GLFWwindow* w, int) { of(w).input_.any = true; });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int) { of(w).input_.any = true; });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int) { of(w).input_.any = true; });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { of(w).input_.any = true; });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int, int, int) { of(w).input_.any = true; });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { of(w).input_.any = true; });
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned code) {
        Input& input = of(w).input_;
        input.any = true;
        // Where '?' lies depends on the layout, so it is taken as a character.
        if (code == '?') input.keys.push_back({Chord{'?'}});
    });
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
        Input& input = of(w).input_;
        input.any = true;
        const Chord chord{layout_key(key, scancode), (mods & GLFW_MOD_CONTROL) != 0,
                          (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_ALT) != 0};
        input.keys.push_back({chord, action != GLFW_RELEASE, action == GLFW_REPEAT});
    });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
        Input& input = of(w).input_;
        input.any = true;
        input.drops.insert(input.drops.end(), paths, paths + count);
    });
}

void Window::show() {
    if (maximise_on_show_) glfwMaximizeWindow(window_);
    glfwShowWindow(window_);
}

Size Window::framebuffer_size() const {
    Size size;
    glfwGetFramebufferSize(window_, &size.width, &size.height);
    return size;
}

Size Window::size() const {
    Size size;
    glfwGetWindowSize(window_, &size.width, &size.height);
    return size;
}

float Window::content_scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    // Where the framebuffer is larger than the window, part of the scale is in that already.
    const float in_framebuffer =
        size().width > 0 ? static_cast<float>(framebuffer_size().width) / static_cast<float>(size().width)
                         : 1.0f;
    return std::clamp(std::max(x, y) / std::max(in_framebuffer, 0.1f), 0.5f, 4.0f);
}

double Window::refresh_rate() const {
    const GLFWvidmode* mode = glfwGetVideoMode(glfwGetPrimaryMonitor());
    return mode && mode->refreshRate > 0 ? mode->refreshRate : 60;
}

bool Window::close_asked() const {
    return glfwWindowShouldClose(window_);
}
void Window::ask_to_close() {
    glfwSetWindowShouldClose(window_, GLFW_TRUE);
}
void Window::stay_open() {
    glfwSetWindowShouldClose(window_, GLFW_FALSE);
}
bool Window::minimised() const {
    return glfwGetWindowAttrib(window_, GLFW_ICONIFIED);
}
void Window::set_title(const std::string& title) {
    glfwSetWindowTitle(window_, title.c_str());
}

void Window::set_full_screen(bool on) {
    if (on == full_screen_) return;
    if (on) windowed_place_ = place();
    full_screen_ = on;
    if (!on) {
        glfwSetWindowMonitor(window_, nullptr, windowed_place_.x, windowed_place_.y, windowed_place_.width,
                             windowed_place_.height, GLFW_DONT_CARE);
        return;
    }
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
    if (!mode) {
        full_screen_ = false;
        return;
    }
    glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

WindowPlace Window::place() const {
    if (full_screen_) return windowed_place_;
    WindowPlace place = windowed_place_;
    place.known = true;
    place.maximised = glfwGetWindowAttrib(window_, GLFW_MAXIMIZED);
    if (place.maximised) return place;
    glfwGetWindowPos(window_, &place.x, &place.y);
    glfwGetWindowSize(window_, &place.width, &place.height);
    return place;
}

void Window::wait(double seconds) {
    if (seconds < 0)
        glfwWaitEvents();
    else if (seconds == 0)
        glfwPollEvents();
    else
        glfwWaitEventsTimeout(seconds);
}

Window::Input Window::take_input() {
    return std::exchange(input_, {});
}
void Window::swap() {
    glfwSwapBuffers(window_);
}
void Window::wake() {
    glfwPostEmptyEvent();
}

}  // namespace droplet
