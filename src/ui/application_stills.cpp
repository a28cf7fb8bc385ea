// Stills: of the picture, which the session gives, and of the window, as it was
// drawn.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "ui/application.h"
#include "ui/show_folder.h"

namespace droplet {
namespace {

/// The planes as computed, as shown, and what writing them takes.
constexpr std::size_t copies_of_a_still = 3;

/// What a still is made of beside its picture; copied into what the session
/// calls.
struct StillOrder {
    StillParams params;
    CapturePlace place;
    CaptureFacts facts;

    StillJob job() const {
        StillJob made;
        made.params = params;
        made.place = place;
        made.facts = facts;
        return made;
    }
};

void put(StillJob& job, CapturedStill still) {
    job.facts.step = still.recipe.run.step;
    job.facts.size = still.picture.size();
    job.picture = std::move(still.picture);
    job.display = still.display;
    job.recipe = std::move(still.recipe);
}

}  // namespace

void Application::add_still_actions() {
    actions_.add({.id = "still",
                  .menu = "Capture",
                  .name = "Still of the picture",
                  .icon = Icon::still,
                  .chords = {{.key = GLFW_KEY_F12}},
                  .tooltip = "Save the whole picture in its own resolution, with all that "
                             "it was made of.",
                  .callback = [this] { take_still(); },
                  .enabled = [this] { return link_->get() && status_.size.area() > 0; },
                  .disabled_tooltip = "There is no picture yet."});
    actions_.add({.id = "window-still",
                  .menu = "Capture",
                  .name = "Still of the window",
                  .icon = Icon::window,
                  .chords = {{.key = GLFW_KEY_F12, .shift = true}},
                  .tooltip = "Save the window as it is, panels included.",
                  .callback = [this] {
                      stills_->window_wanted = true;
                      redraw();
                  }});
    actions_.add({.id = "captures-folder",
                  .menu = "Capture",
                  .name = "Open the folder of captures",
                  .icon = Icon::open,
                  .tooltip = "Show where stills and films go.",
                  .callback = [this] {
                      messages_.report([this]() -> std::string {
                          const std::filesystem::path folder = capture_folder(preferences_.captures);
                          const std::string refusal = show_folder_of(folder / "captures");
                          if (refusal.empty()) return "Opening the folder of captures.";
                          throw Error(Fault::job, folder.string(), "cannot be shown: " + refusal);
                      });
                  }});
}

CaptureFacts Application::capture_facts() const {
    const std::filesystem::path path = status_.source_name;
    const std::string stem = path == "-" ? "picture" : path.stem().string();
    return {.source = explores() ? "fractal" : stem,
            .process = std::string(enum_name(settings_.preset.process)),
            .step = status_.step,
            .size = status_.shape(shown_content(settings_.preset)).size,
            .time = capture_time()};
}

/// Room for a still of so many bytes; null, and said, when too many are under
/// way.
std::shared_ptr<StillWriter::Room> Application::room_for_still(double bytes) {
    auto room = stills_->writer.room(static_cast<std::size_t>(bytes));
    if (!room)
        messages_.error(
            fmt::format("still: {} stills are still being written, and there is no memory for "
                        "one more; it was left out",
                        stills_->writer.under_way()));
    return room;
}

void Application::take_still() {
    SessionThread* const session = link_->get();
    const PictureShape& shape = status_.shape(shown_content(settings_.preset));
    const double values =
        static_cast<double>(shape.size.area()) * (shape.channels + (status_.has_alpha ? 1 : 0));
    auto room = room_for_still(values * sizeof(float) * copies_of_a_still);
    if (!room) return;
    send_settings();  // what is set is what is saved
    const StillOrder order{preferences_.still, preferences_.captures, capture_facts()};
    session->still(preferences_.display, [order, room, writer = &stills_->writer](CapturedStill still) {
        StillJob job = order.job();
        put(job, std::move(still));
        writer->add(std::move(job), room);
    });
}

/// After the window was drawn. Its pixels come when the GPU has them; the
/// recipe is that of the run by then.
void Application::take_window_still() {
    if (!std::exchange(stills_->window_is_drawn, false)) return;
    const Size size = window_->framebuffer_size();
    const std::shared_ptr<StillWriter::Room> room =
        room_for_still(static_cast<double>(size.area()) * 3 * sizeof(float) * 2);
    if (!room) return;
    const StillOrder order{preferences_.still, preferences_.captures, capture_facts()};
    const bool asked = window_pixels_.ask(
        {0, 0, size.width, size.height}, size, [this, order, room](std::shared_ptr<FramePixels> pixels) {
            SessionThread* const session = link_->get();
            StillWriter* const writer = &stills_->writer;
            const auto add = [order, room, writer, pixels](std::optional<CapturedStill> still) {
                StillJob job = order.job();
                if (still) put(job, std::move(*still));
                job.pixels = pixels;
                job.facts.size = pixels->size();
                writer->add(std::move(job), room);
            };
            if (!session || status_.size.area() == 0) return add(std::nullopt);
            session->still(preferences_.display, [add](CapturedStill still) { add(std::move(still)); });
        });
    if (!asked)
        messages_.error(
            "still: the window's pictures before this one are still on "
            "their way; it was left out");
}

void Application::take_still_news() {
    window_pixels_.collect();
    for (StillWriter::Result& result : stills_->writer.take()) {
        if (result.error.empty())
            messages_.note("Still saved.", std::move(result.file));
        else
            messages_.error(std::move(result.error));
    }
}

void Application::draw_still_part() {
    const CaptureFacts facts = capture_facts();
    still_part(
        {preferences_.still, preferences_.captures, stills_->place_fields, facts, actions_, messages_});
}

}  // namespace droplet
