#include "ui/kernel_panel.h"

#include <doctest/doctest.h>

#include <cmath>

#include "model/kernel_edit.h"
#include "model/kernels.h"
#include "ui/kernel_grid.h"
#include "ui/kernel_panel_arithmetic.h"
#include "ui/kernel_panel_facts.h"
#include "ui/panel_host.h"

using namespace droplet;
using droplet::test::named;
using droplet::test::rows;

namespace {

/// The panel over settings, as the window has them.
struct Bench {
    ConvolutionParams params;
    Kernel custom;
    Operator learned = start_operator(StartOperator::laplace, 3, 0);
    int channels = 3;
    Messages messages;
    KernelPanelResult last;  ///< of all frames
    int changes = 0;
    test::PanelHost host;

    explicit Bench(KernelName name, Kernel own = {})
        : params{.kernel = name}, custom(std::move(own)), host([this] { draw(); }) {
        host.frames(10);
    }

    void draw() {
        const KernelPanelResult result = kernel_panel(params, custom, learned, channels, messages);
        changes += result.changed;
        last.load |= result.load;
        last.save |= result.save;
        if (result.to_operator) last.to_operator = result.to_operator;
    }
    Kernel kernel() const { return kernel_of(params, custom); }
    /// Long enough for a click not to be taken for the second of two.
    void rest() { host.frames(40); }
    void click(const char* key) {
        rest();
        host.click(key);
    }
    void chord(ImGuiKey key) {
        ImGui::GetIO().KeyCtrl = true;
        host.press(key);
        ImGui::GetIO().KeyCtrl = false;
        host.frames(1);
    }
    std::string error() const { return messages.shown().empty() ? "" : messages.shown().back().text; }
};

bool all_finite() {
    const ImDrawData& drawn = *ImGui::GetDrawData();
    for (int l = 0; l < drawn.CmdListsCount; ++l)
        for (const ImDrawVert& v : drawn.CmdLists[l]->VtxBuffer)
            if (!std::isfinite(v.pos.x) || !std::isfinite(v.pos.y)) return false;
    return true;
}

}  // namespace

TEST_CASE("A dragged weight stands on whole steps of a hundredth of the range, and never leaves the bounds") {
    CHECK(dragged_weight(0.1234, 1, false) == 0.12f);
    CHECK(dragged_weight(0.1234, 1, true) == 0.123f);
    CHECK(dragged_weight(-0.004, 1, false) == 0);
    CHECK_FALSE(std::signbit(dragged_weight(-0.004, 1, false)));
    CHECK(dragged_weight(7e9, 1e6f, false) == largest_kernel_weight);
}

TEST_CASE("2 identity − box is the kernel that sharpens; a product is refused where it is too large") {
    const KernelExpression sharpen;
    const Kernel identity = operand_kernel(sharpen.first, {}, {}, {}),
                 box = operand_kernel(sharpen.second, {}, {}, {});
    CHECK(value_of(sharpen, identity, box).kernel == named(KernelName::sharpen));
    KernelExpression product;
    product.product = true;
    CHECK(value_of(product, box, box).kernel == convolved(box, box));
    const ExpressionValue large = value_of(product, Kernel(20, 3), Kernel(13, 3));
    CHECK(large.why_not == "A ∗ B would be 32x5; kernels are at most 31x31.");
    CHECK(large.kernel.empty());
    KernelExpression broken;
    broken.a = "1/0";
    CHECK(value_of(broken, identity, box).why_not.starts_with("a: '1/0' divides by zero"));
    broken.a = "1e6";
    broken.b = "1e6";
    CHECK(value_of(broken, identity, identity).why_not == "A weight would be beyond ±1000000.");
    CHECK(value_of(product, identity, {}).why_not == "No kernel was kept yet.");
}

TEST_CASE("Sums and ranks are told in sentences, of rank 1 with the column and the row") {
    CHECK(sum_sentence(0) == "Sum 0: flat areas become 0, whatever their brightness.");
    CHECK(sum_sentence(1 + 1e-7) == "Sum 1: flat areas keep their brightness.");
    CHECK(sum_sentence(-4) == "Sum −4: flat areas are multiplied by it.");
    CHECK(rank_sentence(math::factors_of(named(KernelName::sobel_x)))
              .ends_with("column  1  2  1\nrow  −1  0  1"));
    CHECK(rank_sentence(math::factors_of(named(KernelName::gaussian_5x5)))
              .ends_with("column  1  4  6  4  1\nrow  1/256  1/64  3/128  1/64  1/256"));
    CHECK(rank_sentence(math::factors_of(named(KernelName::sharpen))).starts_with("Rank 2: "));
    CHECK(rank_sentence(math::factors_of(Kernel(3, 2))) == "Rank 0: all weights are 0.");
}

TEST_CASE("What is known of a kernel is found anew only for another kernel") {
    KernelFacts facts;
    facts.look_at(named(KernelName::sobel_x));
    CHECK(facts.sum() == 0);
    CHECK(facts.labels()[3] == "−2");
    const float* const gain = facts.spectrum().gain.data();
    facts.look_at(named(KernelName::sobel_x));
    CHECK(facts.spectrum().gain.data() == gain);
    facts.look_at(Kernel(31, 31));
    CHECK(facts.labels().empty());
    CHECK(facts.spectrum().side == 65);
}

TEST_CASE("A named kernel whose cell is dragged becomes the custom one, and follows until it is let go") {
    Bench bench(KernelName::box);
    const ImVec2 cell = test::PanelHost::at("kernel.cell.4");
    bench.host.move_to(cell);
    bench.host.button(0, true);
    CHECK(bench.changes == 0);  // a click is no drag
    bench.host.move_to({cell.x + 20, cell.y});
    CHECK(bench.params.kernel == KernelName::custom);
    CHECK(bench.changes == 1);
    Kernel expected = named(KernelName::box);
    CHECK(bench.custom.at(1, 1) == doctest::Approx(0.11f + 20 * 0.01f * 0.2f).epsilon(0.02));
    expected.at(1, 1) = bench.custom.at(1, 1);
    CHECK(bench.custom == expected);  // the others stay
    ImGui::GetIO().KeyShift = true;
    const float before = bench.custom.at(1, 1);
    bench.host.move_to({cell.x + 30, cell.y});
    ImGui::GetIO().KeyShift = false;
    CHECK(bench.custom.at(1, 1) == doctest::Approx(before + 10 * 0.001f * 0.2f).epsilon(0.01));
    bench.host.button(0, false);
    const int changes = bench.changes;
    bench.host.frames(5);
    CHECK(bench.changes == changes);
}

TEST_CASE("A double-clicked cell takes a fraction; what is no number is refused in a line") {
    Bench bench(KernelName::identity);
    const auto type = [&](const std::string& text) {
        bench.click("kernel.cell.0");
        bench.host.click("kernel.cell.0");
        bench.host.frames(3);
        bench.host.type(text);
        bench.host.press(ImGuiKey_Enter);
        bench.host.frames(3);
    };
    type("-3/16");
    CHECK(bench.kernel().at(0, 0) == -3.0f / 16);
    CHECK(bench.kernel().at(1, 1) == 1);
    type("1/0");
    CHECK(bench.kernel().at(0, 0) == -3.0f / 16);
    CHECK(bench.error().starts_with("kernel: '1/0' divides by zero; valid: "));
    bench.click("kernel.cell.0");
    bench.host.click("kernel.cell.0");
    bench.host.frames(3);
    CHECK(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
    bench.host.type("5");
    bench.host.press(ImGuiKey_Escape);
    bench.host.frames(3);
    CHECK_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
    CHECK(bench.kernel().at(0, 0) == -3.0f / 16);
}

TEST_CASE("Cells are reached by the arrow keys, typed into after Enter, and set to 0 by Delete") {
    Bench bench(KernelName::sobel_x);
    bench.host.click("kernel.cell.4");
    bench.rest();
    bench.host.move_to({-1, -1});
    bench.host.press(ImGuiKey_DownArrow);
    bench.host.frames(2);
    bench.host.press(ImGuiKey_Enter);
    bench.host.frames(3);
    bench.host.type("1/9");
    bench.host.press(ImGuiKey_Enter);
    bench.host.frames(3);
    CHECK(bench.kernel().at(2, 1) == 1.0f / 9);
    bench.host.press(ImGuiKey_RightArrow);
    bench.host.frames(2);
    bench.host.press(ImGuiKey_Delete);
    CHECK(bench.kernel().at(2, 2) == 0);
    CHECK(bench.changes == 2);
}

TEST_CASE("A matrix is pasted by the button or Ctrl+V in the grid, and copied as text that says the same") {
    Bench bench(KernelName::box);
    ImGui::SetClipboardText("[[1, 2, 1], [0, 0, 0], [-1, -2, -1], [1/9, 0, 0]]");
    bench.click("kernel.paste");
    CHECK(bench.kernel() == rows("1 2 1; 0 0 0; -1 -2 -1; 1/9 0 0"));
    ImGui::SetClipboardText("4 5\n6 7");
    bench.rest();
    bench.chord(ImGuiKey_V);  // nothing of the grid is chosen
    CHECK(bench.kernel().size() == Size{3, 4});
    bench.host.click("kernel.cell.1");
    bench.chord(ImGuiKey_V);
    CHECK(bench.kernel() == rows("4 5; 6 7"));
    bench.host.click("kernel.cell.1");
    bench.chord(ImGuiKey_C);
    CHECK(std::string(ImGui::GetClipboardText()) == "4 5\n6 7\n");
    ImGui::SetClipboardText("1 2\n3");
    bench.click("kernel.paste");
    CHECK(bench.kernel() == rows("4 5; 6 7"));
    CHECK(bench.error() == "clipboard: line 2 has 1 number; valid: 2, as line 1");
}

TEST_CASE("The buttons transform the kernel, and what cannot be done is greyed") {
    Bench bench(KernelName::custom, rows("1 2 3; 4 5 6"));
    bench.click("kernel.transpose");
    CHECK(bench.kernel() == rows("1 4; 2 5; 3 6"));
    bench.click("kernel.rotate");
    CHECK(bench.kernel() == rows("4 5 6; 1 2 3"));
    bench.click("kernel.flip-x");
    CHECK(bench.kernel() == rows("6 5 4; 3 2 1"));
    bench.click("kernel.flip-y");
    CHECK(bench.kernel() == rows("3 2 1; 6 5 4"));
    bench.click("kernel.negate");
    CHECK(bench.kernel() == rows("-3 -2 -1; -6 -5 -4"));
    bench.click("kernel.normalize");
    CHECK(kernel_sum(bench.kernel()) == doctest::Approx(1));
    bench.custom = named(KernelName::sobel_y);
    bench.click("kernel.normalize");
    CHECK(bench.kernel() == named(KernelName::sobel_y));
    bench.click("kernel.scale");
    bench.host.frames(3);
    bench.host.type("1/8");
    bench.host.press(ImGuiKey_Enter);
    bench.host.frames(3);
    CHECK(bench.kernel() == scaled(named(KernelName::sobel_y), 0.125));
}

TEST_CASE("Width and height change by their steps and by a number typed, around the anchor") {
    Bench bench(KernelName::sobel_x);
    const auto width = place_of("kernel.width");
    REQUIRE(width.has_value());
    bench.host.move_to({width->max.x - 8, (width->min.y + width->max.y) / 2});  // its plus
    bench.host.button(0, true);
    bench.host.button(0, false);
    bench.host.frames(2);
    CHECK(bench.kernel() == resized(named(KernelName::sobel_x), {4, 3}));
    bench.rest();
    const auto height = place_of("kernel.height");
    const ImVec2 field{height->min.x + 10, (height->min.y + height->max.y) / 2};
    for (int click = 0; click < 2; ++click) {
        bench.host.move_to(field);
        bench.host.button(0, true);
        bench.host.button(0, false);
    }
    bench.host.type("12");
    CHECK(bench.kernel().height == 3);
    bench.host.press(ImGuiKey_Enter);
    bench.host.frames(2);
    CHECK(bench.kernel() == resized(named(KernelName::sobel_x), {4, 12}));
}

TEST_CASE("A kernel goes to the operator and comes from it, where it is 3x3") {
    Bench bench(KernelName::sobel_x);
    bench.click("kernel.to-operator");
    REQUIRE(bench.last.to_operator.has_value());
    CHECK(*bench.last.to_operator == operator_of(named(KernelName::sobel_x), 3));
    bench.click("kernel.from-operator");
    CHECK(bench.kernel() == kernel_of(bench.learned));
    bench.last = {};
    bench.custom = Kernel(5, 5);
    bench.click("kernel.to-operator");
    CHECK_FALSE(bench.last.to_operator.has_value());
    bench.learned = {};
    bench.click("kernel.from-operator");
    CHECK(bench.kernel() == Kernel(5, 5));
}

TEST_CASE("The lesson's expression is applied by one click, a kernel is kept as B, and files are asked for") {
    Bench bench(KernelName::box);
    bench.click("kernel.apply");
    CHECK(bench.params.kernel == KernelName::custom);
    CHECK(bench.kernel() == named(KernelName::sharpen));
    bench.click("kernel.keep");
    bench.click("kernel.apply");
    Kernel expected = combined(2, named(KernelName::identity), -1, named(KernelName::sharpen));
    CHECK(bench.kernel() == expected);
    CHECK_FALSE(bench.last.load);
    bench.click("kernel.open");
    CHECK(bench.last.load);
    CHECK_FALSE(bench.last.save);
    bench.click("kernel.save");
    CHECK(bench.last.save);
}

TEST_CASE("A named kernel is chosen from the list; custom begins as what was there") {
    Bench bench(KernelName::sobel_x);
    bench.click("kernel");
    bench.host.frames(3);
    bench.host.click("kernel.gaussian");
    CHECK(bench.params.kernel == KernelName::gaussian);
    CHECK(place_of("kernel-sigma").has_value());
    bench.click("kernel");
    bench.host.frames(3);
    bench.host.click("kernel.custom");
    CHECK(bench.params.kernel == KernelName::custom);
    CHECK(bench.kernel() == named(KernelName::gaussian));
}

TEST_CASE("Kernels of all sizes, of zeros, and none at all are drawn without harm") {
    for (const Size size : {Size{1, 1}, Size{31, 31}, Size{1, 31}, Size{31, 1}, Size{4, 6}, Size{10, 17}}) {
        Kernel kernel(size.width, size.height);
        Bench zeros(KernelName::custom, kernel);
        CHECK(all_finite());
        kernel.weights.back() = -1e-6f;
        kernel.weights.front() = 1e6f;
        zeros.custom = kernel;
        zeros.host.frames(2);
        zeros.host.move_to(test::PanelHost::at("kernel.response"));
        zeros.host.move_to(test::PanelHost::at("kernel.rank"));
        zeros.host.move_to(test::PanelHost::at("kernel.cell.0"));
        CHECK(all_finite());
        CHECK(zeros.changes == 0);
    }
    Bench none(KernelName::custom);
    CHECK(all_finite());
    ImGui::SetClipboardText("1");
    none.click("kernel.paste");
    CHECK(none.kernel() == rows("1"));
}
