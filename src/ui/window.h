#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "gl/context.h"
#include "model/image.h"
#include "ui/actions.h"
#include "ui/preferences.h"

struct GLFWwindow;

namespace droplet {

/// The window with its OpenGL 4.5 core context, and what the user did in it. One at a time, on the main
/// thread.
class Window {
 public:
    struct KeyEvent {
        Chord chord;
        bool pressed = true;  ///< false: released
        bool repeated = false;
    };
    struct Input {
        std::vector<KeyEvent> keys;
        std::vector<std::filesystem::path> drops;
        bool any = false;  ///< something happened that may change what the window shows
    };

    /// Hidden until show(). Throws Error, saying what was found, without a display or OpenGL 4.5.
    explicit Window(const WindowPlace& place);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    void show();
    GLFWwindow* handle() const { return window_; }
    const gl::ContextInfo& context() const { return context_; }

    Size framebuffer_size() const;
    Size size() const;  ///< in screen coordinates
    /// Size of the interface in screen coordinates that the monitor asks for.
    float content_scale() const;
    double refresh_rate() const;  ///< of the monitor, in Hz
    bool close_asked() const;
    void ask_to_close();
    /// Takes back that it was asked to close.
    void stay_open();
    bool minimised() const;
    bool full_screen() const { return full_screen_; }
    void set_full_screen(bool on);
    void set_title(const std::string& title);
    WindowPlace place() const;

    /// Waits for input or wake() for at most `seconds` (negative: for ever; 0: not at all).
    void wait(double seconds);
    /// What happened since the last call.
    Input take_input();
    void swap();
    /// Ends wait(); from any thread.
    static void wake();

 private:
    void install_callbacks();

    GLFWwindow* window_ = nullptr;
    gl::ContextInfo context_;
    Input input_;
    bool full_screen_ = false;
    bool maximise_on_show_ = false;
    WindowPlace windowed_place_;
};

}  // namespace droplet
