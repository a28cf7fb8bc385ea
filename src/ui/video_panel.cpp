#include "ui/video_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr float button_height = 28;

std::string time_text(double seconds) {
    const auto tenths = static_cast<std::int64_t>(std::floor(seconds * 10));
    return fmt::format("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10);
}

/// A button of the transport, greyed with the reason.
bool transport_button(const char* id, Icon icon, const char* label, float width, const std::string& refusal,
                      const char* help) {
    ImGui::BeginDisabled(!refusal.empty());
    const bool pressed = icon_button(id, icon, label, {width, px(button_height)});
    ImGui::EndDisabled();
    record_place(id);
    tooltip(refusal.empty() ? std::string_view(help) : std::string_view(refusal));
    return pressed;
}

void buttons(const PlayerState& state, VideoOrders& orders) {
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float side = px(button_height);
    const float width = ImGui::GetContentRegionAvail().x - 2 * (side + gap);
    const std::string unseekable = !state.error.empty()  ? state.error
                                   : state.info.seekable ? ""
                                                         : "A camera has only the frame of now.";
    if (transport_button(
            "video-play", state.playing ? Icon::pause : Icon::play,
            state.playing ? "Pause video" : "Play video", width, state.error,
            "Plays the video, or holds it at its frame; the process goes on (Space pauses that)."))
        orders.toggle = true;
    ImGui::SameLine();
    if (transport_button("video-reset", Icon::reset, "", side, unseekable, "To the first frame."))
        orders.seek = 0;
    ImGui::SameLine();
    if (transport_button("video-next", Icon::step, "", side, unseekable, "One frame on."))
        orders.seek = state.frame + 1;
}

void seek_bar(const PlayerState& state, VideoOrders& orders) {
    const auto last = static_cast<int>(std::min<std::int64_t>(state.info.frames - 1, 1 << 30));
    const bool usable = state.info.seekable && state.error.empty() && last > 0;
    int frame = static_cast<int>(std::min<std::int64_t>(state.frame, 1 << 30));
    ImGui::BeginDisabled(!usable);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    begin_slider(usable ? static_cast<float>(frame) / static_cast<float>(last) : 0);
    const bool moved = ImGui::SliderInt("##video-seek", &frame, 0, std::max(last, 1),
                                        video_time(state).c_str(), ImGuiSliderFlags_AlwaysClamp);
    end_slider();
    ImGui::EndDisabled();
    record_place("video-seek");
    if (!ImGui::IsItemActive())
        tooltip(usable ? "Goes to a moment of the video; ctrl-click types the number of a frame."
                       : "A camera has only the frame of now.");
    if (moved) orders.seek = frame;
}

}  // namespace

std::string video_time(const PlayerState& state) {
    const double fps = state.info.fps > 0 ? state.info.fps : 1;
    if (state.info.live) return state.playing ? "live" : "held";
    return fmt::format("{} / {}", time_text(static_cast<double>(state.frame) / fps),
                       time_text(static_cast<double>(state.info.frames) / fps));
}

VideoOrders video_panel(VideoParams& params, const PlayerState& state, Messages& messages) {
    VideoOrders orders;
    buttons(state, orders);
    seek_bar(state, orders);
    const VideoSize size = params.size;
    const auto refusal = [&](std::string_view key) -> std::string {
        if (key == "video-share" && params.feed != VideoFeed::mix)
            return "Acts where each frame is mixed in; learning has a frame mix of its own.";
        if (state.info.live && (key == "video-speed" || key == "video-loop"))
            return "A camera gives its frames as they come.";
        return "";
    };
    param_widgets(params, messages, refusal);
    orders.resize = params.size != size;
    value_row("Frame", state.info.live ? fmt::format("{}", state.frame)
                                       : fmt::format("{} of {}", state.frame + 1, state.info.frames));
    tooltip(state.info.format);
    value_row("Left out", fmt::format("{}{}", state.skipped, state.slow ? ", decoding is slow" : ""));
    tooltip("Frames that newer ones went before, as they came faster than they were shown.");
    return orders;
}

}  // namespace droplet
