// The convolution lesson in the window.
#include "model/lesson.h"
#include "model/param_text.h"
#include "ui/application.h"

namespace droplet {

void Application::add_lesson_actions() {
    actions_.add({.id = "lesson",
                  .menu = "Help",
                  .name = "Convolution lesson",
                  .icon = Icon::info,
                  .tooltip = "A guided tour: what a convolution is, on your own picture, station by station.",
                  .callback =
                      [this] {
                          preferences_.lesson.open = !preferences_.lesson.open;
                          if (preferences_.lesson.open) set_up_station(preferences_.lesson.station);
                      },
                  .checked = [this] { return preferences_.lesson.open; }});
}

/// The lab as the station wants it, on the picture that is open; how it diffuses and learns stays.
void Application::set_up_station(std::size_t index) {
    const auto stations = lesson_stations();
    const LessonStation& station = stations[std::min(index, stations.size() - 1)];
    Preset& preset = settings_.preset;
    preset.process = station.preset.process;
    preset.convolution = station.preset.convolution;
    preset.canny = station.preset.canny;
    if (!station.preset.custom_kernel.empty()) preset.custom_kernel = station.preset.custom_kernel;
    set_text(preferences_.compare, std::get<0>(Schema<CompareParams>::fields), station.compare, "lesson");
    sliding_.on = station.sliding_window;
    if (SessionThread* session = link_->get(); session && status_.step > 0) session->reset();
}

void Application::draw_lesson(ImVec2 min, ImVec2 max) {
    if (const auto station = lesson_bar(preferences_.lesson, min, max)) set_up_station(*station);
}

}  // namespace droplet
