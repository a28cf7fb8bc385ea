#include "ui/sliding_window.h"

#include <algorithm>
#include <cmath>

#include "ui/operator_panel_logic.h"
#include "ui/sliding_overlay.h"

namespace droplet {
namespace {

/// A result that is being made anew may differ from the sum for this long.
constexpr std::chrono::milliseconds patience{400};

Spot below(const PictureMouse& mouse) {
    return {static_cast<int>(std::floor(mouse.x)), static_cast<int>(std::floor(mouse.y))};
}

}  // namespace

void SlidingWindow::request(const PictureContext& context, ReadingRequest& reading) const {
    if (!on || !placed_) return;
    const SlidingScene scene = sliding_scene(context.preset, context.status);
    for (const RegionRequest& region : sliding_regions(scene, context.preset.convolution, spot_))
        reading.regions.push_back(region);
}

/// Where the mouse points, a click pins, and the next one frees; a walk is led by clicks only.
void SlidingWindow::follow_mouse(const PictureContext& context) {
    const PictureMouse& mouse = context.mouse;
    const bool on_picture = context.pane() != nullptr;
    if (walk_.begun()) {
        if (on_picture && mouse.clicked && scene_.has_output(below(mouse))) {
            const Spot at = scene_.output_at(below(mouse));
            walk_.go_to(std::int64_t{at.y} * scene_.correlation.size.width + at.x);
        }
        spot_ = scene_.spot_of(walk_.x(), walk_.y());
        return;
    }
    if (on_picture && mouse.clicked) {
        pinned_ = !pinned_;
        if (pinned_) spot_ = below(mouse);
    }
    // Far from image and result the window stays where it was.
    const ModeOutline& most = scene_.outlines[0];
    const Spot at = below(mouse);
    if (on_picture && !pinned_ && at.x >= most.x && at.y >= most.y && at.x < most.x + most.width &&
        at.y < most.y + most.height)
        spot_ = at;
}

void SlidingWindow::put_at(const SlidingScene& scene, int x, int y) {
    const Size size = scene.correlation.size;
    x = std::clamp(x, 0, size.width - 1);
    y = std::clamp(y, 0, size.height - 1);
    if (walk_.begun()) {
        walk_.go_to(std::int64_t{y} * size.width + x);
    } else {
        pinned_ = true;
    }
    spot_ = scene.spot_of(x, y);
}

/// What is to be shown in this frame.
void SlidingWindow::update(const PictureContext& context) {
    scene_ = sliding_scene(context.preset, context.status);
    params_ = context.preset.convolution;
    sum_.reset();
    result_.reset();
    if (!scene_.refusal.empty()) {
        walk_.leave();
        return;
    }
    if (!scene_.has_result) walk_.leave();
    walk_.set_size(scene_.correlation.size);
    walk_.advance(now_());
    if (!placed_) spot_ = scene_.spot_of(0, 0);
    placed_ = true;
    const bool grey = params_.channels == ConvolutionChannels::grey || scene_.channels == 1;
    if (grey)
        channel_ = SlidingChannel::grey;
    else if (channel_ == SlidingChannel::grey)
        channel_ = SlidingChannel::red;
    follow_mouse(context);
    if (!scene_.has_output(spot_)) return;
    const Readings& readings = *context.status.readings;
    sum_ = sum_at(scene_, params_, spot_, channel_, readings);
    result_ = result_at(scene_, spot_, channel_, readings);
}

void SlidingWindow::draw_overlay(const PictureContext& context) {
    if (!on) {
        walk_.pause();
        differs_since_.reset();
        return;
    }
    update(context);
    if (!scene_.refusal.empty() && scene_.drawn.empty()) return;
    const bool typing = ImGui::GetIO().WantTextInput;
    if (!typing && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
        pinned_ = false;
        walk_.leave();
    }
    const bool differs = sum_ && sum_->known && result_ && !agree(*sum_, *result_);
    if (!differs) differs_since_.reset();
    if (differs && !differs_since_ && !differs_) differs_since_ = now_();
    if (differs_since_ && now_() - *differs_since_ > patience) {
        differs_ = true;
        differs_since_.reset();
    }
    if (!differs) differs_ = false;
    // On the picture, cells are pointed at where the window stands still.
    lit_ = in_panel_;
    if (!lit_ && context.pane() && sum_ && (pinned_ || walk_.begun())) {
        const Spot at = below(context.mouse);
        const WindowCell& first = sum_->cells.front();
        const CellPlace cell{at.y - first.y, at.x - first.x};
        if (CellRange{0, 0, sum_->height, sum_->width}.has(cell)) lit_ = cell;
    }
    if (lit_ && (!sum_ || lit_->row >= sum_->height || lit_->column >= sum_->width)) lit_.reset();
    draw_sliding_overlay({context, scene_, walk_, spot_, sum_, lit_});
}

}  // namespace droplet
