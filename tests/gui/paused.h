#pragma once
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <doctest/doctest.h>

#include <string>

#include "gui/driver.h"

namespace droplet::test {

inline LaunchOptions opened(const std::string& input) {
    LaunchOptions options;
    options.input = input;
    options.backend = BackendChoice::cpu;
    return options;
}

/// A window that is paused on the source.
struct Paused {
    Sandbox sandbox;
    Driver driver;

    explicit Paused(Size picture = {96, 64}, int width = 1280, int height = 720)
        : driver((sandbox.keep(sized(width, height)), opened(sandbox.picture("picture.pfm", picture)))) {
        driver.press(GLFW_KEY_SPACE);
        REQUIRE_FALSE(driver.app().running());
        driver.press(GLFW_KEY_R);
        driver.settle();
        REQUIRE(driver.app().status().step == 0);
    }
    Application& app() { return driver.app(); }
};

}  // namespace droplet::test
