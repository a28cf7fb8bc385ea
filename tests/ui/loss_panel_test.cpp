#include "ui/loss_panel.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "ui/loss_panel_series.h"
#include "ui/panel_host.h"
#include "ui/temporary_folder.h"

using namespace droplet;

namespace {

std::vector<LossRecord> losses(std::int64_t first, std::int64_t last) {
    std::vector<LossRecord> records;
    for (std::int64_t s = first; s <= last; ++s)
        records.push_back({s, 1.0 / static_cast<double>(s), 0.1 * static_cast<double>(s), 2.5, 2e-6f});
    return records;
}

std::string csv_of(const LossPanel& panel) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "loss.csv";
    panel.write_csv(path);
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::int64_t lines_of(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

}  // namespace

TEST_CASE("A series keeps the newest records, and those of a run that went back replace what was later") {
    StepSeries<LossRecord> series;
    for (const LossRecord& r : losses(1, 100)) series.add(r);
    series.add({.step = 50});
    CHECK(series.size() == 50);
    CHECK(series.last_step() == 50);
    series.go_back_to(10);
    CHECK(series.last_step() == 10);
    for (const LossRecord& r : losses(11, 11 + static_cast<std::int64_t>(StepSeries<LossRecord>::most)))
        series.add(r);
    CHECK(series.size() == StepSeries<LossRecord>::most);
    CHECK(series.first_step() == 12);
}

TEST_CASE("The nearest record is found between steps and beyond the ends") {
    StepSeries<LossRecord> series;
    CHECK(series.nearest(3) == nullptr);
    for (const std::int64_t s : {10, 20, 40}) series.add({.step = s});
    CHECK(series.nearest(-5)->step == 10);
    CHECK(series.nearest(14)->step == 10);
    CHECK(series.nearest(16)->step == 20);
    CHECK(series.nearest(31)->step == 40);
    CHECK(series.nearest(1e9)->step == 40);
    CHECK(series.from(11) == 1);
}

TEST_CASE("The extent is that of the curves shown, and tells when a logarithm has no room for a value") {
    StepSeries<LossRecord> series;
    series.add({1, 4.0, -2.0, 0.0, 0});
    series.add({2, 9.0, std::nan(""), 0.0, 0});
    const LossExtent all = loss_extent(series, 0, {true, true, true, false});
    CHECK(all.negative);
    CHECK(all.low == -2);
    CHECK(all.high == 9);
    CHECK(all.least_positive == 4);
    CHECK_FALSE(loss_extent(series, 0, {true, false, true, false}).negative);
    CHECK_FALSE(loss_extent(series, 0, {false, false, false, false}).known);
    CHECK_FALSE(loss_extent(series, 0, {false, false, true, false}).positive);
}

TEST_CASE("The table has a row for every loss kept, exact to the last digit") {
    LossPanel panel;
    CHECK(csv_of(panel) == "step,fidelity,edge,intensity,total,learning_rate\n");
    panel.add(losses(1, 3));
    const std::string text = csv_of(panel);
    CHECK(text.find("\n3,0.3333333333333333,") != std::string::npos);
    CHECK(lines_of(text) == 4);
    panel.go_back_to(1);
    CHECK(lines_of(csv_of(panel)) == 2);
    CHECK_THROWS(panel.write_csv("/nowhere/at/all.csv"));
}

TEST_CASE("Losses are collected while the plots are paused, and cleared by the button") {
    LossPanel panel;
    Messages messages;
    bool exports = false;
    test::PanelHost host([&] { exports |= panel.draw(messages); });
    host.click("loss.export");
    CHECK_FALSE(exports);  // nothing to write yet
    panel.add(losses(1, 500));
    panel.add(500, {{0.5, 0.1f, 0.9f}});
    host.frames(2);
    host.click("loss.pause");
    panel.add(losses(501, 600));
    host.click("loss.export");
    CHECK(exports);
    CHECK(lines_of(csv_of(panel)) == 601);
    host.click("loss.pause");
    host.click("loss.clear");
    CHECK(lines_of(csv_of(panel)) == 1);
}

TEST_CASE("The panel keeps its height whatever there is to show") {
    LossPanel panel;
    Messages messages;
    float bottom = 0;
    test::PanelHost host([&] {
        panel.draw(messages);
        bottom = ImGui::GetCursorScreenPos().y;
    });
    const float empty = bottom;
    panel.add(losses(1, 5000));
    panel.add(5000, {{0.5, 0.1f, 0.9f}, {0.4, 0, 1}, {0.3, 0, 1}});
    host.frames(2);
    CHECK(bottom == empty);
    for (const char* key : {"loss.fidelity", "loss.edge", "loss.intensity", "loss.total"}) host.click(key);
    CHECK(bottom == empty);
    for (const char* key :
         {"loss.total", "loss.span.all", "loss.axis.linear", "loss.span.200", "loss.pause"}) {
        host.click(key);
        CHECK(bottom == empty);
    }
}

TEST_CASE("Values that are no numbers, and losses below 0, are drawn without harm") {
    LossPanel panel;
    Messages messages;
    panel.add({{1, std::nan(""), -5e20, std::numeric_limits<double>::infinity(), 0},
               {2, -1, 1e-300, 0, 0},
               {3, 0, 0, 0, 0}});
    panel.add(1, {{std::nan(""), -std::numeric_limits<float>::infinity(),
                   std::numeric_limits<float>::quiet_NaN()}});
    test::PanelHost host([&] { panel.draw(messages); });
    for (const char* key : {"loss.axis.linear", "loss.axis.log"}) {
        host.click(key);
        host.move_to(test::PanelHost::at("loss.plot"));
        host.move_to(test::PanelHost::at("loss.pictures"));
        const ImDrawData& drawn = *ImGui::GetDrawData();
        for (int l = 0; l < drawn.CmdListsCount; ++l)
            for (const ImDrawVert& v : drawn.CmdLists[l]->VtxBuffer) {
                REQUIRE(std::isfinite(v.pos.x));
                REQUIRE(std::isfinite(v.pos.y));
            }
    }
}
