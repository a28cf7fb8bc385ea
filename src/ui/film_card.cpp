// How a recording goes, and the question of what becomes of it.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "ui/capture_panel.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr int card_lines = 5;

/// Lines of small text, each with words at the left and at the right.
class Card {
 public:
    Card() : origin_(ImGui::GetCursorScreenPos()), width_(ImGui::GetContentRegionAvail().x) {
        ImGui::Dummy({width_, 2 * padding() + static_cast<float>(card_lines) * line_height()});
        record_place("film-card");
        ImGui::GetWindowDrawList()->AddRectFilled(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                                                  packed(palette().frame), ImGui::GetStyle().FrameRounding);
        hovered_ = ImGui::IsItemHovered();
    }

    void line(const std::string& left, const std::string& right, const char* help,
              const ImVec4& right_colour) {
        const float y = middle();
        small_text({origin_.x + padding(), y}, {0, 0.5f}, left, palette().text);
        small_text({origin_.x + width_ - padding(), y}, {1, 0.5f}, right, right_colour);
        next(help);
    }
    void line(const std::string& left, const std::string& right, const char* help) {
        line(left, right, help, palette().muted);
    }
    void recording_line(const std::string& time, const std::string& right, bool finishing) {
        const ImVec2 dot{origin_.x + padding() + px(5), middle()};
        ImDrawList& list = *ImGui::GetWindowDrawList();
        if (finishing)
            list.AddCircle(dot, px(4.5f), packed(palette().error), 0, px(1.5f));
        else
            list.AddCircleFilled(dot, px(5), packed(palette().error));
        const float size = ImGui::GetFontSize();
        list.AddText(fonts().bold, size, {dot.x + px(12), std::round(middle() - size / 2)},
                     packed(palette().text), time.c_str());
        small_text({origin_.x + width_ - padding(), middle()}, {1, 0.5f}, right, palette().muted);
        next("Time since the start, and how long the film is by now.");
    }
    void bar_line(const char* name, float share, const std::string& right, const char* help,
                  const ImVec4& colour) {
        const float y = middle(), left = origin_.x + padding() + px(64);
        const float end = origin_.x + width_ - padding() - px(72);
        small_text({origin_.x + padding(), y}, {0, 0.5f}, name, palette().text);
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const ImVec2 min{left, y - px(3)}, max{end, y + px(3)};
        list.AddRectFilled(min, max, packed(palette().active), px(3));
        if (share > 0)
            list.AddRectFilled(min, {left + std::max(px(6), (end - left) * std::min(share, 1.0f)), max.y},
                               packed(colour), px(3));
        small_text({origin_.x + width_ - padding(), y}, {1, 0.5f}, right, palette().muted);
        next(help);
    }
    void path_line(const std::string& path, const char* help) {
        ImGui::PushFont(fonts().small);
        const std::string words = elided(path, width_ - 2 * padding());
        ImGui::PopFont();
        line(words, "", help);
    }

 private:
    static float padding() { return px(9); }
    static float line_height() { return px(19); }
    float middle() const {
        return std::round(origin_.y + padding() + (static_cast<float>(at_) + 0.5f) * line_height());
    }
    void next(const char* help) {
        const float y = middle();
        const bool here = hovered_ && std::abs(ImGui::GetIO().MousePos.y - y) <= line_height() / 2;
        if (here && help) tooltip_text(help);
        ++at_;
    }

    ImVec2 origin_;
    float width_;
    bool hovered_ = false;
    int at_ = 0;
};

std::string size_text(Size size) {
    return fmt::format("{} × {}", size.width, size.height);
}

void going(Card& card, const FilmFacts& facts) {
    const RecordingStatus& status = facts.status;
    const bool finishing = facts.state == FilmControl::State::finishing;
    card.recording_line(finishing ? "Completing the film…" : time_text(facts.elapsed_s),
                        fmt::format("film {:.1f} s", status.film_seconds), finishing);
    card.line(fmt::format("{} frames", status.frames),
              fmt::format("{} repeated, {} left out", status.repeated, status.left_out),
              "Frames of the film; those that show the one before again, as no new one had come; and those "
              "that came between two of the film's.");
    card.line(bytes_text(status.bytes), bytes_text(status.disk_left) + " free",
              "Size of the file so far, and what is left where it is written.");
    const int most = std::max(status.queue_size, 1);
    const bool behind = status.dropped > 0;
    card.bar_line("Encoder", static_cast<float>(status.queued) / static_cast<float>(most),
                  behind ? fmt::format("{} dropped", status.dropped)
                         : fmt::format("{} of {}", status.queued, status.queue_size),
                  "Frames that wait for the encoder. Live, those that find no room are dropped and counted; "
                  "by steps, the run waits.",
                  behind ? palette().warning : palette().accent);
}

void to_come(Card& card, const FilmParams& params, const FilmFacts& facts) {
    const Size asked = film_size(params, facts.content);
    const Size size = asked.area() > 0 ? asked : facts.content;
    card.line(size.area() > 0 ? size_text(size) : "—", fmt::format("{:.4g} frames/s", params.fps),
              "Size and frames a second of the film.");
    const bool by_steps = clock_of(params, facts.steps) == FilmClock::steps;
    card.line(by_steps ? fmt::format("a frame every {} steps", params.every) : "as time goes by",
              std::string(enum_name(params.format)), "What goes into the film.");
    card.line("", bytes_text(facts.disk_left) + " free", "What is left where films are written.");
    card.bar_line("Encoder", 0, facts.has_ffmpeg || params.format == FilmFormat::png ? "idle" : "missing",
                  "Frames that wait for the encoder.", palette().accent);
}

}  // namespace

void film_card(const FilmParams& params, const FilmFacts& facts) {
    Card card;
    const bool idle = facts.state == FilmControl::State::idle;
    if (idle)
        to_come(card, params, facts);
    else
        going(card, facts);
    card.path_line(idle ? facts.folder : facts.status.path, idle ? "The folder of films." : "The film.");
}

CloseAnswer close_dialog(double elapsed_s, bool finishing) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    if (!ImGui::IsPopupOpen("##close-recording")) ImGui::OpenPopup("##close-recording");
    ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(18), px(16)});
    CloseAnswer answer = CloseAnswer::none;
    if (ImGui::BeginPopupModal("##close-recording", nullptr,
                               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings)) {
        const float button = px(142), height = px(32);
        ImGui::TextUnformatted(
            finishing ? "Completing the film…"
                      : fmt::format("Recording: {} s.", static_cast<long long>(elapsed_s)).c_str());
        ImGui::Dummy({0, px(6)});
        ImGui::BeginDisabled(finishing);
        const auto choice = [&](const char* id, const char* label, CloseAnswer meant, const char* help,
                                bool primary) {
            if (icon_button(id, Icon::none, label, {button, height}, primary)) answer = meant;
            record_place(std::string("close.") + id);
            tooltip(help);
        };
        choice("finish", "Finish and close", CloseAnswer::finish, "Complete the film, then close.", true);
        ImGui::SameLine();
        choice("keep", "Keep recording", CloseAnswer::keep, "Leave the window open.", false);
        ImGui::SameLine();
        choice("discard", "Discard", CloseAnswer::discard, "Take the film away, then close.", false);
        ImGui::EndDisabled();
        if (!finishing && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape)))
            answer = CloseAnswer::keep;
        if (!finishing && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter)) &&
            !ImGui::IsAnyItemFocused())
            answer = CloseAnswer::finish;
        if (answer == CloseAnswer::keep) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    return answer;
}

}  // namespace droplet
