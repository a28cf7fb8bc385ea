// A window with a part of the interface in it, to look at.
#pragma once
#include <functional>
#include <string>

#include "ui/theme.h"

struct GLFWwindow;

namespace droplet::look {

class LookWindow {
 public:
    LookWindow(const char* title, int width, int height, Theme theme, float scale);
    ~LookWindow();
    LookWindow(const LookWindow&) = delete;
    LookWindow& operator=(const LookWindow&) = delete;

    /// Called when ImGui has taken the window's input and before it uses it.
    std::function<void()> input;

    /// Draws a frame; with a path, what it shows is written there.
    void frame(const std::function<void()>& draw, const std::string& screenshot = {});

 private:
    GLFWwindow* window_ = nullptr;
};

}  // namespace droplet::look
