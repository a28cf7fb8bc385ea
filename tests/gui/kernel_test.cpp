// The kernel lab's editor in the window: what is done to a kernel is seen in the picture.
#include <fstream>

#include "gui/paused.h"
#include "media/kernel_file.h"
#include "media/operator_file.h"
#include "model/kernel_edit.h"
#include "model/kernel_text.h"

using namespace droplet;
using droplet::test::difference;
using droplet::test::Paused;

namespace {

struct Lab : Paused {
    Lab() : Paused({96, 64}, 1280, 1180) {
        driver.press(GLFW_KEY_3);
        driver.settle();
        REQUIRE(preset().process == Process::convolve);
    }
    const Preset& preset() { return app().settings().preset; }
    Kernel kernel() { return kernel_of(preset().convolution, preset().custom_kernel); }
    void click(const std::string& key) {
        driver.click(driver.place(key));
        driver.settle();
    }
    void choose(const std::string& name) {
        click("kernel");
        driver.frames(3);
        click("kernel." + name);
    }
    Image shown() { return driver.picture(Content::result); }
};

Kernel named(KernelName name) {
    ConvolutionParams params;
    params.kernel = name;
    return kernel_of(params, {});
}

void write_text(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("A dragged weight changes the picture that is shown, and one undo takes the whole drag back") {
    Lab lab;
    lab.choose("identity");
    const Image before = lab.shown();
    CHECK(difference(before, lab.driver.picture(Content::original)) == 0);
    const ImVec2 cell = lab.driver.place("kernel.cell.4");
    lab.driver.drag(cell, {cell.x + 40, cell.y});
    lab.driver.settle();
    CHECK(lab.preset().convolution.kernel == KernelName::custom);
    const float weight = lab.kernel().at(1, 1);
    CHECK(weight > 1.1f);
    CHECK(difference(lab.shown(), before) > 0.05);
    lab.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    lab.driver.settle();
    CHECK(lab.preset().convolution.kernel == KernelName::identity);
    CHECK(difference(lab.shown(), before) == 0);
    lab.driver.press(GLFW_KEY_Y, GLFW_MOD_CONTROL);
    lab.driver.settle();
    CHECK(lab.kernel().at(1, 1) == weight);
}

TEST_CASE("2 identity − box, applied by one click, is the kernel that sharpens, and shows the same") {
    Lab lab;
    lab.choose("sharpen");
    const Image sharpened = lab.shown();
    lab.choose("box");
    CHECK(difference(lab.shown(), sharpened) > 0);
    lab.click("kernel.apply");
    CHECK(lab.preset().convolution.kernel == KernelName::custom);
    CHECK(lab.kernel() == named(KernelName::sharpen));
    CHECK(difference(lab.shown(), sharpened) == 0);
}

TEST_CASE("A matrix is pasted from the clipboard; a broken one is told and changes nothing") {
    Lab lab;
    ImGui::SetClipboardText("[[0, 1/4], [1/4, 1/2]]");
    lab.click("kernel.paste");
    CHECK(lab.kernel() == parse_kernel("0 1/4; 1/4 1/2", "k"));
    ImGui::SetClipboardText("1 2\n3 four");
    lab.click("kernel.paste");
    CHECK(lab.kernel().size() == Size{2, 2});
    REQUIRE_FALSE(lab.app().messages().shown().empty());
    CHECK(lab.app().messages().shown().back().text.starts_with(
        "clipboard: line 2, column 3: 'four' is not a number"));
}

TEST_CASE(
    "A kernel file that is dropped is used, a broken one told; an operator file still starts learning") {
    Lab lab;
    lab.driver.press(GLFW_KEY_1);
    const auto file = lab.sandbox.path("edge.txt");
    write_text(file, "# the lesson's\n-1 -1 -1\n-1 8 -1\n-1 -1 -1\n");
    lab.driver.drop(file);
    lab.driver.settle();
    CHECK(lab.preset().process == Process::convolve);
    CHECK(lab.kernel() == named(KernelName::edge));
    const auto broken = lab.sandbox.path("broken.csv");
    write_text(broken, "1,2\n3\n");
    lab.driver.drop(broken);
    lab.driver.settle();
    CHECK(lab.kernel() == named(KernelName::edge));
    CHECK(lab.app().messages().shown().back().text ==
          broken.string() + ": line 2 has 1 number; valid: 2, as line 1");
    const auto learned = lab.sandbox.path("w.json");
    write_operator(operator_of(named(KernelName::sobel_x), 3), learned.string());
    lab.driver.drop(learned);
    lab.driver.settle();
    CHECK(lab.preset().process == Process::learn);
    CHECK(lab.app().status().learning.current == operator_of(named(KernelName::sobel_x), 3));
    CHECK(lab.kernel() == named(KernelName::edge));
}

TEST_CASE("A kernel is saved and opened again by the buttons and the file browser") {
    test::Sandbox sandbox;
    Preferences preferences = test::sized(1280, 1180);
    preferences.preset.process = Process::convolve;
    preferences.preset.convolution.kernel = KernelName::motion_blur;
    preferences.preset.convolution.kernel_size = 9;
    preferences.preset.convolution.kernel_angle = 30;
    preferences.last_folder = sandbox.path("").string();
    sandbox.keep(preferences);
    test::Driver driver(test::opened(sandbox.picture("picture.pfm", {96, 64})));
    driver.settle();
    const auto file = sandbox.path("kernel.json");
    const Kernel kernel = kernel_of(preferences.preset.convolution, {});
    driver.click(driver.place("kernel.save"));
    driver.frames(5);
    driver.press(GLFW_KEY_ENTER);
    REQUIRE(driver.until([&] { return std::filesystem::exists(file); }));
    CHECK(read_kernel(file.string()) == kernel);
    driver.click(driver.place("kernel.open"));
    driver.frames(5);
    driver.type("kernel");
    driver.frames(5);
    driver.press(GLFW_KEY_ENTER);
    CHECK(driver.until(
        [&] { return driver.app().settings().preset.convolution.kernel == KernelName::custom; }));
    CHECK(driver.app().settings().preset.custom_kernel == kernel);
}

TEST_CASE("A kernel sent to the operator is what learning starts from, and can be taken back") {
    Lab lab;
    lab.choose("laplace");
    lab.click("kernel.to-operator");
    CHECK(lab.preset().learning.start == StartOperator::custom);
    CHECK(lab.preset().custom_operator == operator_of(named(KernelName::laplace), 3));
    CHECK(lab.app().status().learning.current == operator_of(named(KernelName::laplace), 3));
    lab.choose("box");
    lab.click("kernel.from-operator");
    CHECK(lab.kernel() == named(KernelName::laplace));
}
