#include "ui/loss_panel.h"

#include <imgui.h>

#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "media/loss_log.h"
#include "ui/loss_panel_view.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

struct LossPanel::Data {
    LossRun collected;
    std::optional<LossRun> paused;  ///< what is shown meanwhile
    LossView view;

    const LossRun& shown() const { return paused ? *paused : collected; }
};

namespace {

bool button(const char* key, const char* label, float width, bool enabled, const char* help) {
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::Button(label, {width, 0});
    ImGui::EndDisabled();
    record_place(key);
    tooltip(enabled ? help : "There are no losses yet.");
    return pressed;
}

}  // namespace

LossPanel::LossPanel() : data_(std::make_unique<Data>()) {}
LossPanel::~LossPanel() = default;

void LossPanel::add(const std::vector<LossRecord>& losses) {
    for (const LossRecord& record : losses) data_->collected.losses.add(record);
}

void LossPanel::add(std::int64_t step, const std::vector<ChannelStatistics>& statistics) {
    if (!statistics.empty()) data_->collected.pictures.add(picture_record(step, statistics));
}

void LossPanel::go_back_to(std::int64_t step) {
    data_->collected.losses.go_back_to(step);
    data_->collected.pictures.go_back_to(step);
}

bool LossPanel::draw(Messages&) {
    if (!begin_section("Loss")) return false;
    Data& data = *data_;
    data.view.draw_choices();
    data.view.draw_losses(data.shown(), data.paused.has_value());
    data.view.draw_legend();
    const bool any = !data.shown().losses.empty();
    const float gap = ImGui::GetStyle().ItemSpacing.x,
                width = std::floor((ImGui::GetContentRegionAvail().x - 2 * gap) * 0.3f);
    if (button("loss.pause", data.paused ? "Resume###pause" : "Pause###pause", width, any || data.paused,
               "Holds the plots still to look at them; losses are collected all the same.")) {
        if (data.paused)
            data.paused.reset();
        else
            data.paused = data.collected;
    }
    ImGui::SameLine();
    if (button("loss.clear", "Clear", width, any, "Forgets what was collected and begins anew.")) {
        data.collected = {};
        data.paused.reset();
    }
    ImGui::SameLine();
    const bool exports =
        button("loss.export", "Export CSV…", ImGui::GetContentRegionAvail().x, !data.collected.losses.empty(),
               "Writes every loss that is kept, 65,536 steps at most, as a table.");
    data.view.draw_pictures(data.shown());
    ImGui::Dummy({0, px(4)});
    return exports;
}

void LossPanel::write_csv(const std::filesystem::path& path) const {
    LossLog log(path.string());
    const auto& losses = data_->collected.losses;
    for (std::size_t i = 0; i < losses.size(); ++i) log.add(std::span(&losses[i], 1));
    log.commit();
}

}  // namespace droplet
