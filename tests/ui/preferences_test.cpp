#include "ui/preferences.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "media/xdg.h"
#include "model/error.h"
#include "ui/temporary_folder.h"

using namespace droplet;
namespace fs = std::filesystem;

namespace {

Preferences unusual() {
    Preferences p;
    p.preset.process = Process::none;
    p.preset.diffusion = {0.1f + 0.2f, 1.0f / 7.0f, Conductance::weickert, Coupling::vector};
    p.pace = {Pace::time_budget, 17, 33.3f};
    p.interface = {Theme::light, 1.75f, false, false, false};
    p.work = {true, 0.15f, 77};
    p.brush = {BrushTool::noise, 17, 0.1f, 0.9f, 0.2f, 0.3f, 0.4f};
    p.look = {
        false, false, NumberFormat::floats, HistogramAxis::logarithmic, HistogramRange::unit, false, true,
        true,  false};
    p.preset.learning.momentum = 1.0f / 3;
    p.preset.custom_operator = start_operator(StartOperator::random, 3, 5);
    p.window = {true, -1280, 40, 1001, 777, true};
    p.last_folder = "/tmp/a \"quoted\" folder/äöü";
    p.recent_files = {"/tmp/one.png", "/tmp/two\n.jpg"};
    p.film.format = FilmFormat::webm;
    p.film.content = FilmContent::view;
    p.film.clock = FilmClock::steps;
    p.film.every = 7;
    p.film.fps = 23.5f;
    p.film.size = FilmSize::fixed;
    p.film.width = 854;
    p.film.odd_size = OddSize::scale;
    p.film.performance = false;
    p.still = {StillContent::values, StillFormat::jpeg, 71, false};
    p.captures = {"~/films ∇", "{step} {source}"};
    return p;
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    return files;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("preferences that were saved are read back bit by bit, and nothing else is left in the folder") {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "new" / "droplet" / "settings.json";
    save_preferences(unusual(), file);
    const LoadedPreferences loaded = load_preferences(file);
    CHECK(loaded.messages.empty());
    CHECK(loaded.preferences == unusual());
    CHECK(files_in(file.parent_path()) == std::vector{file});
}

TEST_CASE("without a settings file the defaults are used and nothing is said") {
    const TemporaryFolder folder;
    const LoadedPreferences loaded = load_preferences(folder.path() / "settings.json");
    CHECK(loaded.messages.empty());
    CHECK(loaded.preferences == Preferences{});
}

TEST_CASE("a broken settings file is set aside whole, named, and the defaults are used") {
    const char* const broken[] = {"", "{\"diffusion\": {\"k\": 0.5", "[1, 2]", "\xff\xfe", "{} trailing"};
    for (const char* text : broken) {
        CAPTURE(text);
        const TemporaryFolder folder;
        const fs::path file = folder.write("settings.json", text);
        const LoadedPreferences loaded = load_preferences(file);
        CHECK(loaded.preferences == Preferences{});
        REQUIRE(loaded.messages.size() == 1);
        CHECK(!fs::exists(file));
        const auto left = files_in(folder.path());
        REQUIRE(left.size() == 1);
        CHECK(left.front().filename().string().starts_with("settings.json.broken-"));
        CHECK(file_text(left.front()) == text);
        CHECK(contains(loaded.messages.front(), file.string()));
        CHECK(contains(loaded.messages.front(), left.front().filename().string()));
    }
}

TEST_CASE("a second broken file of the day does not replace the first that was set aside") {
    const TemporaryFolder folder;
    for (const char* text : {"first", "second", "third"})
        load_preferences(folder.write("settings.json", text));
    CHECK(files_in(folder.path()).size() == 3);
}

TEST_CASE("a value that is not valid keeps its default, is named with its limits, and spoils no other key") {
    const TemporaryFolder folder;
    const fs::path file = folder.write("settings.json", R"({
        "process": "melt",
        "diffusion": {"k": -1, "rate": 0.25, "conductance": "tukey", "coupling": 3},
        "pace": {"steps-per-frame": 1e99, "budget-ms": 20},
        "window": {"width": 4, "height": 600, "maximised": "yes"},
        "interface": [],
        "last-folder": "relative/path",
        "recent-files": ["/tmp/kept.png", 7],
        "still": {"still-quality": 0, "still-format": "jpeg"},
        "capture-folder": "relative/path",
        "capture-name": "{stop}"
    })");
    const LoadedPreferences loaded = load_preferences(file);
    const Preferences standard;
    const Preferences& p = loaded.preferences;
    CHECK(p.preset.process == standard.preset.process);
    CHECK(p.preset.diffusion == DiffusionParams{standard.preset.diffusion.k, 0.25f, Conductance::tukey,
                                                standard.preset.diffusion.coupling});
    CHECK(p.pace == PaceParams{standard.pace.pace, standard.pace.steps_per_frame, 20.0f});
    CHECK(p.window.width == standard.window.width);
    CHECK(p.window.height == 600);
    CHECK(p.window.maximised == standard.window.maximised);
    CHECK(p.interface == standard.interface);
    CHECK(p.last_folder.empty());
    CHECK(p.recent_files == std::vector<fs::path>{"/tmp/kept.png"});
    CHECK(fs::exists(file));
    const char* const named[] = {
        "process",      "diffusion.k",      "diffusion.coupling", "pace.steps-per-frame",
        "window.width", "window.maximised", "interface",          "last-folder",
        "recent-files", "capture-folder",   "still.still-quality"};
    CHECK(p.still == StillParams{.format = StillFormat::jpeg});
    CHECK(p.captures == CapturePlace{});
    CHECK(loaded.messages.back() == file.string() + ": capture-name: {stop} is no field; nearest: step");
    CHECK(loaded.messages.size() == std::size(named) + 1);
    for (const char* key : named) {
        CAPTURE(key);
        CHECK(std::any_of(loaded.messages.begin(), loaded.messages.end(), [&](const std::string& message) {
            return contains(message, key) && contains(message, "valid: ") && contains(message, file.string());
        }));
    }
}

TEST_CASE("an unknown key is named with the nearest one that is known, and the others are read") {
    const TemporaryFolder folder;
    const fs::path file =
        folder.write("settings.json", R"({"diffusion": {"rat": 0.1, "k": 0.5}, "difusion": {}})");
    const LoadedPreferences loaded = load_preferences(file);
    CHECK(loaded.preferences.preset.diffusion.k == 0.5f);
    REQUIRE(loaded.messages.size() == 2);
    CHECK(contains(loaded.messages[0], "rate"));
    CHECK(contains(loaded.messages[1], "diffusion"));
}

TEST_CASE("preferences that cannot be written throw, and the old file stands") {
    const TemporaryFolder folder;
    const fs::path blocked = folder.write("droplet", "a file where the folder should be");
    CHECK_THROWS_AS(save_preferences(unusual(), blocked / "settings.json"), Error);
    CHECK(file_text(blocked) == "a file where the folder should be");
}

TEST_CASE("paths that are no UTF-8 are left out and do not keep the rest from being saved") {
    const TemporaryFolder folder;
    Preferences p = unusual();
    p.last_folder = "/tmp/\xff";
    p.recent_files = {"/tmp/\xe4.png", "/tmp/kept.png"};
    save_preferences(p, folder.path() / "settings.json");
    const LoadedPreferences loaded = load_preferences(folder.path() / "settings.json");
    CHECK(loaded.messages.empty());
    p.last_folder.clear();
    p.recent_files = {"/tmp/kept.png"};
    CHECK(loaded.preferences == p);
}

TEST_CASE("recent files are newest first, each once, and bounded") {
    Preferences p;
    for (int i = 0; i < 30; ++i) p.add_recent_file(fs::path("/") / std::to_string(i));
    CHECK(p.recent_files.size() == Preferences::max_recent_files);
    CHECK(p.recent_files.front() == "/29");
    p.add_recent_file("/25");
    CHECK(p.recent_files.size() == Preferences::max_recent_files);
    CHECK(p.recent_files.front() == "/25");
    CHECK(std::count(p.recent_files.begin(), p.recent_files.end(), fs::path("/25")) == 1);
}

TEST_CASE("settings stand in XDG_CONFIG_HOME when it is absolute, else below ~/.config") {
    const ScopedVariable home("HOME", "/home/someone");
    {
        const ScopedVariable config("XDG_CONFIG_HOME", "/elsewhere");
        CHECK(preferences_file() == "/elsewhere/droplet/settings.json");
    }
    for (const std::optional<std::string>& unusable : {std::optional<std::string>(), {""}, {"relative"}}) {
        const ScopedVariable config("XDG_CONFIG_HOME", unusable);
        CHECK(preferences_file() == "/home/someone/.config/droplet/settings.json");
    }
}

TEST_CASE("the pictures folder is the one user-dirs.dirs names, else ~/Pictures, else none") {
    const TemporaryFolder folder;
    const ScopedVariable home("HOME", folder.path().string());
    const ScopedVariable config("XDG_CONFIG_HOME", std::nullopt);
    CHECK(pictures_folder().empty());
    fs::create_directory(folder.path() / "Pictures");
    CHECK(pictures_folder() == folder.path() / "Pictures");
    folder.write(".config/user-dirs.dirs", "# made by xdg-user-dirs\nXDG_PICTURES_DIR=\"$HOME/Bilder\"\n");
    CHECK(pictures_folder().empty());
    fs::create_directory(folder.path() / "Bilder");
    CHECK(pictures_folder() == folder.path() / "Bilder");
}

TEST_CASE("without HOME there is a home folder all the same") {
    const ScopedVariable home("HOME", std::nullopt);
    CHECK(home_folder().is_absolute());
}
