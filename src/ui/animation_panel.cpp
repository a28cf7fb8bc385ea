#include "ui/animation_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr double keyframe_pause = 3;  ///< seconds between a keyframe and the next that is added
constexpr double original_fps = 25;   ///< of the film that the project began with

/// A number that is dragged or typed; true while it changes. What is not finite changes nothing.
bool number(const std::string& id, double& value, float speed, float width, const char* format,
            const char* help) {
    double edited = value;
    ImGui::SetNextItemWidth(width);
    const bool changed = ImGui::DragScalar(("##" + id).c_str(), ImGuiDataType_Double, &edited, speed, nullptr,
                                           nullptr, format);
    record_place(id);
    if (!ImGui::IsItemActive()) tooltip(help);
    if (!changed || !std::isfinite(edited)) return false;
    value = edited;
    return true;
}

bool button(const std::string& id, const char* label, float width, const char* help) {
    const bool pressed = ImGui::Button(fmt::format("{}##{}", label, id).c_str(), {width, 0});
    record_place(id);
    tooltip(help);
    return pressed;
}

template <NamedEnum E>
bool choice(const char* id, E& value, const char* help) {
    row_label(id);
    int index = static_cast<int>(value);
    const bool changed = segmented(id, index, EnumNames<E>::names, ImGui::GetContentRegionAvail().x);
    tooltip(help);
    value = static_cast<E>(index);
    return changed;
}

double nearest_valid(std::string_view key, double value, double before) {
    if (is_valid_number(key, value)) return value;
    const double rounded = std::round(value);
    return is_valid_number(key, rounded) ? rounded : before;
}

/// The section over one frame.
class Panel {
 public:
    Panel(Preset& preset, AnimationPlayer& player, const FractalPlace& here, bool& running,
          AnimationPlayer::Time now)
        : preset_(preset), player_(player), here_(here), running_(running), now_(now) {}

    bool draw();

 private:
    FractalAnimation& animation() { return preset_.animation; }
    const FractalParams& params() const { return preset_.fractal; }
    float rest() const { return ImGui::GetContentRegionAvail().x; }
    void become(FractalAnimation animation);
    void draw_transport();
    void draw_templates();
    void draw_tracks();
    bool draw_track(std::size_t index);
    void draw_circles();
    bool draw_circle(std::size_t index);
    void draw_flight();
    bool draw_keyframe(std::size_t index);

    Preset& preset_;
    AnimationPlayer& player_;
    const FractalPlace& here_;
    bool& running_;
    AnimationPlayer::Time now_;
    bool changed_ = false;
};

/// Plays it from the start.
void Panel::become(FractalAnimation made) {
    preset_.animation = std::move(made);
    player_.stop();
    player_.play(params(), animation(), now_);
    running_ = true;
    changed_ = true;
}

void Panel::draw_transport() {
    const bool moves = is_moving(params(), animation());
    const float gap = ImGui::GetStyle().ItemSpacing.x, third = std::floor((rest() - 2 * gap) / 3);
    ImGui::BeginDisabled(!moves);
    if (button("animation-play", player_.playing() ? "Pause" : "Play", third,
               moves ? "Play the animation, or pause it where it is; Space pauses all."
                     : "Nothing moves yet: choose below what is to.")) {
        if (player_.playing()) {
            player_.pause();
        } else {
            player_.play(params(), animation(), now_);
            running_ = true;
        }
    }
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::BeginDisabled(!player_.applied());
    if (button("animation-stop", "Stop", third,
               player_.applied() ? "Back to the settings as they are without the animation."
                                 : "The animation is not applied: what shows are the settings."))
        player_.stop();
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::SetNextItemWidth(rest());
    ImGui::SliderFloat("##speed", &player_.speed, AnimationPlayer::slowest, AnimationPlayer::fastest,
                       "%.2f x", ImGuiSliderFlags_Logarithmic | ImGuiSliderFlags_AlwaysClamp);
    record_place("animation-speed");
    tooltip("How fast it plays here; 1 is as it is meant. Films are not changed by it.");

    float at = static_cast<float>(seconds_in_cycle(animation(), player_.seconds()));
    const float length = static_cast<float>(cycle_seconds(animation()));
    ImGui::BeginDisabled(animation().empty());
    ImGui::SetNextItemWidth(rest());
    if (ImGui::SliderFloat("##scrub", &at, 0, length, "%.2f s", ImGuiSliderFlags_AlwaysClamp))
        player_.go_to(static_cast<double>(at));
    record_place("animation-scrub");
    ImGui::EndDisabled();
    tooltip(animation().empty() ? "Nothing moves yet: choose below what is to."
                                : "The moment that shows; drag to look through the animation.");
}

void Panel::draw_templates() {
    subheading("Begin with");
    const float gap = ImGui::GetStyle().ItemSpacing.x, half = std::floor((rest() - gap) / 2);
    if (button("animation-original", "An iteration a frame", half,
               "As in the original film: 1 to 50 iterations, 25 a second."))
        become(one_iteration_a_frame(50, original_fps));
    ImGui::SameLine();
    if (button("animation-coefficient", "\u03bb around a circle", rest(),
               "\u03bb once around 0 in ten seconds, from where it is."))
        become(coefficient_around_circle(params()));
    ImGui::BeginDisabled(!params().julia);
    if (button("animation-julia", "Julia c around a circle", half,
               params().julia ? "The c of the Julia set once around 0, from where it is."
                              : "Only of a Julia set: turn that on first."))
        become(julia_around_circle(params()));
    ImGui::EndDisabled();
    ImGui::SameLine();
    if (button("animation-exponent", "n from 2 to 9", rest(), "Each exponent for a second."))
        become(exponent_between(2, 9));
}

bool Panel::draw_track(std::size_t index) {
    AnimationTrack& track = animation().tracks[index];
    const std::string id = fmt::format("track-{}", index);
    const float gap = ImGui::GetStyle().ItemSpacing.x, small = ImGui::GetFrameHeight();
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(track.key.c_str());
    ImGui::SameLine(rest() - small);
    const bool removed = button(id + "-remove", "\u00d7", small, "Take this track out.");
    const float half = std::floor((rest() - 3 * gap - 2 * small) / 2);
    const double here = number_of(animated(params(), {}, 0), track.key);
    const auto end = [&](const char* name, double& value, const char* help) {
        double edited = value;
        const auto speed = static_cast<float>(std::max(std::abs(value) * 0.005, 1e-6));
        if (number(id + name, edited, is_valid_number(track.key, 1.5) ? speed : 0.2f, half, "%.6g", help)) {
            value = nearest_valid(track.key, edited, value);
            changed_ = true;
        }
        ImGui::SameLine();
        if (button(id + name + "-here", "=", small, "Take the value that the settings have now.")) {
            value = nearest_valid(track.key, here, value);
            changed_ = true;
        }
    };
    end("-from", track.from, "The value at the start.\nCtrl-click: type a number.");
    ImGui::SameLine();
    end("-to", track.to, "The value at the end.\nCtrl-click: type a number.");
    return removed;
}

void Panel::draw_tracks() {
    subheading("Between two values");
    for (std::size_t i = 0; i < animation().tracks.size(); ++i)
        if (draw_track(i)) {
            animation().tracks.erase(animation().tracks.begin() + static_cast<std::ptrdiff_t>(i));
            changed_ = true;
            break;
        }
    ImGui::SetNextItemWidth(rest());
    const bool open = ImGui::BeginCombo("##add-track", "Add a parameter\u2026");
    record_place("animation-add-track");
    if (!open) return tooltip("Choose a number of the fractal that is to go from one value to another.");
    for (const std::string_view key : animated_keys()) {
        const auto has = [&](const AnimationTrack& track) { return track.key == key; };
        if (std::ranges::any_of(animation().tracks, has)) continue;
        if (ImGui::Selectable(std::string(key).c_str()) &&
            animation().tracks.size() < FractalAnimation::most_tracks) {
            const double here = number_of(params(), key);
            animation().tracks.push_back({std::string(key), here, here});
            changed_ = true;
        }
        record_place(fmt::format("animation-add-track.{}", key));
    }
    ImGui::EndCombo();
}

bool Panel::draw_circle(std::size_t index) {
    AnimationCircle& circle = animation().circles[index];
    const std::string id = fmt::format("circle-{}", index);
    const float gap = ImGui::GetStyle().ItemSpacing.x, small = ImGui::GetFrameHeight();
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(std::string(enum_name(circle.pair)).c_str());
    ImGui::SameLine(rest() - small);
    const bool removed = button(id + "-remove", "\u00d7", small, "Take this circle out.");
    const float third = std::floor((rest() - 2 * gap) / 3), half = std::floor((rest() - gap) / 2);
    const auto part = [&](const char* name, double& value, Range<double> valid, float width,
                          const char* format, const char* help) {
        double edited = value;
        if (!number(id + name, edited, 0.005f, width, format, help)) return;
        value = std::clamp(edited, valid.min, valid.max);
        changed_ = true;
    };
    constexpr Range<double> plane{-FractalAnimation::valid_radius.max, FractalAnimation::valid_radius.max};
    part("-re", circle.center_re, plane, third, "re %.4g", "Real part of the circle's middle.");
    ImGui::SameLine();
    part("-im", circle.center_im, plane, third, "im %.4g", "Imaginary part of the circle's middle.");
    ImGui::SameLine();
    part("-radius", circle.radius, FractalAnimation::valid_radius, rest(), "r %.4g", "The circle's radius.");
    part("-from", circle.from, FractalAnimation::valid_turns, half, "from %.4g turns",
         "Where on the circle it starts, in turns from the real axis.");
    ImGui::SameLine();
    part("-to", circle.to, FractalAnimation::valid_turns, rest(), "to %.4g turns",
         "Where it ends; one more than the start is once around.");
    return removed;
}

void Panel::draw_circles() {
    subheading("Around a circle");
    for (std::size_t i = 0; i < animation().circles.size(); ++i)
        if (draw_circle(i)) {
            animation().circles.erase(animation().circles.begin() + static_cast<std::ptrdiff_t>(i));
            changed_ = true;
            break;
        }
    ImGui::SetNextItemWidth(rest());
    const bool open = ImGui::BeginCombo("##add-circle", "Add a complex number\u2026");
    record_place("animation-add-circle");
    if (!open) return tooltip("Choose a complex number of the fractal that is to go around a circle.");
    for (std::size_t i = 0; i < EnumNames<AnimatedPair>::names.size(); ++i) {
        const auto pair = static_cast<AnimatedPair>(i);
        const auto has = [&](const AnimationCircle& circle) { return circle.pair == pair; };
        if (std::ranges::any_of(animation().circles, has)) continue;
        if (ImGui::Selectable(std::string(enum_name(pair)).c_str())) {
            animation().circles.push_back({.pair = pair, .radius = 0.5});
            changed_ = true;
        }
        record_place(fmt::format("animation-add-circle.{}", enum_name(pair)));
    }
    ImGui::EndCombo();
}

/// True when the list has changed.
bool Panel::draw_keyframe(std::size_t index) {
    auto& keys = animation().keyframes;
    const std::string id = fmt::format("keyframe-{}", index);
    const float gap = ImGui::GetStyle().ItemSpacing.x, small = ImGui::GetFrameHeight();
    double seconds = keys[index].seconds;
    if (number(id + "-seconds", seconds, 0.02f, px(72), "%.2f s",
               "When the flight is here.\nCtrl-click: type a number.")) {
        set_keyframe_seconds(animation(), index, seconds);
        changed_ = true;
    }
    ImGui::SameLine();
    const float room = rest() - 4 * (small + gap);
    const std::string where = fmt::format("{:.3g} per pixel", keys[index].place.scale);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(elided(where, room).c_str());
    tooltip(fmt::format("{}, {}\n{}", precise_text(keys[index].place.x), precise_text(keys[index].place.y),
                        where));
    ImGui::SameLine(ImGui::GetCursorPosX() + rest() - 4 * small - 3 * gap);
    bool edited = false;
    ImGui::BeginDisabled(index == 0);
    if (button(id + "-up", "\u2191", small, "Fly here one keyframe earlier."))
        exchange_keyframes(animation(), index - 1, index), edited = true;
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::BeginDisabled(index + 1 >= keys.size());
    if (button(id + "-down", "\u2193", small, "Fly here one keyframe later."))
        exchange_keyframes(animation(), index, index + 1), edited = true;
    ImGui::EndDisabled();
    ImGui::SameLine();
    if (button(id + "-here", "=", small, "Put the place that shows now in its place."))
        keys[index].place = here_, edited = true;
    ImGui::SameLine();
    if (button(id + "-remove", "\u00d7", small, "Take this keyframe out."))
        keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(index)), edited = true;
    changed_ = changed_ || edited;
    return edited;
}

void Panel::draw_flight() {
    subheading("Flight");
    for (std::size_t i = 0; i < animation().keyframes.size(); ++i)
        if (draw_keyframe(i)) break;
    if (button("animation-add-keyframe", "Add this place", rest(),
               "The flight goes on to the place that shows now, three seconds after the last.")) {
        append_keyframe(animation(), here_, keyframe_pause);
        changed_ = true;
    }
}

bool Panel::draw() {
    const FractalAnimation before = animation();
    draw_transport();
    row_label("Duration");
    double seconds = animation().seconds;
    if (number("animation-seconds", seconds, 0.05f, rest(), "%.2f s",
               "Seconds of a round.\nCtrl-click: type a number.")) {
        set_length(animation(), seconds);
        changed_ = true;
    }
    changed_ |= choice("Easing", animation().easing, "Whether a round begins and ends at rest.");
    changed_ |= choice("Loop", animation().loop, "What comes after a round.");
    draw_templates();
    draw_tracks();
    draw_circles();
    draw_flight();
    if (!(animation() == before)) player_.edited(animation());
    return changed_;
}

}  // namespace

bool animation_panel(Preset& preset, AnimationPlayer& player, const FractalPlace& here, bool& running,
                     AnimationPlayer::Time now) {
    return Panel(preset, player, here, running, now).draw();
}

}  // namespace droplet
