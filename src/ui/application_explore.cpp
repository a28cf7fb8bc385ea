// Flying through the fractal: what mouse and keys do, how large its picture is, and where its frames lie.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/application.h"
#include "ui/compare_overlay.h"
#include "ui/theme.h"

namespace droplet {
namespace {

/// Sides of the fractal's picture, whatever the window's.
constexpr int shortest_side = 16, longest_side = 8192;
/// A box that is dragged is one from this many pixels of the screen on.
constexpr double least_box = 8;
/// What an arrow key moves by, as a share of the picture; and what + and − zoom by.
constexpr double key_share = 0.1, key_factor = 1.25;

/// A box of the picture's shape, from a corner that is fixed to the mouse; in pixels of the picture.
struct Box {
    double x, y, width, height;  ///< of its top left
};
Box box_between(ImVec2 from, double x, double y, Size picture) {
    const double aspect = static_cast<double>(picture.width) / picture.height;
    const double dx = x - static_cast<double>(from.x), dy = y - static_cast<double>(from.y);
    const double width = std::max(std::abs(dx), std::abs(dy) * aspect), height = width / aspect;
    return {static_cast<double>(from.x) - (dx < 0 ? width : 0),
            static_cast<double>(from.y) - (dy < 0 ? height : 0), width, height};
}

}  // namespace

void Application::add_explore_actions() {
    const auto now = [] { return FractalExplorer::Clock::now(); };
    const std::string only = "Only while the fractal is the source (6) and is navigated.";
    const auto on = [this] { return navigates(); };
    const auto add = [&](std::string_view id, const char* name, std::vector<Chord> chords, const char* words,
                         std::function<void()> callback) {
        actions_.add({.id = id,
                      .menu = "Fractal",
                      .name = name,
                      .chords = std::move(chords),
                      .tooltip = words,
                      .callback = std::move(callback),
                      .enabled = on,
                      .disabled_tooltip = only});
    };
    actions_.add(
        {.id = "navigate",
         .menu = "Fractal",
         .name = "Navigate the fractal",
         .tooltip = "Wheel and drag move in the fractal; off, they look at the pixels of its picture.",
         .callback = [this] { navigates_ = !navigates_; },
         .enabled = [this] { return explores(); },
         .disabled_tooltip = "Only while the fractal is the source (6).",
         .checked = [this] { return navigates_; },
         .separator_before = true});
    actions_.add({.id = "box-zoom",
                  .menu = "Fractal",
                  .name = "Zoom to a box",
                  .tooltip = "The next drag draws a box that is zoomed to; Shift+drag does too.",
                  .callback = [this] { box_armed_ = !box_armed_; },
                  .enabled = on,
                  .disabled_tooltip = only,
                  .checked = [this] { return box_armed_; }});
    add("place-home", "Home", {{.key = GLFW_KEY_HOME}}, "Fly to where all of the fractal is in view.",
        [this, now] { explorer_.glide_to(home_of(settings_.preset.fractal, canvas_), now()); });
    actions_.add({.id = "place-back",
                  .menu = "Fractal",
                  .name = "Back",
                  .chords = {{.key = GLFW_KEY_LEFT, .alt = true}},
                  .tooltip = "Fly back to the place before.",
                  .callback = [this, now] { explorer_.back(now()); },
                  .enabled = [this] { return explores() && explorer_.can_go_back(); },
                  .disabled_tooltip = "There is no place before this."});
    actions_.add({.id = "place-forward",
                  .menu = "Fractal",
                  .name = "Forward",
                  .chords = {{.key = GLFW_KEY_RIGHT, .alt = true}},
                  .tooltip = "Fly to the place that one went back from.",
                  .callback = [this, now] { explorer_.forward(now()); },
                  .enabled = [this] { return explores() && explorer_.can_go_forward(); },
                  .disabled_tooltip = "One has not gone back from any place."});
    const auto moves = [&](std::string_view id, const char* name, int key, double x, double y) {
        add(id, name, {{.key = key}}, "Move a tenth of the picture.", [this, now, x, y] {
            const double step = key_share * std::min(canvas_.width, canvas_.height);
            explorer_.move_by_keys(x * step, y * step, now());
        });
    };
    moves("move-left", "Move left", GLFW_KEY_LEFT, -1, 0);
    moves("move-right", "Move right", GLFW_KEY_RIGHT, 1, 0);
    moves("move-up", "Move up", GLFW_KEY_UP, 0, -1);
    moves("move-down", "Move down", GLFW_KEY_DOWN, 0, 1);
    // Before those of the view, whose keys they have.
    add("dive-in", "Zoom into the fractal", {{.key = '+'}, {.key = '='}}, "Zoom into the middle.",
        [this, now] { explorer_.zoom_by_keys(key_factor, now()); });
    add("dive-out", "Zoom out of the fractal", {{.key = '-'}}, "Zoom out of the middle.",
        [this, now] { explorer_.zoom_by_keys(1 / key_factor, now()); });
}

/// The size of the fractal's picture is that of its pane. While a process steps it stays what it was when the
/// steps began: another one would begin the run anew. So does that of a capture, until the window's is
/// another.
void Application::choose_canvas() {
    const bool runs = status_.fractal.active && status_.step > 0 &&
                      stepping_process(settings_.preset) != Process::none && !(canvas_ == Size{});
    if (runs || captures_->kept_for == view_.viewport()) return;
    canvas_ = {std::clamp(view_.viewport().width, shortest_side, longest_side),
               std::clamp(view_.viewport().height, shortest_side, longest_side)};
}

/// What the view looks at: a picture, or the canvas of the fractal, whatever the size of the newest frame.
void Application::look_at_fractal() {
    const bool fractal = explores() && status_.fractal.active;
    view_.set_image(fractal ? canvas_ : status_.size);
    if (!fractal || status_.size == canvas_) view_.set_extent(status_.shape(shown_content(settings_.preset)));
}

void Application::explore() {
    const auto now = FractalExplorer::Clock::now();
    FractalParams& fractal = settings_.preset.fractal;
    animate(now);
    // Someone else has set the place: undo, a preset, a file. Where it is as it was left, the explorer has
    // been sent elsewhere since, by a key or a panel.
    const FractalPlace set = place_of(fractal);
    if (!(set == placed_) && !(set == explorer_.target())) explorer_.jump_to(set);
    choose_canvas();
    look_at_fractal();
    explorer_.set_size(canvas_);
    if (navigates()) explore_by_mouse(now);
    explorer_.advance(now);
    set_place(fractal, explorer_.target());
    placed_ = place_of(fractal);
    Preset others = settings_.preset;
    set_place(others.fractal, {});
    if (!(others == seen_preset_)) fractal_frames_.forget_aside();
    seen_preset_ = std::move(others);
}

void Application::explore_by_mouse(FractalExplorer::Clock::time_point now) {
    const double x = mouse_.x - canvas_.width / 2.0, y = mouse_.y - canvas_.height / 2.0;
    if (mouse_.pan_begun) explorer_.begin_drag();
    explorer_.drag(static_cast<double>(mouse_.pan_x), static_cast<double>(mouse_.pan_y));
    if (mouse_.wheel != 0)
        explorer_.turn(x, y, std::pow(zoom_per_notch, static_cast<double>(mouse_.wheel)), now);
    if (mouse_.double_clicked) explorer_.step_in(x, y, now);
    if (mouse_.box_pressed) box_from_ = ImVec2(static_cast<float>(mouse_.x), static_cast<float>(mouse_.y));
    if (!mouse_.box_held && !mouse_.box_released) box_from_.reset();
    if (box_from_) draw_box();
    if (!mouse_.box_released || !box_from_) return;
    const Box box = box_between(*box_from_, mouse_.x, mouse_.y, canvas_);
    box_from_.reset();
    box_armed_ = false;
    if (box.width * view_.zoom() >= least_box)
        explorer_.zoom_to_box(box.x + (box.width - canvas_.width) / 2,
                              box.y + (box.height - canvas_.height) / 2, box.width, now);
}

void Application::draw_box() const {
    const Box box = box_between(*box_from_, mouse_.x, mouse_.y, canvas_);
    const float density = ImGui::GetIO().DisplayFramebufferScale.x;
    const Pane& pane = panes_[static_cast<std::size_t>(std::max(0, mouse_.pane))];
    const ImVec2 min = screen_position(pane, view_, density, box.x, box.y),
                 max = screen_position(pane, view_, density, box.x + box.width, box.y + box.height);
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    list.PushClipRect(pane.min, pane.max, true);
    list.AddRectFilled(min, max, IM_COL32(255, 255, 255, 24));
    list.AddRect({min.x - 1, min.y - 1}, {max.x + 1, max.y + 1}, IM_COL32(0, 0, 0, 200));
    list.AddRect(min, max, IM_COL32(255, 255, 255, 240));
    const double scale = explorer_.now().scale;
    text_on_plate(list, {min.x + px(4), max.y + px(4)}, {0, 0},
                  fmt::format("{:.3g} × {:.3g}", box.width * scale, box.height * scale),
                  pane.max.x - pane.min.x);
    list.PopClipRect();
}

/// Where a picture lies in what the window looks at now; none where it stays where it is: it is of no place,
/// its place is the animation's, or it is of elsewhere, and stays until the first picture of here comes.
std::optional<FractalOverlay> Application::overlay(const std::optional<FractalPicture>& picture) const {
    if (!explores() || !picture) return std::nullopt;
    const FractalOverlay overlay = overlay_of(picture->place, picture->size, explorer_.now(), canvas_);
    return overlay.meets(picture->size, canvas_) ? std::optional(overlay) : std::nullopt;
}

/// The picture put aside is of the fractal as it is; what a process has made of it since is not in it.
bool Application::shows_aside() const {
    return panes_.size() == 1 && !player_.applied() && stepping_process(settings_.preset) == Process::none &&
           overlay(fractal_frames_.shown()) && fractal_frames_.aside_helps(explorer_.now(), canvas_);
}

void Application::draw_picture(const gl::Placement& placement, int slot) {
    const Display display = display_of_slot(slot);
    const auto draw = [&](const std::optional<FractalPicture>& picture, int held) {
        const auto moved = overlay(picture);
        presenter_->draw(moved ? moved_by(*moved, placement) : placement, held, display);
    };
    const bool aside = slot == 0 && shows_aside();
    const bool on_top = aside && fractal_frames_.aside_on_top(explorer_.now());
    if (aside && !on_top) draw(fractal_frames_.aside(), gl::Presenter::aside);
    draw(fractal_frames_.shown(slot), slot);
    if (on_top) draw(fractal_frames_.aside(), gl::Presenter::aside);
}

void Application::store_frame(int slot, Frame& frame, const FractalProgress& progress) {
    const Size size = frame.shape().size;
    if (slot > 0)
        fractal_frames_.arrives_beside(slot, frame.place(), size);
    else if (fractal_frames_.arrives(frame.place(), size, std::max(1, progress.block)))
        presenter_->keep(slot);
    presenter_->store(slot, frame.request(), frame.shape());
}

}  // namespace droplet
