// Videos and cameras in the window.
#include <imgui.h>

#include "media/video_path.h"
#include "ui/application.h"
#include "ui/theme.h"
#include "ui/video_panel.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr const char* camera_menu = "##cameras";

}  // namespace

void Application::add_video_actions() {
    actions_.add({.id = "camera",
                  .menu = "File",
                  .name = "Open camera…",
                  .tooltip = "Take the picture of a camera.",
                  .callback =
                      [this] {
                          cameras_ = cameras();
                          camera_menu_wanted_ = true;
                      },
                  .enabled =
                      [this] {
                          const auto now = Messages::Clock::now();
                          if (now - cameras_time_ > std::chrono::seconds(2)) {
                              cameras_ = cameras();
                              cameras_time_ = now;
                          }
                          return !cameras_.empty();
                      },
                  .disabled_tooltip = "There is no camera: no /dev/video* gives pictures."});
    actions_.add({.id = "video-play",
                  .menu = "Run",
                  .name = "Play or pause the video",
                  .tooltip = "Plays the video, or holds it at its frame; the process goes on.",
                  .callback = [this] { toggle_video(); },
                  .enabled = [this] { return shows_video(); },
                  .disabled_tooltip = "The source is no video."});
}

void Application::toggle_video() {
    const auto now = VideoPlayer::Clock::now();
    if (video_->playing())
        video_->pause(now);
    else
        video_->play(now);
    redraw();
}

void Application::draw_video_section() {
    if (std::exchange(camera_menu_wanted_, false)) ImGui::OpenPopup(camera_menu);
    if (ImGui::BeginPopup(camera_menu)) {
        for (const Camera& camera : cameras_) {
            if (ImGui::MenuItem((camera.name + "##" + camera.path).c_str())) open_path(camera.path);
            tooltip(camera.path);
        }
        ImGui::EndPopup();
    }
    follow_video_settings();
    if (!shows_video() || !begin_section("Video")) return;
    VideoParams& params = settings_.preset.video;
    const VideoOrders orders = video_panel(params, video_->state(), messages_);
    if (orders.toggle) toggle_video();
    if (orders.seek) video_->seek(*orders.seek);
    ImGui::Dummy({0, px(4)});
    if (!orders.resize) return;
    video_seek_ = video_->state().frame;
    open_source(shown_path_);
}

/// Speed and loop are the player's own.
void Application::follow_video_settings() {
    if (!video_) return;
    video_->set_loop(settings_.preset.video.loop);
    video_->set_speed(settings_.preset.video.speed, VideoPlayer::Clock::now());
}

/// What the loader has opened: a video, or a picture in place of one.
void Application::take_video(const ImageLoader::Loaded& loaded, SessionThread& session) {
    const auto frame = std::exchange(video_seek_, std::nullopt);
    const bool same = loaded.video && loaded.name == shown_path_;
    video_ = loaded.video;
    if (!video_) return session.load(loaded.image, loaded.name, loaded.reference);
    session.load_video(video_, loaded.image, loaded.name, loaded.reference);
    follow_video_settings();
    if (same && frame) video_->seek(*frame);
}

}  // namespace droplet
