// Captures that come back: looked into when they are opened or dropped, and made again.
#include <fmt/format.h>

#include <fstream>

#include "media/capture_file.h"
#include "ui/application.h"

namespace droplet {
namespace {

namespace fs = std::filesystem;
using State = CaptureOffer::State;

/// A recipe by itself, which is no picture.
bool is_performance(const fs::path& path) {
    if (path.extension() != ".json") return false;
    std::string head(256, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    return looks_like_recipe(head);
}

bool may_be_capture(const fs::path& path) {
    return path.extension() != ".json" && may_hold_recipe(path.string());
}

}  // namespace

/// Of what was opened: looks for a recipe beside what else becomes of the file. True when it is nothing else.
bool Application::opens_capture(const fs::path& path) {
    captures_->opener.forget();
    captures_->offer.reset();
    captures_->kept_for.reset();
    const bool performance = is_performance(path);
    if (performance || may_be_capture(path)) captures_->opener.look(path, performance);
    return performance;
}

/// A capture is made again at once; anything else is opened.
void Application::drop_path(const fs::path& path) {
    if (opens_capture(path)) return;
    if (may_be_capture(path))
        captures_->opener.look(path, true);
    else
        open_file(path);
}

void Application::take_capture(SessionThread& session) {
    follow_replay();
    // A picture that is still on its way would take the place of the run.
    if (first_source_ || loader_->busy()) return;
    auto found = captures_->opener.take();
    if (!found) return;
    if (!found->error.empty()) messages_.error(found->error);
    const bool is_picture = found->path.extension() != ".json";
    if (!found->recipe) {
        if (found->restores && is_picture) open_file(found->path);
        return;
    }
    captures_->offer = CaptureOffer{.path = found->path, .recipe = std::move(*found->recipe)};
    captures_->offer->opens = found->restores && is_picture;
    if (found->restores && found->error.empty()) make_again(session, found->source);
}

void Application::make_again(SessionThread& session, const CaptureSource& source) {
    CaptureOffer& offer = *captures_->offer;
    Recipe recipe = offer.recipe;
    recipe.run.source = source.reference;
    if (!source.notice.empty()) messages_.note(source.notice);
    const std::string now = executor_of(status_.backend);
    if (!recipe.backend.empty() && recipe.backend != now)
        messages_.note(fmt::format("Made with {}; with {} the last bits may differ.", recipe.backend, now));
    running_ = false;
    send_settings();
    if (source.image) {
        gallery_->set_source(source.image);
        source_path_ = shown_path_ = source.reference.path;
        normalize_ = shown_normalized_ = recipe.run.source.normalized;
    }
    video_.reset();  // the session drops it, too
    const std::string& path = source.reference.path;
    session.replay(source.image, path.empty() ? ImageLoader::test_picture_name : path, recipe);
    const bool display_open = preferences_.display.panel_open;
    preferences_.display = recipe.display;
    preferences_.display.panel_open = display_open;
    offer.state = State::restoring;
    captures_->begins = true;
}

/// The session has taken the run: with the preset, which was adopted, go what else it depends on.
void Application::adopt_run() {
    if (!captures_->offer || !std::exchange(captures_->begins, false)) return;
    const Recipe& recipe = captures_->offer->recipe;
    settings_.pace.steps_per_frame = std::max(1, recipe.settings.steps_per_frame);
    if (explores()) {
        canvas_ = recipe.run.source.size;
        captures_->kept_for = view_.viewport();
    }
    const FractalParams& fractal = settings_.preset.fractal;
    player_.take_up(fractal, settings_.preset.animation, recipe.settings.seconds, recipe.settings.animates);
    explorer_.jump_to(place_of(fractal));
    placed_ = place_of(fractal);
}

/// Until the session is done with it, or has left it.
void Application::follow_replay() {
    if (!captures_->offer) return;
    CaptureOffer& offer = *captures_->offer;
    if (offer.state != State::restoring || captures_->begins || status_.replay_target) return;
    offer.state = status_.step == offer.recipe.run.step ? State::restored : State::asks;
    offer.opens = offer.path.extension() != ".json";
}

/// What the session could not begin is no longer under way.
void Application::replay_failed() {
    if (!captures_->offer || !std::exchange(captures_->begins, false)) return;
    captures_->offer->state = State::asks;
    captures_->offer->opens = captures_->offer->path.extension() != ".json";
}

void Application::draw_capture_bar() {
    if (!captures_->offer) return;
    const CaptureAnswer answer = capture_bar(*captures_->offer, status_.step, picture_min_, picture_max_);
    const fs::path path = captures_->offer->path;
    switch (answer) {
        case CaptureAnswer::none:
            break;
        case CaptureAnswer::restore:
            captures_->opener.look(path, true);
            break;
        case CaptureAnswer::cancel:
            if (SessionThread* session = link_->get()) session->step(0);
            break;
        case CaptureAnswer::open:
            captures_->offer.reset();
            captures_->kept_for.reset();
            open_file(path);
            break;
        case CaptureAnswer::dismiss:
            captures_->offer.reset();
            break;
    }
}

}  // namespace droplet
