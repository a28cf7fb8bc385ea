// Drives the real window: input goes in by the callbacks that are registered with GLFW, results are what the
// window shows and what its session holds.
#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "ui/application.h"

namespace droplet::test {

/// A fresh folder, removed at the end, that is also the XDG_CONFIG_HOME and XDG_DATA_HOME meanwhile.
class Sandbox {
 public:
    Sandbox();
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    std::filesystem::path path(const std::string& name) const { return folder_ / name; }
    /// Settings that the next window starts with.
    void keep(const Preferences& preferences) const;
    /// A grey or colour picture written as PFM.
    std::string picture(const std::string& name, Size size, int channels = 3) const;

 private:
    std::filesystem::path folder_;
};

/// Preferences of a window of this size at the top left.
Preferences sized(int width, int height);

class Driver {
 public:
    explicit Driver(const LaunchOptions& options);

    Application& app() { return app_; }

    /// Draws until `condition` holds; false when the window closed or nothing came of 4000 turns of the loop.
    bool until(const std::function<bool()>& condition);
    /// Draws this many frames.
    void frames(int count);
    /// Draws until the session has taken what was set, and shows it.
    void settle();

    void move_to(ImVec2 point);
    void mouse_button(int button, bool down);
    void click(ImVec2 point);
    void double_click(ImVec2 point);
    void drag(ImVec2 from, ImVec2 to);
    void wheel(double notches);
    /// Presses and releases; `character` follows when the key types one.
    void press(int key, int mods = 0);
    void key_event(int key, bool down, int mods = 0);
    void type(const std::string& text);
    void drop(const std::filesystem::path& file);
    void resize(int width, int height);

    /// A point of the control with this key, as shares of its width and height.
    ImVec2 place(const std::string& key, float across = 0.5f, float down = 0.5f);
    /// The middle of a pixel of the source on the screen.
    ImVec2 pixel(int x, int y, std::size_t pane = 0);
    Image screenshot();
    /// What a screenshot shows where the picture is.
    Image picture_area();
    /// The running picture, or the original.
    Image picture(Content content = Content::current);
    /// Runs `count` steps while paused and waits until they are done.
    void steps(int count);

 private:
    Application app_;
};

/// The largest difference of any pixel; infinite for different shapes.
double difference(const Image& a, const Image& b);
/// The mean of all channels.
double mean(const Image& image);

}  // namespace droplet::test
