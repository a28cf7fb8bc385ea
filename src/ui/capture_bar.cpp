#include "ui/capture_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "media/capture_source.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

struct Answer {
    CaptureAnswer answer;
    const char* key;
    const char* words;
    const char* help;
    bool primary = false;
};
constexpr Answer restores{CaptureAnswer::restore, "capture.restore", "Make it again",
                          "Begin at its source and do all that was done; the "
                          "settings become those of then.",
                          true};
constexpr Answer cancels{CaptureAnswer::cancel, "capture.cancel", "Cancel", "Stop where the run is."};
constexpr Answer opens_picture{CaptureAnswer::open, "capture.open", "Open as a picture",
                               "Take the file itself as the source."};
constexpr Answer opens_film{CaptureAnswer::open, "capture.open", "Open as a film",
                            "Take the file itself as the source."};

std::int64_t film_frames(const Recipe& recipe) {
    std::int64_t frames = 0;
    for (const Take& take : recipe.takes)
        for (const Shot& shot : take.shots) frames += shot.frames;
    return frames;
}

std::string steps_words(std::int64_t steps) {
    return fmt::format("{} step{}", steps, steps == 1 ? "" : "s");
}

/// The button at the right end of what is left; true when it was pressed.
bool button(const Answer& answer, float& right, float top, float height) {
    const float width = std::round(ImGui::CalcTextSize(answer.words).x + px(24));
    right -= width;
    ImGui::SetCursorScreenPos({right, top});
    const bool pressed = icon_button(answer.key, Icon::none, answer.words, {width, height}, answer.primary);
    record_place(answer.key);
    tooltip(answer.help);
    right -= px(8);
    return pressed;
}

bool cross(float& right, float top, float height) {
    right -= height;
    ImGui::SetCursorScreenPos({right, top});
    const bool pressed = ImGui::InvisibleButton("dismiss", {height, height});
    draw_icon(*ImGui::GetWindowDrawList(), Icon::close, {right + height / 2, top + height / 2}, px(11),
              packed(ImGui::IsItemHovered() ? palette().text : palette().muted));
    record_place("capture.dismiss");
    tooltip("Dismiss.");
    right -= px(6);
    return pressed;
}

std::string bar_words(const CaptureOffer& offer, std::int64_t step) {
    if (offer.state != CaptureOffer::State::restoring) return capture_words(offer.recipe);
    const std::int64_t steps = offer.recipe.run.step;
    return fmt::format("Making it again: step {} of {}", std::clamp<std::int64_t>(step, 0, steps), steps);
}

void draw_progress(const Recipe& recipe, std::int64_t step, ImVec2 min, ImVec2 max) {
    if (recipe.run.step <= 0) return;
    const float share =
        std::clamp(static_cast<float>(step) / static_cast<float>(recipe.run.step), 0.0f, 1.0f);
    const float y = max.y - px(3), left = min.x + px(4), width = max.x - min.x - px(8);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled({left, y}, {left + width, y + px(2)}, packed(palette().frame));
    list.AddRectFilled({left, y}, {left + width * share, y + px(2)}, packed(palette().accent));
}

CaptureAnswer draw_answers(const CaptureOffer& offer, float& right, float top, float height) {
    using State = CaptureOffer::State;
    if (offer.state == State::restoring)
        return button(cancels, right, top, height) ? CaptureAnswer::cancel : CaptureAnswer::none;
    CaptureAnswer answer = CaptureAnswer::none;
    if (cross(right, top, height)) answer = CaptureAnswer::dismiss;
    if (offer.state == State::asks && button(restores, right, top, height)) answer = CaptureAnswer::restore;
    const Answer& opens = offer.recipe.fps > 0 ? opens_film : opens_picture;
    if (offer.opens && button(opens, right, top, height)) answer = CaptureAnswer::open;
    return answer;
}

}  // namespace

std::string capture_words(const Recipe& recipe) {
    const std::string source = source_words(recipe.run.source);
    const std::int64_t steps = recipe.run.step;
    if (recipe.fps > 0) {
        const std::int64_t frames = film_frames(recipe);
        // Of a film that broke off, its recipe tells the beginning.
        if (recipe.takes.empty())
            return fmt::format("Made by Droplet: a film that begins after {} of {}.", steps_words(steps),
                               source);
        return fmt::format("Made by Droplet: a film of {} frame{}, {} of {}.", frames, frames == 1 ? "" : "s",
                           steps_words(steps), source);
    }
    if (steps == 0) return fmt::format("Made by Droplet from {}.", source);
    return fmt::format("Made by Droplet: {} of {}.", steps_words(steps), source);
}

CaptureAnswer capture_bar(const CaptureOffer& offer, std::int64_t step, ImVec2 min, ImVec2 max) {
    const float width = std::min(max.x - min.x - px(24), px(620)), height = px(42), inner = px(28);
    ImGui::SetNextWindowPos({std::round((min.x + max.x - width) / 2), max.y - height - px(12)});
    ImGui::SetNextWindowSize({width, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("##capture", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
    const ImVec2 from = ImGui::GetWindowPos(), to{from.x + width, from.y + height};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, to, packed(palette().popup), px(7));
    list.AddRect(from, to, packed(palette().border), px(7));
    draw_icon(list, Icon::still, {from.x + px(21), from.y + height / 2}, px(16), packed(palette().accent));
    const float top = std::round(from.y + (height - inner) / 2);
    float right = to.x - px(8);
    const CaptureAnswer answer = draw_answers(offer, right, top, inner);
    const float left = from.x + px(40);
    const std::string words = bar_words(offer, step);
    ImGui::SetCursorScreenPos({left, std::round(from.y + (height - ImGui::GetFontSize()) / 2)});
    ImGui::TextUnformatted(elided(words, right - left).c_str());
    record_place("capture.words");
    tooltip(fmt::format("{}\n{}", words, offer.path.string()));
    if (offer.state == CaptureOffer::State::restoring) draw_progress(offer.recipe, step, from, to);
    ImGui::End();
    ImGui::PopStyleVar(2);
    return answer;
}

}  // namespace droplet
