#include "ui/capture_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <cmath>

#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

const char* const ffmpeg_is_missing =
    "ffmpeg is missing, which makes mp4, webm and gif. Install it (Debian, Ubuntu: sudo apt install ffmpeg), "
    "or record PNG stills, which need nothing.";

/// The rows of the panel, in their order.
class Rows {
 public:
    Rows(FilmParams& params, const FilmFacts& facts, Messages& messages)
        : params_(params), facts_(facts), messages_(messages) {}

    void operator()(std::string_view key) {
        for_each_field<FilmParams>([&](const auto& field) {
            if (field.key == key)
                static_cast<void>(param_row(params_, field, messages_, [this](std::string_view of) {
                    return film_refusal(params_, facts_, of);
                }));
        });
    }

    /// A choice as names side by side.
    template <class E>
    void choice(E FilmParams::*member, std::span<const SegmentState> states = {}) {
        for_each_field<FilmParams>([&](const auto& field) {
            if constexpr (std::same_as<typename std::remove_cvref_t<decltype(field)>::Value, E>)
                if (field.member == member) choice_of(field, states);
        });
    }

    /// The numbers that the size has, in one row, so that the rest stays where it is.
    void size_numbers() {
        if (params_.size != FilmSize::fixed) return (*this)("film-scale");
        row_label("Width, height");
        const bool idle = facts_.state == FilmControl::State::idle;
        ImGui::BeginDisabled(!idle);
        const float gap = ImGui::GetStyle().ItemSpacing.x;
        const float width = std::floor((ImGui::GetContentRegionAvail().x - gap) / 2);
        number<&FilmParams::width>(width);
        ImGui::SameLine();
        number<&FilmParams::height>(ImGui::GetContentRegionAvail().x);
        ImGui::EndDisabled();
    }

 private:
    template <class E>
    void choice_of(const Field<FilmParams, E>& field, std::span<const SegmentState> states) {
        const std::string refusal = film_refusal(params_, facts_, field.key);
        row_label(field.label, refusal.empty());
        ImGui::BeginDisabled(!refusal.empty());
        int index = static_cast<int>(params_.*field.member);
        const bool changed = segmented(std::string(field.key).c_str(), index, EnumNames<E>::names,
                                       ImGui::GetContentRegionAvail().x, states);
        ImGui::EndDisabled();
        if (changed) params_.*field.member = static_cast<E>(index);
        // A segment that cannot be chosen has a sentence of its own.
        if (!refusal.empty() || states.empty()) tooltip(refusal.empty() ? field.help : refusal);
    }
    template <int FilmParams::*member>
    void number(float width) {
        for_each_field<FilmParams>([&](const auto& field) {
            using Row = std::remove_cvref_t<decltype(field)>;
            if constexpr (std::same_as<typename Row::Value, int>) {
                if (field.member != member) return;
                int value = params_.*member;
                ImGui::SetNextItemWidth(width);
                ImGui::PushID(field.key.data(), field.key.data() + field.key.size());
                ImGui::InputInt("##value", &value, 0, 0);
                const bool left = ImGui::IsItemDeactivatedAfterEdit();
                record_place(field.key);
                tooltip(fmt::format("{} Valid: {} to {}.", field.help, field.valid.min, field.valid.max));
                ImGui::PopID();
                if (left && value != params_.*member) set(field, value);
            }
        });
    }
    template <class Row>
    void set(const Row& field, int value) {
        try {
            set_value(params_, field, value, field.label);
        } catch (const Error& error) {
            messages_.error(error.what());
        }
    }

    FilmParams& params_;
    const FilmFacts& facts_;
    Messages& messages_;
};

void format_row(Rows& rows, FilmParams& params, const FilmFacts& facts) {
    const SegmentState missing{.enabled = false, .why_not = "ffmpeg is missing, which makes this format."};
    const std::array<SegmentState, 4> states{missing, missing, missing, SegmentState{}};
    rows.choice(&FilmParams::format, facts.has_ffmpeg ? std::span<const SegmentState>{} : std::span(states));
    if (facts.has_ffmpeg) return;
    ImGui::PushFont(fonts().small);
    ImGui::PushStyleColor(ImGuiCol_Text, palette().warning);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(ffmpeg_is_missing);
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    ImGui::PopFont();
    record_place("film-no-ffmpeg");
    if (params.format == FilmFormat::png) return;
    if (icon_button("stills-instead", Icon::none, "Record PNG stills instead",
                    {ImGui::GetContentRegionAvail().x, px(28)}))
        params.format = FilmFormat::png;
    record_place("film-stills-instead");
    tooltip("A folder of numbered stills without loss, of which any program makes a film.");
}

/// A round dot to record, a square one to stop.
void record_button(const Action& record, bool recording) {
    const bool usable = record.usable();
    const std::string label = record.shown_name();
    ImGui::BeginDisabled(!usable);
    const bool pressed = icon_button("record", Icon::none, "", {ImGui::GetContentRegionAvail().x, px(36)});
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    const ImVec2 words = ImGui::CalcTextSize(label.c_str());
    const float sign = px(12), gap = px(9), middle = std::round((min.y + max.y) / 2);
    const float x = std::round((min.x + max.x - sign - gap - words.x) / 2);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 red = packed(palette().error, ImGui::GetStyle().Alpha);
    if (recording)
        list.AddRectFilled({x, middle - sign / 2}, {x + sign, middle + sign / 2}, red, px(2));
    else
        list.AddCircleFilled({x + sign / 2, middle}, sign / 2, red);
    list.AddText({x + sign + gap, std::round(middle - words.y / 2)},
                 packed(palette().text, ImGui::GetStyle().Alpha), label.c_str());
    ImGui::EndDisabled();
    record_place("record");
    tooltip(record.shown_tooltip());
    if (pressed) record.callback();
}

std::string more_summary(const FilmParams& params) {
    const std::string longest =
        params.limit_s > 0 ? fmt::format("at most {:.4g} s", params.limit_s) : "no limit";
    return params.performance && params.content != FilmContent::window ? longest + ", performance" : longest;
}

void film_part(FilmParams& params, const FilmFacts& facts, Messages& messages) {
    Rows rows(params, facts, messages);
    format_row(rows, params, facts);
    rows.choice(&FilmParams::content);
    rows.choice(&FilmParams::clock);
    for (const char* key : {"film-every", "film-fps"}) rows(key);
    rows.choice(&FilmParams::quality);
    rows.choice(&FilmParams::size);
    rows.size_numbers();
    if (begin_fold("More", more_summary(params)))
        for (const char* key : {"film-odd-size", "film-limit", "performance"}) rows(key);
}

}  // namespace

void capture_panel(FilmParams& params, const FilmFacts& facts, const Action& record, Messages& messages,
                   const std::function<void()>& still_part) {
    if (!begin_section("Capture")) return;
    record_button(
        record, facts.state == FilmControl::State::starting || facts.state == FilmControl::State::recording);
    film_card(params, facts);
    if (still_part) still_part();
    if (subsection("Film", params.panel_open)) film_part(params, facts, messages);
    ImGui::Dummy({0, px(4)});
}

}  // namespace droplet
