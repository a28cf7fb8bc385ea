#include "gui/driver.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <algorithm>

#include <cmath>
#include <cstdlib>
#include <future>
#include <limits>
#include <stdexcept>
#include <utility>

#include "gui/driver_leaks.h"
#include "media/image_io.h"
#include "ui/widgets.h"

namespace droplet::test {
namespace {

/// What is registered with GLFW for this window: our callback before ImGui's.
template <class Callback>
Callback registered(GLFWwindow* window, Callback (*set)(GLFWwindow*, Callback)) {
    const Callback callback = set(window, nullptr);
    set(window, callback);
    return callback;
}

}  // namespace

Sandbox::Sandbox() {
    std::string name = (std::filesystem::temp_directory_path() / "droplet-gui-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
    setenv("XDG_CONFIG_HOME", name.c_str(), 1);
    setenv("XDG_DATA_HOME", name.c_str(), 1);
}

Sandbox::~Sandbox() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Sandbox::keep(const Preferences& preferences) const {
    save_preferences(preferences);
}

std::string Sandbox::picture(const std::string& name, Size size, int channels) const {
    Image image(size, channels);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                // Small waves on a large step: the waves diffuse away, the step is an edge.
                image.plane(c).row(y)[x] = (2 * x < size.width ? 0.25f : 0.7f) +
                                           0.03f * static_cast<float>((x * 7 + y * 13 + c * 5) % 4);
    const std::string file = path(name).string();
    write_image(image, file);
    return file;
}

Preferences sized(int width, int height) {
    Preferences preferences;
    preferences.window = {
        .known = true, .x = 0, .y = 0, .width = width, .height = height, .maximised = false};
    return preferences;
}

Driver::Driver(const LaunchOptions& options) : app_(options) {
    keep_gl_drivers_loaded();
    REQUIRE(until([&] { return app_.pacer().picture_frames() > 0; }));
}

bool Driver::until(const std::function<bool()>& condition) {
    for (int turn = 0; turn < 4000; ++turn) {
        if (condition()) return true;
        app_.redraw();  // the loop may otherwise wait for ever for what does not come
        if (!app_.frame()) return condition();
    }
    return false;
}

void Driver::frames(int count) {
    const auto goal = app_.pacer().picture_frames() + count;
    const bool drawn = until([&] { return app_.pacer().picture_frames() >= goal; });
    REQUIRE((drawn || app_.window().close_asked()));
}

void Driver::settle() {
    // The commands of a session are carried out in their order, and each brings the status up to date when it
    // is done: when a second download is back, the status tells of all that came before the first. A
    // screenful later the newest frame is on the screen.
    picture();
    picture();
    frames(3);
}

void Driver::move_to(ImVec2 point) {
    glfwSetCursorPos(app_.window().handle(), static_cast<double>(point.x), static_cast<double>(point.y));
    frames(2);
}

void Driver::mouse_button(int button, bool down) {
    // ImGui asks GLFW for the state of the buttons, so they must be pressed on the display itself, where the
    // middle one is the second.
    const int number = button == GLFW_MOUSE_BUTTON_RIGHT ? 3 : button == GLFW_MOUSE_BUTTON_MIDDLE ? 2 : 1;
    const std::string command = fmt::format("xdotool {} {}", down ? "mousedown" : "mouseup", number);
    REQUIRE(std::system(command.c_str()) == 0);
    GLFWwindow* window = app_.window().handle();
    REQUIRE(until([&] { return glfwGetMouseButton(window, button) == (down ? GLFW_PRESS : GLFW_RELEASE); }));
    frames(2);
}

void Driver::click(ImVec2 point) {
    move_to(point);
    mouse_button(GLFW_MOUSE_BUTTON_LEFT, true);
    mouse_button(GLFW_MOUSE_BUTTON_LEFT, false);
}

void Driver::double_click(ImVec2 point) {
    // A loaded machine must not make two clicks of it.
    float& longest = ImGui::GetIO().MouseDoubleClickTime;
    const float usual = std::exchange(longest, 60.0f);
    click(point);
    click(point);
    longest = usual;
}

void Driver::drag(ImVec2 from, ImVec2 to) {
    move_to(from);
    mouse_button(GLFW_MOUSE_BUTTON_LEFT, true);
    move_to({(from.x + to.x) / 2, (from.y + to.y) / 2});
    move_to(to);
    mouse_button(GLFW_MOUSE_BUTTON_LEFT, false);
}

void Driver::wheel(double notches) {
    GLFWwindow* window = app_.window().handle();
    registered(window, glfwSetScrollCallback)(window, 0, notches);
    frames(2);
}

void Driver::key_event(int key, bool down, int mods) {
    GLFWwindow* window = app_.window().handle();
    registered(window, glfwSetKeyCallback)(window, key, glfwGetKeyScancode(key),
                                           down ? GLFW_PRESS : GLFW_RELEASE, mods);
    frames(2);
}

void Driver::press(int key, int mods) {
    // ImGui goes by the key that is down, the window by the modifiers that come with an event.
    if (mods & GLFW_MOD_CONTROL) key_event(GLFW_KEY_LEFT_CONTROL, true, GLFW_MOD_CONTROL);
    key_event(key, true, mods);
    key_event(key, false, mods);
    if (mods & GLFW_MOD_CONTROL) key_event(GLFW_KEY_LEFT_CONTROL, false);
}

void Driver::type(const std::string& text) {
    GLFWwindow* window = app_.window().handle();
    const auto put = registered(window, glfwSetCharCallback);
    for (const char c : text) put(window, static_cast<unsigned char>(c));
    frames(2);
}

void Driver::drop(const std::filesystem::path& file) {
    GLFWwindow* window = app_.window().handle();
    const std::string name = file.string();
    const char* names[] = {name.c_str()};
    registered(window, glfwSetDropCallback)(window, 1, names);
    frames(1);
}

void Driver::resize(int width, int height) {
    glfwSetWindowSize(app_.window().handle(), width, height);
    REQUIRE(until([&] { return app_.window().framebuffer_size() == Size{width, height}; }));
    frames(3);
}

ImVec2 Driver::place(const std::string& key, float across, float down) {
    const auto place = place_of(key);
    REQUIRE_MESSAGE(place.has_value(), key);
    return {place->min.x + (place->max.x - place->min.x) * across,
            place->min.y + (place->max.y - place->min.y) * down};
}

ImVec2 Driver::pixel(int x, int y, std::size_t pane) {
    const PictureContext context = app_.picture_context();
    return context.screen(context.panes[pane], x + 0.5, y + 0.5);
}

Image Driver::screenshot() {
    app_.take_screenshot_next();
    frames(1);
    return app_.last_screenshot().clone();
}

Image Driver::picture_area() {
    const Image whole = screenshot();
    const auto place = place_of("picture");
    const auto x0 = static_cast<int>(place->min.x), y0 = static_cast<int>(place->min.y);
    Image part({static_cast<int>(place->max.x) - x0, static_cast<int>(place->max.y) - y0}, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < part.height(); ++y)
            std::copy_n(whole.plane(c).row(y + y0) + x0, part.width(), part.plane(c).row(y));
    return part;
}

Image Driver::picture(Content content) {
    std::promise<Image> promise;
    auto result = promise.get_future();
    app_.session()->download(content, [&promise](Image image) { promise.set_value(std::move(image)); });
    return result.get();
}

void Driver::steps(int count) {
    settle();
    const std::int64_t goal = app_.status().step + count;
    app_.session()->step(count);
    REQUIRE(until([&] { return app_.status().step >= goal; }));
    settle();  // the status has the operator of this step with its frame only
    CHECK(app_.status().step == goal);
}

double difference(const Image& a, const Image& b) {
    if (!(a.size() == b.size()) || a.channels() != b.channels())
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (int c = 0; c < a.channels(); ++c)
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                largest = std::max(largest, std::abs(static_cast<double>(a.plane(c).row(y)[x]) -
                                                     static_cast<double>(b.plane(c).row(y)[x])));
    return largest;
}

double mean(const Image& image) {
    double sum = 0;
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) sum += static_cast<double>(image.plane(c).row(y)[x]);
    return sum / (static_cast<double>(image.size().area()) * image.channels());
}

}  // namespace droplet::test
