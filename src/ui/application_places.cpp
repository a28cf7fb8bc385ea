// The places of the fractal that are kept.
#include "ui/application.h"

namespace droplet {

void Application::draw_places() {
    take_kept_place();
    const double home_scale = home_of(settings_.preset.fractal, canvas_).scale;
    const PlacesRequest request =
        places_.draw(explorer_.now(), explorer_.target(), home_scale, actions_, messages_);
    if (request.go_to) explorer_.glide_to(*request.go_to, FractalExplorer::Clock::now());
    if (request.visit) visit(*request.visit, request.jumps);
    if (request.keeps) keep_place();
}

void Application::visit(const FractalBookmark& bookmark, bool jumps) {
    Preset& preset = settings_.preset;
    const FractalPlace place = place_of(bookmark.preset.fractal);
    const bool flies = same_fractal(preset, bookmark.preset) && !jumps;
    preset = with_fractal_of(bookmark.preset, preset);
    if (flies)
        explorer_.glide_to(place, FractalExplorer::Clock::now());
    else
        explorer_.jump_to(place);
    set_place(preset.fractal, explorer_.target());
}

/// The picture is what the process shows as of now; it comes in a moment.
void Application::keep_place() {
    SessionThread* session = link_->get();
    if (!session || kept_place_) return;
    auto promise = std::make_shared<std::promise<Image>>();
    kept_place_ = KeptPlace{settings_.preset, promise->get_future()};
    set_place(kept_place_->preset.fractal, explorer_.now());
    session->download(shown_content(settings_.preset), [this, promise](Image image) {
        promise->set_value(std::move(image));
        waker_.wake();
    });
}

void Application::take_kept_place() {
    if (!kept_place_) return;
    frames_owed_ = std::max(frames_owed_, 1);
    if (kept_place_->picture.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    KeptPlace kept = std::move(*kept_place_);
    kept_place_.reset();
    try {
        places_.keep(kept.preset, kept.picture.get(), messages_);
    } catch (const std::future_error&) {
        messages_.error("places: the picture could not be had; try again when it shows");
    }
}

}  // namespace droplet
