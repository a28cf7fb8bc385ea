// Stills of the picture and of the window, by the keys.
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "gui/paused.h"
#include "math/shown.h"
#include "media/image_io.h"
#include "ui/temporary_folder.h"
#include "ui/widgets.h"

using namespace droplet;
using namespace droplet::test;

namespace {

namespace fs = std::filesystem;

struct Kept {
    StillParams still{};
    DisplayParams display{};
    std::string folder{};  ///< empty: one of the sandbox
    Size picture{96, 64};
};

/// A window that is paused some steps after the source, and puts its stills into a folder of its own.
struct StillWindow {
    Sandbox sandbox;
    fs::path folder;
    Driver driver;

    explicit StillWindow(const Kept& kept = {})
        : folder(kept.folder.empty() ? sandbox.path("captures") : fs::path(kept.folder)),
          driver((keep(kept), opened(sandbox.picture("star picture.pfm", kept.picture)))) {
        driver.press(GLFW_KEY_SPACE);
        REQUIRE_FALSE(app().running());
        driver.press(GLFW_KEY_R);
        driver.steps(7);
    }
    Application& app() { return driver.app(); }

    void keep(const Kept& kept) const {
        Preferences preferences = sized(1280, 720);
        preferences.still = kept.still;
        preferences.display = kept.display;
        preferences.captures = {.folder = folder.string(), .name = "{source} {step}"};
        sandbox.keep(preferences);
    }

    /// Presses F12 and waits for the note of a file that was not there before.
    fs::path taken(int mods = 0) {
        std::set<fs::path> before;
        for (const Messages::Message& message : app().messages().shown()) before.insert(message.file);
        driver.press(GLFW_KEY_F12, mods);
        fs::path file;
        const bool told = driver.until([&] {
            for (const Messages::Message& message : app().messages().shown())
                if (!message.file.empty() && !before.contains(message.file)) file = message.file;
            return !file.empty();
        });
        REQUIRE(told);
        return file;
    }

    /// Presses F12 and waits for an error.
    std::string refused() {
        driver.press(GLFW_KEY_F12);
        std::string error;
        const bool told = driver.until([&] {
            for (const Messages::Message& message : app().messages().shown())
                if (message.kind == Messages::Kind::error) error = message.text;
            return !error.empty();
        });
        REQUIRE(told);
        return error;
    }
};

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool same_bits(const Image& a, const Image& b) {
    if (!(a.size() == b.size()) || a.channels() != b.channels()) return false;
    for (int c = 0; c < a.channels(); ++c)
        for (int y = 0; y < a.height(); ++y)
            if (std::memcmp(a.plane(c).row(y), b.plane(c).row(y),
                            static_cast<std::size_t>(a.width()) * sizeof(float)) != 0)
                return false;
    return true;
}

/// Channels that are not what the formula of the screen makes of the value, in 8 bits.
int wrong_bytes(const Image& file, const Image& values, const math::ShownRange& range) {
    if (!(file.size() == values.size())) return -1;
    int wrong = 0;
    for (int c = 0; c < values.channels(); ++c)
        for (int y = 0; y < values.height(); ++y)
            for (int x = 0; x < values.width(); ++x) {
                const int byte = static_cast<int>(file.plane(c).row(y)[x] * 255 + 0.5f);
                wrong += byte != math::byte_of(math::shown(values.plane(c).row(y)[x], range));
            }
    return wrong;
}

}  // namespace

TEST_CASE("F12 saves the whole picture in its own resolution, in the colours that the window shows") {
    StillWindow window({.display = {.gamma = 2, .range = RangeChoice::by_hand, .low = 0.2f, .high = 0.6f}});
    const fs::path file = window.taken();
    CHECK(file == window.folder / "star picture 7.png");
    const Image still = read_image(file.string());
    const math::ShownRange range{.low = 0.2f, .scale = 1 / (0.6f - 0.2f), .inverse_gamma = 0.5f};
    CHECK(wrong_bytes(still, window.driver.picture(), range) == 0);
    // And at 100 %, on the screen.
    window.driver.press(GLFW_KEY_0, GLFW_MOD_CONTROL);
    window.driver.settle();
    const Image screen = window.driver.screenshot();
    for (const int x : {10, 50, 90}) {
        const int y = x / 2;
        const ImVec2 at = window.driver.pixel(x, y);
        for (int c = 0; c < 3; ++c)
            CHECK(std::abs(screen.plane(c).row(static_cast<int>(at.y))[static_cast<int>(at.x)] -
                           still.plane(c).row(y)[x]) < 2.5f / 255);
    }
}

TEST_CASE("A still of the values has the bits of the picture as computed") {
    StillWindow window({.still = {.content = StillContent::values}, .display = {.exposure = 3}});
    const fs::path file = window.taken();
    CHECK(file == window.folder / "star picture 7.pfm");
    CHECK(same_bits(read_image(file.string()), window.driver.picture()));
}

TEST_CASE("Stills in a row are never one over the other") {
    StillWindow window;
    const fs::path first = window.taken();
    const std::string bytes = bytes_of(first);
    REQUIRE_FALSE(bytes.empty());
    window.driver.steps(1);
    const fs::path next = window.taken();
    CHECK(next == window.folder / "star picture 8.png");
    window.driver.press(GLFW_KEY_F12);
    window.driver.press(GLFW_KEY_F12);
    REQUIRE(window.driver.until([&] { return window.app().stills().writer.under_way() == 0; }));
    CHECK(names_in(window.folder) == std::vector<std::string>{"star picture 7.png", "star picture 8 (2).png",
                                                              "star picture 8 (3).png",
                                                              "star picture 8.png"});
    CHECK(bytes_of(first) == bytes);
}

TEST_CASE("Shift+F12 saves the window with its panels, and without what was said before") {
    StillWindow window;
    window.driver.move_to({0, 0});
    const fs::path picture = window.taken();
    const fs::path file = window.taken(GLFW_MOD_SHIFT);
    CHECK(read_image(picture.string()).size() == Size{96, 64});
    const Image still = read_image(file.string());
    REQUIRE(still.size() == window.app().window().framebuffer_size());
    while (!window.app().messages().shown().empty()) window.driver.click(window.driver.place("dismiss"));
    window.driver.move_to({0, 0});
    const Image screen = window.driver.screenshot();
    // Controls of the panel, and the picture's area, where the notes were.
    const auto same = [&](ImVec2 min, ImVec2 max) {
        int other = 0;
        for (int c = 0; c < 3; ++c)
            for (int y = static_cast<int>(min.y); y < static_cast<int>(max.y); ++y)
                for (int x = static_cast<int>(min.x); x < static_cast<int>(max.x); ++x)
                    other += still.plane(c).row(y)[x] != screen.plane(c).row(y)[x];
        return other;
    };
    const auto area = place_of("picture"), run = place_of("run"), reset = place_of("reset");
    REQUIRE((area && run && reset));
    CHECK(same(area->min, area->max) == 0);
    CHECK(same(run->min, reset->max) == 0);
    // A button is more than one colour.
    const float* const row = still.plane(0).row(static_cast<int>((run->min.y + run->max.y) / 2));
    const std::set<float> colours(row + static_cast<int>(run->min.x), row + static_cast<int>(run->max.x));
    CHECK(colours.size() > 2);
}

TEST_CASE("The window goes on drawing while a large still is being written") {
    StillWindow window({.still = {.format = StillFormat::png_16}, .picture = {2400, 1800}});
    window.driver.press(GLFW_KEY_F12);
    const auto before = window.app().pacer().picture_frames();
    window.driver.frames(2);
    CHECK(window.app().pacer().picture_frames() >= before + 2);
    CHECK(window.app().stills().writer.under_way() == 1);
    CHECK(window.app().messages().shown().empty());
    REQUIRE(window.driver.until([&] { return !window.app().messages().shown().empty(); }));
    CHECK(read_image((window.folder / "star picture 7.png").string()).size() == Size{2400, 1800});
}

TEST_CASE("A still that was asked for is written although the window closes at once") {
    Sandbox outlives;
    const fs::path folder = outlives.path("captures");
    {
        StillWindow window({.folder = folder.string()});
        window.driver.press(GLFW_KEY_F12);
    }
    CHECK(names_in(folder) == std::vector<std::string>{"star picture 7.png"});
}

TEST_CASE("A folder that takes no stills is named in one line") {
    StillWindow window({.folder = "/proc/droplet"});
    CHECK(window.refused().starts_with("/proc/droplet: cannot be made: "));
}

TEST_CASE("Where the disk takes no more, a line says so and nothing half-written stays") {
    StillWindow window({.still = {.content = StillContent::values}});
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit little{4096, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &little) == 0);
    const std::string error = window.refused();
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK(error.starts_with((window.folder / "star picture 7.pfm").string() + ": cannot be written: "));
    CHECK(names_in(window.folder).empty());
}

namespace {

/// Waits until the bar tells that the capture was made again.
void until_restored(StillWindow& window) {
    const bool restored = window.driver.until([&] {
        const auto& offer = window.app().captures().offer;
        return offer && offer->state == CaptureOffer::State::restored;
    });
    REQUIRE(restored);
    window.driver.settle();
}

}  // namespace

TEST_CASE("A still dropped on the window makes its picture again, bit by bit, with its settings") {
    StillWindow window({.display = {.range = RangeChoice::by_hand, .low = 0.2f, .high = 0.6f}});
    Application& app = window.app();
    window.driver.press(GLFW_KEY_K);  // a kick, and some steps after it
    window.driver.steps(5);
    const fs::path file = window.taken();
    const Image picture = window.driver.picture();
    const Preset preset = app.settings().preset;
    const DisplayParams display = app.preferences().display;
    SUBCASE("of the run as it stands") {}
    SUBCASE("of another run since") {
        window.driver.press(GLFW_KEY_R);
        window.driver.press('2');
        window.driver.steps(3);
        REQUIRE_FALSE(same_bits(window.driver.picture(), picture));
    }
    window.driver.drop(file);
    until_restored(window);
    CHECK(app.status().step == 12);
    CHECK(app.settings().preset == preset);
    CHECK(app.preferences().display == display);
    CHECK_FALSE(app.running());
    CHECK(same_bits(window.driver.picture(), picture));
    // And the next still of it is the same file.
    const fs::path again = window.taken();
    CHECK(same_bits(read_image(again.string()), read_image(file.string())));
}

TEST_CASE("The bar of a capture that was made again opens the file itself as the picture") {
    StillWindow window;
    const fs::path file = window.taken();
    window.driver.drop(file);
    until_restored(window);
    window.driver.click(window.driver.place("capture.open"));
    REQUIRE(window.driver.until([&] { return window.app().status().source_name == file.string(); }));
    CHECK_FALSE(window.app().captures().offer);
}

TEST_CASE("A capture that is opened asks before it is made again") {
    StillWindow window;
    const fs::path file = window.taken();
    const Image picture = window.driver.picture();
    window.app().open_path(file);
    REQUIRE(window.driver.until([&] { return window.app().captures().offer.has_value(); }));
    REQUIRE(window.driver.until([&] { return window.app().status().source_name == file.string(); }));
    window.driver.frames(3);
    window.driver.click(window.driver.place("capture.restore"));
    until_restored(window);
    CHECK(window.app().status().step == 7);
    CHECK(same_bits(window.driver.picture(), picture));
}

TEST_CASE("A capture whose source is gone says so, and opens as a picture") {
    StillWindow window;
    const fs::path file = window.taken();
    fs::remove(window.sandbox.path("star picture.pfm"));
    window.driver.drop(file);
    REQUIRE(window.driver.until([&] { return window.app().captures().offer.has_value(); }));
    window.driver.frames(3);
    const auto& shown = window.app().messages().shown();
    const bool told = std::ranges::any_of(shown, [](const Messages::Message& message) {
        return message.text.starts_with(
            "star picture.pfm: what star picture 7.png was made from is missing; ");
    });
    CHECK(told);
    window.driver.click(window.driver.place("capture.open"));
    REQUIRE(window.driver.until([&] { return window.app().status().source_name == file.string(); }));
}

TEST_CASE("The source is found beside the capture, and another file of its name is told") {
    StillWindow window;
    const fs::path file = window.taken();
    const Image picture = window.driver.picture();
    const fs::path source = window.sandbox.path("star picture.pfm");
    SUBCASE("the same") {
        fs::rename(source, window.folder / "star picture.pfm");
        window.driver.drop(file);
        until_restored(window);
        CHECK(same_bits(window.driver.picture(), picture));
    }
    SUBCASE("another") {
        fs::remove(source);
        fs::rename(window.sandbox.picture("other.pfm", {96, 64}), source);
        Image other({96, 64}, 3);
        write_image(other, source.string());
        window.driver.drop(file);
        until_restored(window);
        CHECK_FALSE(same_bits(window.driver.picture(), picture));
        const auto& shown = window.app().messages().shown();
        const bool told = std::ranges::any_of(shown, [](const Messages::Message& message) {
            return message.text.find("is another file than then") != std::string::npos;
        });
        CHECK(told);
    }
}

TEST_CASE("A fractal's still, dropped, is the same picture in its own size, with the place looked at") {
    StillWindow window;
    Application& app = window.app();
    window.driver.press('6');
    window.driver.press('5');
    REQUIRE(window.driver.until([&] { return app.status().fractal.active; }));
    window.driver.settle();
    const fs::path file = window.taken();
    const Size size = read_image(file.string()).size();
    const Image picture = window.driver.picture();
    const FractalPlace place = app.explorer().now();
    window.driver.press('6');
    window.driver.resize(1100, 700);
    window.driver.drop(file);
    until_restored(window);
    CHECK(app.settings().preset.source == Source::fractal);
    CHECK(app.explorer().now() == place);
    CHECK(app.canvas() == size);
    CHECK(same_bits(window.driver.picture(), picture));
}

TEST_CASE("A still of the window, dropped, makes what it shows again") {
    StillWindow window;
    const fs::path file = window.taken(GLFW_MOD_SHIFT);
    const Image picture = window.driver.picture();
    window.driver.press(GLFW_KEY_R);
    window.driver.drop(file);
    until_restored(window);
    CHECK(same_bits(window.driver.picture(), picture));
}
